// SPDX-License-Identifier: BSD-3-Clause
// The energy a GPU has used, as its driver counts it.
#pragma once

#include <optional>
#include <string>

namespace alder {

/// Joules since the driver was loaded, of the GPU with this CUDA id ("GPU-..."). From NVML, which
/// is looked for at run time (libnvidia-ml.so.1). Nothing where there is no NVML, the GPU does not
/// count (before Volta), or it is split into MIG slices, which share the counter.
std::optional<double> gpu_joules(const std::string& id);

}  // namespace alder
