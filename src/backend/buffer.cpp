// SPDX-License-Identifier: BSD-3-Clause
#include "backend/buffer.hpp"

#include <cstdlib>
#include <cstring>
#include <string>

#include "alder_config.hpp"
#include "backend/gpu.hpp"
#include "backend/pinned_bytes.hpp"
#include "base/error.hpp"

namespace alder {

void* allocate_bytes(const Device& device, std::size_t bytes) {
  if constexpr (config::have_cuda) {
    if (device.is_cuda()) return cuda::allocate_bytes(device, bytes);
  }
  constexpr std::size_t alignment = 64;
  const std::size_t rounded = (bytes + alignment - 1) / alignment * alignment;
  void* data = std::aligned_alloc(alignment, std::max(rounded, alignment));
  if (data == nullptr) {
    throw EnvironmentError("out of memory: an array of " + std::to_string(bytes) +
                           " bytes could not be allocated; use fewer atoms or a machine with more "
                           "memory");
  }
  return data;
}

void release_bytes(const Device& device, void* data) noexcept {
  if constexpr (config::have_cuda) {
    if (device.is_cuda()) return cuda::release_bytes(device, data);
  }
  std::free(data);
}

void copy_bytes(const Device& device, void* to, const void* from, std::size_t bytes) {
  if constexpr (config::have_cuda) {
    if (device.is_cuda()) return cuda::copy_bytes(device, to, from, bytes);
  }
  if (bytes > 0) std::memcpy(to, from, bytes);
}

void copy_bytes_from_host(const Device& device, void* to, const void* host, std::size_t bytes) {
  if constexpr (config::have_cuda) {
    if (device.is_cuda()) return cuda::copy_bytes_from_host(device, to, host, bytes);
  }
  copy_bytes(device, to, host, bytes);
}

void copy_bytes_to_host(const Device& device, void* host, const void* from, std::size_t bytes) {
  if constexpr (config::have_cuda) {
    if (device.is_cuda()) return cuda::copy_bytes_to_host(device, host, from, bytes);
  }
  copy_bytes(device, host, from, bytes);
}

void* allocate_pinned(const Device& device, std::size_t bytes) {
  if constexpr (config::have_cuda) {
    if (device.is_cuda()) return cuda::allocate_pinned(device, bytes);
  }
  return allocate_bytes(device, bytes);
}

void release_pinned(const Device& device, void* data) noexcept {
  if constexpr (config::have_cuda) {
    if (device.is_cuda()) return cuda::release_pinned(device, data);
  }
  release_bytes(device, data);
}

}  // namespace alder
