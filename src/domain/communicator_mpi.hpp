// SPDX-License-Identifier: BSD-3-Clause
// The ranks of an MPI communicator of the caller's.
#pragma once

#include <mpi.h>

#include <memory>

#include "domain/communicator.hpp"

namespace alder {

/// Duplicates `parent`; collective over it.
std::unique_ptr<Communicator> make_mpi_communicator(MPI_Comm parent);

}  // namespace alder
