// SPDX-License-Identifier: BSD-3-Clause
#include "domain/gpu_aware_mpi.hpp"

namespace alder {

bool sends_gpu_memory(Communicator& communicator, const Device& device, GpuAwareMpi wish) {
  const bool able = device.is_cuda() && (wish == GpuAwareMpi::on || communicator.is_gpu_aware());
  const std::int64_t unable = able && wish != GpuAwareMpi::off ? 0 : 1;
  return communicator.max(unable) == 0;
}

}  // namespace alder
