// SPDX-License-Identifier: BSD-3-Clause
// Crystals: the atoms of a lattice in its periodic box.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "atoms/snapshot.hpp"
#include "deck/deck.hpp"

namespace alder {

/// The cell a lattice repeats.
struct LatticeCell {
  Box unit;  ///< edges in multiples of a
  double a = 1;
  std::vector<Vec3> basis;          ///< fractions of the edges
  std::vector<std::int32_t> types;  ///< of the basis

  /// Where atom k of cell (x, y, z) is, from the corner of cell (0, 0, 0).
  [[nodiscard]] Vec3 place(std::size_t k, const Vec3Of<std::int64_t>& n) const {
    return a * unit.to_cartesian(basis[k] + Vec3{static_cast<double>(n.x), static_cast<double>(n.y),
                                                 static_cast<double>(n.z)});
  }
};

/// The cell of `lattice`. Throws KeyError, naming the deck's `key`, when the custom vectors are
/// not in the form [ax, 0, 0], [bx, by, 0], [cx, cy, cz] with positive ax, by, cz, or the species
/// do not fit the basis.
LatticeCell lattice_cell(const LatticeDeck& lattice, const std::vector<Species>& species,
                         const std::string& key);

/// The atoms of `lattice`, ids from 1: cells with x fastest, inside a cell in the order of the
/// basis. hcp is LAMMPS' orthogonal cell of four atoms, edges a, sqrt(3) a, sqrt(8/3) a. Lengths
/// internal. Throws as lattice_cell does.
Snapshot make_lattice(const LatticeDeck& lattice, const std::vector<Species>& species);

/// Copies of a system along a, b and c; ids go on copy by copy, x fastest.
Snapshot replicate(const Snapshot& system, const std::array<std::int64_t, 3>& copies);

}  // namespace alder
