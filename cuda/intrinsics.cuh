// SPDX-License-Identifier: BSD-3-Clause
// What kernels use of CUDA beside the language: thread indices, barriers, shuffles, atomics (all
// from the runtime's headers) and shared arrays. Tests replace it by
// tests/emulation/cuda/intrinsics.cuh. Not used: inline PTX, dynamic parallelism, device-side new,
// raw `extern __shared__`, __activemask.
#pragma once

#include <cooperative_groups.h>
#include <cuda_runtime.h>

// Block-shared storage, uninitialised; T may have constructors, which do not run.
#define ALDER_SHARED_ARRAY(T, name, count)                               \
  __shared__ alignas(T) unsigned char name##_bytes[sizeof(T) * (count)]; \
  T* const name = reinterpret_cast<T*>(name##_bytes)
#define ALDER_SHARED(T, name)                                  \
  __shared__ alignas(T) unsigned char name##_bytes[sizeof(T)]; \
  T& name = *reinterpret_cast<T*>(name##_bytes)
#define ALDER_DYNAMIC_SHARED(T, name)             \
  extern __shared__ uint4 alder_dynamic_shared[]; \
  T* const name = reinterpret_cast<T*>(alder_dynamic_shared)

namespace alder::cuda {
/// Barrier over all threads of a cooperative launch.
__device__ inline void sync_grid() {
  cooperative_groups::this_grid().sync();
}
}  // namespace alder::cuda
