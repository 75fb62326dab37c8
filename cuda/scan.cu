// SPDX-License-Identifier: BSD-3-Clause
// Running sums for the host side of the engine.
#include "backend/gpu.hpp"
#include "cuda/algorithms.cuh"

namespace alder::cuda {

void scan_in_place(const Device& device, std::int64_t* values, std::int64_t n) {
  Context& context = use(device);
  exclusive_scan(context.stream, context.scratch, values, values, n);
}

}  // namespace alder::cuda
