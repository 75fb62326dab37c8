// SPDX-License-Identifier: BSD-3-Clause
// An owning array in one memory space.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "backend/device.hpp"

namespace alder {

/// Raw storage of a device: 64-byte aligned on the host. Throws EnvironmentError when memory is
/// out.
void* allocate_bytes(const Device& device, std::size_t bytes);
void release_bytes(const Device& device, void* data) noexcept;
/// Copies between two places in the same memory space.
void copy_bytes(const Device& device, void* to, const void* from, std::size_t bytes);
void copy_bytes_from_host(const Device& device, void* to, const void* host, std::size_t bytes);
void copy_bytes_to_host(const Device& device, void* host, const void* from, std::size_t bytes);

/// An owning array of trivially copyable items in the memory of one Device. Contents are
/// uninitialised after growth. Moves are cheap; copies are explicit.
template <class T>
class Buffer {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  explicit Buffer(const Device& device, std::size_t size = 0) : device_(device) { resize(size); }
  Buffer(Buffer&& other) noexcept
      : device_(other.device_),
        data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  Buffer& operator=(Buffer&& other) noexcept {
    swap(other);
    return *this;
  }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { release_bytes(device_, data_); }

  void swap(Buffer& other) noexcept {
    std::swap(device_, other.device_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }

  [[nodiscard]] T* data() { return data_; }
  [[nodiscard]] const T* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  [[nodiscard]] const Device& device() const { return device_; }

  /// Makes room for `size` items and keeps the items there are; grows by at least a quarter.
  void resize(std::size_t size) {
    if (size > capacity_) reserve(std::max(size, capacity_ + capacity_ / 4));
    size_ = size;
  }
  /// Makes room for `capacity` items, not more.
  void reserve(std::size_t capacity) {
    if (capacity <= capacity_) return;
    T* data = static_cast<T*>(allocate_bytes(device_, capacity * sizeof(T)));
    if (size_ > 0) copy_bytes(device_, data, data_, size_ * sizeof(T));
    release_bytes(device_, data_);
    data_ = data;
    capacity_ = capacity;
  }

  /// Replaces the contents by `host`.
  void copy_from(std::span<const T> host) {
    resize(host.size());
    copy_bytes_from_host(device_, data_, host.data(), host.size_bytes());
  }
  [[nodiscard]] std::vector<T> to_host() const {
    std::vector<T> host(size_);
    copy_bytes_to_host(device_, host.data(), data_, size_ * sizeof(T));
    return host;
  }

 private:
  Device device_;
  T* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace alder
