// SPDX-License-Identifier: BSD-3-Clause
// Reads extended XYZ files.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "atoms/snapshot.hpp"
#include "base/units.hpp"

namespace alder {

struct ExtxyzOptions {
  std::string file;
  std::int64_t frame = -1;  ///< from 0; negative counts from the end
  std::vector<Species> species;
};

/// Reads one frame: Lattice="..." (required), Properties with species:S:1 and pos:R:3, and where
/// present vel or velo or velocities:R:3, id:I:1, charge or initial_charges:R:1. A cell not in the
/// LAMMPS convention is rotated into it, velocities likewise. Numbers are in the deck's units.
/// The format: https://github.com/libAtoms/extxyz. Returns internal units, rows by id (file order
/// where there is none). Throws InputError ("file:line:column: error: ...").
Snapshot read_extxyz(const ExtxyzOptions& options, const Units& units);
/// The number of frames of a file.
std::int64_t count_extxyz_frames(const std::string& file);

}  // namespace alder
