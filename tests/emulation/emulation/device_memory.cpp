// SPDX-License-Identifier: BSD-3-Clause
#include "emulation/device_memory.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>

#include "emulation/config.hpp"
#include "emulation/sanitizers.hpp"

namespace alder::emulation {
namespace {

constexpr std::size_t page = 4096;
constexpr std::size_t alignment = 256;

std::size_t rounded(std::size_t bytes, std::size_t unit) {
  return (bytes + unit - 1) / unit * unit;
}

struct Memory {
  std::map<const char*, std::size_t> allocations;  // start -> bytes asked for
  std::map<const char*, std::size_t> pinned;       // likewise
  int windows = 0;
};

Memory& memory() {
  static Memory m;
  return m;
}

void protect_all(int protection) {
  for (const auto& [start, bytes] : memory().allocations) {
    mprotect(const_cast<char*>(start), rounded(bytes, page), protection);
  }
}

// A page of its own, and one that stays closed behind it.
void* map_pages(std::size_t bytes) {
  void* data = mmap(nullptr, rounded(bytes, page) + page, PROT_NONE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (data == MAP_FAILED) return nullptr;
  mprotect(data, rounded(bytes, page), PROT_READ | PROT_WRITE);
  return data;
}

}  // namespace

void* allocate_device(std::size_t bytes) {
  bytes = std::max(bytes, std::size_t{1});
  const bool pages = config().protect;
  void* data = pages ? map_pages(bytes) : std::aligned_alloc(alignment, rounded(bytes, alignment));
  if (data == nullptr) return nullptr;
  if (config().poison) std::memset(data, 0xFF, bytes);
  const std::size_t end = rounded(bytes, 8);
  if (!pages) forbid(static_cast<char*>(data) + end, rounded(bytes, alignment) - end);
  memory().allocations[static_cast<char*>(data)] = bytes;
  if (pages && memory().windows == 0) mprotect(data, rounded(bytes, page), PROT_NONE);
  return data;
}

bool free_device(void* data) {
  auto& all = memory().allocations;
  const auto at = all.find(static_cast<char*>(data));
  if (at == all.end()) return false;
  if (config().protect) {
    // The addresses are never used again: use after free is caught.
    mmap(data, rounded(at->second, page), PROT_NONE,
         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
  } else {
    permit(data, rounded(at->second, alignment));
    std::free(data);
  }
  all.erase(at);
  return true;
}

void* allocate_pinned(std::size_t bytes) {
  void* data = std::malloc(std::max(bytes, std::size_t{1}));
  if (data != nullptr) memory().pinned[static_cast<char*>(data)] = bytes;
  return data;
}

bool free_pinned(void* data) {
  if (memory().pinned.erase(static_cast<char*>(data)) == 0) return false;
  std::free(data);
  return true;
}

bool is_pinned(const void* data) {
  const auto* place = static_cast<const char*>(data);
  auto at = memory().pinned.upper_bound(place);
  if (at == memory().pinned.begin()) return false;
  --at;
  return static_cast<std::size_t>(place - at->first) < at->second;
}

bool fits_allocation(const void* data, std::size_t bytes) {
  const auto& all = memory().allocations;
  auto at = all.upper_bound(static_cast<const char*>(data));
  if (at == all.begin()) return true;
  --at;
  const auto offset = static_cast<std::size_t>(static_cast<const char*>(data) - at->first);
  return offset >= at->second || offset + bytes <= at->second;
}

DeviceMemoryWindow::DeviceMemoryWindow() {
  if (config().protect && memory().windows++ == 0) protect_all(PROT_READ | PROT_WRITE);
}

DeviceMemoryWindow::~DeviceMemoryWindow() {
  if (config().protect && --memory().windows == 0) protect_all(PROT_NONE);
}

}  // namespace alder::emulation
