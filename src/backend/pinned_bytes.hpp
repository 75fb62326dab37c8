// SPDX-License-Identifier: BSD-3-Clause
// Host memory that a GPU copies to and from while the host does something else.
#pragma once

#include <cstddef>
#include <utility>

#include "backend/device.hpp"

namespace alder {

/// Page-locked memory beside a GPU, plain memory elsewhere. Throws EnvironmentError when memory is
/// out.
void* allocate_pinned(const Device& device, std::size_t bytes);
/// Waits for copies that are under way.
void release_pinned(const Device& device, void* data) noexcept;

/// Bytes of pinned memory that grow when needed and are not kept then.
class PinnedBytes {
 public:
  explicit PinnedBytes(const Device& device) : device_(device) {}
  ~PinnedBytes() { release_pinned(device_, data_); }
  PinnedBytes(const PinnedBytes&) = delete;
  PinnedBytes& operator=(const PinnedBytes&) = delete;

  [[nodiscard]] std::byte* data() { return data_; }
  /// The memory, with room for `size` bytes.
  std::byte* reserve(std::size_t size) {
    if (size > capacity_) {
      release_pinned(device_, std::exchange(data_, nullptr));
      capacity_ = size + size / 4;
      data_ = static_cast<std::byte*>(allocate_pinned(device_, capacity_));
    }
    return data_;
  }

 private:
  Device device_;
  std::byte* data_ = nullptr;
  std::size_t capacity_ = 0;
};

}  // namespace alder
