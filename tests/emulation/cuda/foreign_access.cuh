// SPDX-License-Identifier: BSD-3-Clause
// The emulated twin of cuda/foreign_access.cuh: opens device memory, which may be closed to the
// host.
#pragma once

#include "emulation/device_memory.hpp"

namespace alder::cuda {

using ForeignAccess = emulation::DeviceMemoryWindow;

}  // namespace alder::cuda
