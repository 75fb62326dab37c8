// SPDX-License-Identifier: BSD-3-Clause
// The ranks of an MPI communicator of the caller's.
#pragma once

#include <mpi.h>

#include <memory>

#include "domain/communicator.hpp"

namespace alder {

/// Duplicates `parent`; collective over it. Ranks of a host read each other's outboxes where they
/// can, unless `share_memory` is false.
std::unique_ptr<Communicator> make_mpi_communicator(MPI_Comm parent, bool share_memory = true);

}  // namespace alder
