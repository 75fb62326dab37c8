// SPDX-License-Identifier: BSD-3-Clause
// Reduces a per-item body over an index range on the chosen backend.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "alder_config.hpp"
#include "backend/body.hpp"
#include "backend/device.hpp"

namespace alder {

namespace cuda {
/// Instantiated in cuda/bodies.cu for each body.
template <class Body>
typename Body::Value reduce(const Device& device, std::int64_t n, const Body& body);
}  // namespace cuda

/// Combines body(i) for every i in [0, n). `Body` has `Value`, `static Value identity()`,
/// `static Value combine(Value, Value)` and a const operator()(int64). The order of combination
/// depends on n alone, so the result has the same bits on any number of threads.
template <class Body>
typename Body::Value reduce(const Device& device, std::int64_t n, const Body& body) {
  if constexpr (config::have_cuda && runs_on_gpu<Body>) {
    if (device.is_cuda()) return cuda::reduce(device, n, body);
  }
  constexpr std::int64_t max_blocks = 256;
  constexpr std::int64_t min_block = 256;
  const std::int64_t blocks =
      std::clamp((n + min_block - 1) / min_block, std::int64_t{1}, max_blocks);
  std::array<typename Body::Value, max_blocks> partial;
#pragma omp parallel for schedule(static) num_threads(device.threads()) if (blocks > 1)
  for (std::int64_t b = 0; b < blocks; ++b) {
    typename Body::Value value = Body::identity();
    const std::int64_t end = n * (b + 1) / blocks;
    for (std::int64_t i = n * b / blocks; i < end; ++i) {
      ask_for_memory(body, i, n);
      value = Body::combine(value, body(i));
    }
    partial[static_cast<std::size_t>(b)] = value;
  }
  typename Body::Value total = Body::identity();
  for (std::int64_t b = 0; b < blocks; ++b) {
    total = Body::combine(total, partial[static_cast<std::size_t>(b)]);
  }
  return total;
}

}  // namespace alder
