// SPDX-License-Identifier: BSD-3-Clause
// The emulated twin of cuda/algorithms.cuh, over the standard library.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

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

struct KeysAndValues {
  std::uint32_t* keys;
  std::uint32_t* values;
};

/// The n items of `from` in the order of their keys, which have so many bits; equal ones in the
/// order they are in.
inline void sort_pairs(cudaStream_t stream, Buffer<std::byte>&, const KeysAndValues& from,
                       const KeysAndValues& to, std::int64_t n, int bits) {
  emulation::enqueue(*stream, [from, to, n, bits] {
    const auto key = [&](std::int64_t k) {
      return from.keys[k] & ((std::uint64_t{1} << bits) - 1);
    };
    std::vector<std::int64_t> order(static_cast<std::size_t>(n));
    std::iota(order.begin(), order.end(), std::int64_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::int64_t a, std::int64_t b) { return key(a) < key(b); });
    for (std::int64_t k = 0; k < n; ++k) {
      to.keys[k] = from.keys[order[static_cast<std::size_t>(k)]];
      to.values[k] = from.values[order[static_cast<std::size_t>(k)]];
    }
  });
}

}  // namespace alder::cuda
