// SPDX-License-Identifier: BSD-3-Clause
// Reads LAMMPS data files.
#pragma once

#include <string>
#include <vector>

#include "atoms/snapshot.hpp"
#include "base/units.hpp"

namespace alder {

/// What the deck says about reading a data file.
struct LammpsDataOptions {
  std::string file;
  std::string atom_style;  ///< used where the Atoms section names none; empty: atomic
  /// Species by LAMMPS type number - 1; a mass of 0 must come from the file's Masses section.
  std::vector<Species> species;
};

/// Reads box, atoms, masses and velocities of atom styles atomic, charge, bond, angle, molecular,
/// full and sphere (without their topology), in any order of ids, wrapped or not, with or without
/// image flags. The format is that of LAMMPS' read_data. Returns internal units, rows by id.
/// Throws InputError ("file:line:column: error: ...").
Snapshot read_lammps_data(const LammpsDataOptions& options, const Units& units);

}  // namespace alder
