// SPDX-License-Identifier: BSD-3-Clause
// The world of a binary without MPI.
#include <cstdlib>
#include <string>

#include "base/error.hpp"
#include "domain/communicator.hpp"

namespace alder {

std::unique_ptr<Communicator> make_world_communicator() {
  const char* size = std::getenv("OMPI_COMM_WORLD_SIZE");
  if (size == nullptr) size = std::getenv("PMI_SIZE");
  if (size != nullptr && std::string(size) != "1") {
    throw EnvironmentError("started as one of " + std::string(size) +
                           " MPI ranks, but this binary was built without MPI; build it where MPI "
                           "and a parallel HDF5 are installed, or start it without mpirun");
  }
  return make_self_communicator();
}

}  // namespace alder
