// SPDX-License-Identifier: BSD-3-Clause
// Which GPU each rank computes on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/communicator.hpp"

namespace alder {

/// The GPU of a rank.
struct GpuPlacement {
  int ordinal = 0;      ///< among those this rank sees
  std::string id;       ///< unique over all machines; empty: none
  bool leads = false;   ///< the lowest of the ranks on this GPU, which counts for it
  int gpus = 0;         ///< in use by all ranks
  int most_shared = 0;  ///< ranks on the GPU that most ranks share
};

struct GpuWishes {
  std::optional<std::int64_t> device;  ///< the one to use, for one process
  bool oversubscribe = false;          ///< ranks may share a GPU
};

/// Ranks of a host take the GPUs it shows them in turn; one that is shown a single GPU takes that.
/// `visible` are the ids of the GPUs this rank sees (an MIG slice counts as one). Throws InputError
/// for a device given to several ranks, EnvironmentError where ranks would share a GPU without
/// being told to. Collective.
GpuPlacement place_on_gpus(Communicator& communicator, const std::vector<std::string>& visible,
                           const GpuWishes& wishes);

/// Where the ranks compute, one line for those in a row that share a host and a device: "ranks 0 to
/// 3 on node7: cpu, 1 thread, v4 instructions", "rank 0 on node7: NVIDIA H100 (GPU 0), GPU-...".
/// `device` is what Device::describe says. The same on all ranks. Collective.
std::vector<std::string> describe_ranks(Communicator& communicator, const std::string& device,
                                        const GpuPlacement& placement);

}  // namespace alder
