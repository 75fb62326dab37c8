// SPDX-License-Identifier: BSD-3-Clause
// A Lennard-Jones sum that shares no code with the engine: the oracle of the oracle.
#pragma once

#include <array>
#include <vector>

#include "atoms/snapshot.hpp"
#include "support/decks.hpp"

namespace alder::test {

struct LjSum {
  double energy = 0;
  std::array<double, 6> virial{};  ///< xx yy zz xy xz yz of the sum of r f over pairs
  std::vector<Vec3> force;
  std::vector<double> atom_energy;  ///< half the energy of each of an atom's pairs
};

/// Sums every ordered pair (i, image of j) by powers of sigma / r in long double, with the rules of
/// `settings` for mixing (none: not allowed here) and shift. No tail correction.
LjSum lj_sum(const Snapshot& snapshot, const LjSettings& settings);

}  // namespace alder::test
