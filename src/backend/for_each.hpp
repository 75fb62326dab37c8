// SPDX-License-Identifier: BSD-3-Clause
// Runs a per-item body over an index range on the chosen backend.
#pragma once

#include <cstdint>

#include "alder_config.hpp"
#include "backend/body.hpp"
#include "backend/device.hpp"

namespace alder {

namespace cuda {
/// Instantiated in cuda/bodies.cu for each body.
template <class Body>
void for_each(const Device& device, std::int64_t n, const Body& body);
}  // namespace cuda

/// Calls body(i) for every i in [0, n), in any order and in parallel. `Body` is a named, trivially
/// copyable functor with a const host-and-device operator()(int64); it must not throw.
template <class Body>
void for_each(const Device& device, std::int64_t n, const Body& body) {
  if constexpr (config::have_cuda && runs_on_gpu<Body>) {
    if (device.is_cuda()) return cuda::for_each(device, n, body);
  }
#pragma omp parallel num_threads(device.threads()) if (n > 512)
  {
    const Body mine = body;  // what the loop stores cannot change it: it may stay in registers
#pragma omp for schedule(static)
    for (std::int64_t i = 0; i < n; ++i) {
      ask_for_memory(mine, i, n);
      mine(i);
    }
  }
}

}  // namespace alder
