// SPDX-License-Identifier: BSD-3-Clause
// Looks at files that a run left: is a trajectory sound, what is in a checkpoint?
#pragma once

#include <string>

#include "observe/results.hpp"

namespace alder {

/// Says what an HDF5 file holds and what is wrong with it. Throws InputError for other files.
FileCheck check_hdf5_file(const std::string& path);

/// True for a file that begins like HDF5.
bool looks_like_hdf5(const std::string& path);

}  // namespace alder
