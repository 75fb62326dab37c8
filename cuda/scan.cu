// SPDX-License-Identifier: BSD-3-Clause
// Running sums and sorts for the host side of the engine.
#include "backend/gpu.hpp"
#include "cuda/algorithms.cuh"

namespace alder::cuda {

void scan_in_place(const Device& device, std::int64_t* values, std::int64_t n) {
  Context& context = use(device);
  exclusive_scan(context.stream, context.scratch, values, values, n);
}

void sort_by_key(const Device& device, std::uint32_t* keys, std::uint32_t* values, std::int64_t n,
                 int bits) {
  Context& context = use(device);
  const auto items = static_cast<std::size_t>(n);
  if (context.slots.size() < 2 * items) context.slots.resize(2 * items);
  std::uint32_t* sorted_keys = context.slots.data();
  std::uint32_t* sorted_values = sorted_keys + n;
  sort_pairs(context.stream, context.scratch, {keys, values}, {sorted_keys, sorted_values}, n,
             bits);
  cuda::copy_bytes(device, keys, sorted_keys, items * sizeof *keys);
  cuda::copy_bytes(device, values, sorted_values, items * sizeof *values);
}

}  // namespace alder::cuda
