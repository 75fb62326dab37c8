// SPDX-License-Identifier: BSD-3-Clause
// Time per kernel, by events around each launch; off unless asked for.
#pragma once

#include "cuda/launch.cuh"

namespace alder::cuda {

[[nodiscard]] bool times_kernels();
cudaEvent_t begin_kernel_timing(cudaStream_t stream);
void end_kernel_timing(const char* name, cudaEvent_t begin, cudaStream_t stream);

}  // namespace alder::cuda
