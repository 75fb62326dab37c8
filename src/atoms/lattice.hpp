// SPDX-License-Identifier: BSD-3-Clause
// Crystals: the atoms of a lattice in its periodic box.
#pragma once

#include "atoms/snapshot.hpp"
#include "deck/deck.hpp"

namespace alder {

/// The atoms of `lattice`, ids from 1: cells with x fastest, inside a cell in the order of the
/// basis. hcp is LAMMPS' orthogonal cell of four atoms, edges a, sqrt(3) a, sqrt(8/3) a. Lengths
/// internal. Throws InputError when the custom vectors are not in the form [ax, 0, 0], [bx, by, 0],
/// [cx, cy, cz] with positive ax, by, cz, or the species do not fit the basis.
Snapshot make_lattice(const LatticeDeck& lattice, const std::vector<Species>& species);

/// Copies of a system along a, b and c; ids go on copy by copy, x fastest.
Snapshot replicate(const Snapshot& system, const std::array<std::int64_t, 3>& copies);

}  // namespace alder
