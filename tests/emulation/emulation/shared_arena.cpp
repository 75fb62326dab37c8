// SPDX-License-Identifier: BSD-3-Clause
#include "emulation/shared_arena.hpp"

#include <algorithm>
#include <cstdlib>

#include "emulation/config.hpp"
#include "emulation/sanitizers.hpp"

namespace alder::emulation {
namespace {

constexpr std::size_t red_zone = 32;
constexpr std::size_t max_variables = 256;  // reserved: nothing allocates inside a kernel

}  // namespace

void fill_with_poison(void* data, std::size_t bytes) {
  volatile auto* byte = static_cast<unsigned char*>(data);
  volatile auto* word = static_cast<unsigned long long*>(data);
  const std::size_t words = bytes / sizeof *word;
  for (std::size_t i = 0; i < words; ++i) word[i] = ~0ULL;
  for (std::size_t i = words * sizeof *word; i < bytes; ++i) byte[i] = 0xFF;
}

SharedArena::~SharedArena() {
  if (memory_ != nullptr) permit(memory_, capacity_);
  std::free(memory_);
}

// Under ThreadSanitizer memory that is freed and allocated again forgets its past accesses.
void SharedArena::renew_memory() {
#if ALDER_EMULATION_TSAN
  AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
  std::free(memory_);
  memory_ = static_cast<char*>(std::aligned_alloc(256, capacity_));
  AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
#endif
}

void SharedArena::reset(std::size_t dynamic_bytes, std::size_t static_limit) {
  variables_.clear();
  variables_.reserve(max_variables);
  const std::size_t slack = max_variables * red_zone;
  const std::size_t wanted = (dynamic_bytes + static_limit + slack + 255) / 256 * 256;
  if (wanted > capacity_) {
    if (memory_ != nullptr) permit(memory_, capacity_);
    std::free(memory_);
    memory_ = static_cast<char*>(std::aligned_alloc(256, wanted));
    capacity_ = wanted;
  } else {
    renew_memory();
  }
  dynamic_bytes_ = dynamic_bytes;
  static_limit_ = static_limit;
  static_bytes_ = 0;
  used_ = dynamic_bytes;
  permit(memory_, dynamic_bytes);
  if (config().poison) fill_with_poison(memory_, dynamic_bytes);
  forbid(memory_ + dynamic_bytes, capacity_ - dynamic_bytes);
}

void* SharedArena::variable(const void* key, std::size_t bytes, std::size_t alignment) {
  for (const Variable& v : variables_) {
    if (v.key == key) return memory_ + v.offset;
  }
  alignment = std::max(alignment, std::size_t{16});
  const std::size_t gap = used_ > 0 ? red_zone : 0;
  const std::size_t offset = (used_ + gap + alignment - 1) / alignment * alignment;
  static_bytes_ += bytes;
  if (variables_.size() == max_variables || static_bytes_ > static_limit_) return nullptr;
  used_ = offset + bytes;
  variables_.push_back({key, offset});
  permit(memory_ + offset, bytes);
  if (config().poison) fill_with_poison(memory_ + offset, bytes);
  return memory_ + offset;
}

}  // namespace alder::emulation
