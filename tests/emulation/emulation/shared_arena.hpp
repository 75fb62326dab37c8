// SPDX-License-Identifier: BSD-3-Clause
// The shared memory of one block: poisoned, with red zones between variables.
#pragma once

#include <cstddef>
#include <vector>

namespace alder::emulation {

class SharedArena {
 public:
  SharedArena() = default;
  SharedArena(const SharedArena&) = delete;
  SharedArena& operator=(const SharedArena&) = delete;
  ~SharedArena();

  /// Empties the arena for a new block.
  void reset(std::size_t dynamic_bytes, std::size_t static_limit);
  /// Null when the limit is exceeded.
  void* variable(const void* key, std::size_t bytes, std::size_t alignment);
  [[nodiscard]] void* dynamic() { return dynamic_bytes_ > 0 ? memory_ : nullptr; }

 private:
  struct Variable {
    const void* key;
    std::size_t offset;
  };
  void renew_memory();

  std::vector<Variable> variables_;
  char* memory_ = nullptr;
  std::size_t capacity_ = 0, used_ = 0, dynamic_bytes_ = 0, static_bytes_ = 0, static_limit_ = 0;
};

/// Fills with 0xFF. Not memset: that call is intercepted by ThreadSanitizer and would count as an
/// access of the CUDA thread that happens to run.
void fill_with_poison(void* data, std::size_t bytes);

}  // namespace alder::emulation
