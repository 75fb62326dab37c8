// SPDX-License-Identifier: BSD-3-Clause
// Whether messages go straight between the memories of GPUs.
#pragma once

#include "backend/device.hpp"
#include "base/choices.hpp"
#include "domain/communicator.hpp"

namespace alder {

/// True where `transfer` of all ranks is to be given addresses in GPU memory: as wished, or by what
/// MPI says of itself on every rank. MPI can be wrong about it either way, hence the wish.
/// Collective.
bool sends_gpu_memory(Communicator& communicator, const Device& device, GpuAwareMpi wish);

}  // namespace alder
