// SPDX-License-Identifier: BSD-3-Clause
// Reads extended XYZ files.
#pragma once

#include <cstdint>
#include <functional>
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
/// Reads every frame of a file in order, in one pass; `options.frame` is of no account.
void for_each_extxyz_frame(const ExtxyzOptions& options, const Units& units,
                           const std::function<void(Snapshot)>& visit);

}  // namespace alder
