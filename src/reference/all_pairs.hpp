// SPDX-License-Identifier: BSD-3-Clause
// The oracle: every pair of atoms and every periodic image, in double, with nothing clever.
#pragma once

#include <functional>
#include <vector>

#include "atoms/snapshot.hpp"

namespace alder::reference {

/// Energy, the part of it that is between charges, and -dU/dr / r of a pair of types at squared
/// distance r2 below the cutoff.
struct Term {
  double energy = 0;
  double force_over_r = 0;
  double coul = 0;
};

struct PairInteraction {
  std::function<double(int type_a, int type_b)> cutoff;
  /// `charges` is q_a q_b, 0 where atoms carry none.
  std::function<Term(int type_a, int type_b, double charges, double r2)> term;
};

struct Result {
  double energy = 0;
  double coul = 0;  ///< contained in energy
  Tensor6 virial{};
  std::vector<Vec3> force;          ///< one row per atom, in the snapshot's order
  std::vector<double> atom_energy;  ///< likewise: half the energy of each of its pairs
};

/// Sums over i < j and over i with its own images, for as many images of the periodic box as reach
/// into the largest cutoff. Cost: atoms^2 * images.
Result all_pairs(const Snapshot& snapshot, const PairInteraction& interaction);

}  // namespace alder::reference
