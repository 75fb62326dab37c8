// SPDX-License-Identifier: BSD-3-Clause
// Runs a per-item body on a GPU. Include it where a body is instantiated.
#pragma once

#include "backend/for_each.hpp"
#include "cuda/runtime.cuh"

namespace alder::cuda {

template <class Body>
__global__ void for_each_kernel(std::int64_t n, Body body) {
  const std::int64_t i = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i < n) body(i);
}

/// The same with a name for errors and kernel times.
template <class Body>
void for_each_named(const char* name, const Device& device, std::int64_t n, const Body& body) {
  if (n <= 0) return;
  constexpr unsigned block = 256;
  launch(name, one_thread_each(n, block, use(device).stream), for_each_kernel<Body>, n, body);
}

}  // namespace alder::cuda
