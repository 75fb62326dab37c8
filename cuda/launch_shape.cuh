// SPDX-License-Identifier: BSD-3-Clause
// What a launch needs beside the kernel; shared by cuda/launch.cuh and its emulated twin, which
// bring the CUDA types in.
#pragma once

#include <cstddef>
#include <cstdint>

namespace alder::cuda {

struct LaunchShape {
  dim3 grid, block;
  std::size_t shared_bytes = 0;
  cudaStream_t stream = nullptr;
};

/// One thread per item in blocks of `block` threads.
inline LaunchShape one_thread_each(std::int64_t n, unsigned block, cudaStream_t stream) {
  const auto blocks = static_cast<unsigned>((n + block - 1) / block);
  return {.grid = dim3(blocks), .block = dim3(block), .shared_bytes = 0, .stream = stream};
}

/// Throws InternalError with the kernel's name unless `error` is cudaSuccess.
void check_launch(const char* name, cudaError_t error);

/// Surrounds a launch: times it where kernel times were asked for, and waits for it where
/// ALDER_CUDA_SYNC=1 asks that errors name the kernel they happened in.
class LaunchProbe {
 public:
  LaunchProbe(const char* name, cudaStream_t stream);
  ~LaunchProbe() noexcept(false);
  LaunchProbe(const LaunchProbe&) = delete;
  LaunchProbe& operator=(const LaunchProbe&) = delete;

 private:
  const char* name_;
  cudaStream_t stream_;
  cudaEvent_t begin_ = nullptr;
};

}  // namespace alder::cuda
