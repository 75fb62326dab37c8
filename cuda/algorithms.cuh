// SPDX-License-Identifier: BSD-3-Clause
// The only place that uses CUB. Tests replace it by tests/emulation/cuda/algorithms.cuh.
#pragma once

#include <cstdint>
#include <cub/device/device_radix_sort.cuh>
#include <cub/device/device_scan.cuh>

#include "backend/buffer.hpp"
#include "cuda/runtime.cuh"

namespace alder::cuda {

/// sums[i] = counts[0] + ... + counts[i - 1] for i in [0, n). `scratch` grows as needed.
inline void exclusive_scan(cudaStream_t stream, Buffer<std::byte>& scratch,
                           const std::int64_t* counts, std::int64_t* sums, std::int64_t n) {
  std::size_t bytes = 0;
  check("exclusive_scan", cub::DeviceScan::ExclusiveSum(nullptr, bytes, counts, sums, n, stream));
  if (scratch.size() < bytes) scratch.resize(bytes);
  check("exclusive_scan",
        cub::DeviceScan::ExclusiveSum(scratch.data(), bytes, counts, sums, n, stream));
}

struct KeysAndValues {
  std::uint32_t* keys;
  std::uint32_t* values;
};

/// The n items of `from` in the order of their keys, which have so many bits; equal ones in the
/// order they are in.
inline void sort_pairs(cudaStream_t stream, Buffer<std::byte>& scratch, const KeysAndValues& from,
                       const KeysAndValues& to, std::int64_t n, int bits) {
  const auto sort = [&](void* room, std::size_t& bytes) {
    check("sort_pairs",
          cub::DeviceRadixSort::SortPairs(room, bytes, from.keys, to.keys, from.values, to.values,
                                          n, 0, bits, stream));
  };
  std::size_t bytes = 0;
  sort(nullptr, bytes);
  if (scratch.size() < bytes) scratch.resize(bytes);
  sort(scratch.data(), bytes);
}

}  // namespace alder::cuda
