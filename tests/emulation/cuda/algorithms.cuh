// SPDX-License-Identifier: BSD-3-Clause
// The emulated twin of cuda/algorithms.cuh, over the standard library.
#pragma once

#include <cstdint>
#include <numeric>

#include "backend/buffer.hpp"
#include "cuda/runtime.cuh"

namespace alder::cuda {

/// sums[i] = counts[0] + ... + counts[i - 1] for i in [0, n).
inline void exclusive_scan(cudaStream_t stream, Buffer<std::byte>&, const std::int64_t* counts,
                           std::int64_t* sums, std::int64_t n) {
  emulation::enqueue(*stream, [counts, sums, n] {
    std::exclusive_scan(counts, counts + n, sums, std::int64_t{0});
  });
}

}  // namespace alder::cuda
