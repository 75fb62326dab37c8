// SPDX-License-Identifier: BSD-3-Clause
// Access to a GPU's memory by others than CUDA. Tests replace it by
// tests/emulation/cuda/foreign_access.cuh.
#pragma once

namespace alder::cuda {

/// While one exists, MPI may read and write the memory of GPUs. A real one needs nothing for it.
class ForeignAccess {};

}  // namespace alder::cuda
