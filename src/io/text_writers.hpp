// SPDX-License-Identifier: BSD-3-Clause
// Frames in the text formats of other programs.
#pragma once

#include <iosfwd>

#include "atoms/snapshot.hpp"

namespace alder {

// All take deck units. `digits` is the number of significant digits.

/// Extended XYZ (https://github.com/libAtoms/extxyz), positions from the corner of the box.
void write_extxyz(std::ostream& out, const Snapshot& snapshot, int digits);
/// Plain XYZ: species and positions.
void write_xyz(std::ostream& out, const Snapshot& snapshot, int digits);
/// LAMMPS' text dump, columns id type x y z and what else there is.
void write_lammps_dump(std::ostream& out, const Snapshot& snapshot, int digits);
/// LAMMPS' data file, atom style atomic or charge.
void write_lammps_data(std::ostream& out, const Snapshot& snapshot, int digits);

}  // namespace alder
