// SPDX-License-Identifier: BSD-3-Clause
// The CUDA runtime as the backend uses it: errors become exceptions, each GPU has one stream.
#pragma once

#include "backend/buffer.hpp"
#include "backend/device.hpp"
#include "cuda/launch.cuh"

namespace alder::cuda {

/// Throws unless `error` is cudaSuccess; `what` names the call or kernel in the message.
void check(const char* what, cudaError_t error);

/// What all simulations on one GPU share. Work is ordered by its one stream.
struct Context {
  explicit Context(const Device& device);
  cudaStream_t stream = nullptr;
  Buffer<std::byte> scratch;    ///< of CUB
  Buffer<std::byte> partials;   ///< of reductions
  Buffer<std::int64_t> counts;  ///< of cell sorts
  Buffer<std::uint32_t> slots;
  void* pinned = nullptr;  ///< where small results land
  static constexpr std::size_t pinned_bytes = 512;
};

/// Makes the device's GPU current and returns its context.
Context& use(const Device& device);
/// Copies a small result to the host and waits for it.
void read_back(Context& context, void* host, const void* from, std::size_t bytes);

template <class T>
T read_back(Context& context, const T* from) {
  static_assert(sizeof(T) <= Context::pinned_bytes);
  T value;
  read_back(context, &value, from, sizeof value);
  return value;
}

}  // namespace alder::cuda
