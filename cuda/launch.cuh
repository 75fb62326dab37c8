// SPDX-License-Identifier: BSD-3-Clause
// The only place that launches kernels. Tests replace it by tests/emulation/cuda/launch.cuh.
#pragma once

#include <cuda_runtime.h>

#include <tuple>
#include <utility>

#include "cuda/intrinsics.cuh"
#include "cuda/launch_shape.cuh"

namespace alder::cuda {

template <class... P, class... A>
void launch(const char* name, const LaunchShape& shape, void (*kernel)(P...), A&&... arguments) {
  const LaunchProbe probe(name, shape.stream);
  kernel<<<shape.grid, shape.block, shape.shared_bytes, shape.stream>>>(
      P(std::forward<A>(arguments))...);
  check_launch(name, cudaGetLastError());
}

/// All blocks are resident at once and may meet at sync_grid(); fails where they do not fit.
template <class... P, class... A>
void launch_cooperative(const char* name, const LaunchShape& shape, void (*kernel)(P...),
                        A&&... arguments) {
  const LaunchProbe probe(name, shape.stream);
  std::tuple<P...> values(P(std::forward<A>(arguments))...);
  const cudaError_t error = std::apply(
      [&](auto&... value) {
        void* pointers[] = {&value...};
        return cudaLaunchCooperativeKernel(reinterpret_cast<const void*>(kernel), shape.grid,
                                           shape.block, pointers, shape.shared_bytes, shape.stream);
      },
      values);
  check_launch(name, error);
}

}  // namespace alder::cuda
