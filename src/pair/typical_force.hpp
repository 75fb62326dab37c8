// SPDX-License-Identifier: BSD-3-Clause
// A force typical of the strong ones of a force field, from which fixed-point grids follow.
#pragma once

#include <algorithm>
#include <cmath>

#include "pair/pair_table.hpp"

namespace alder {

/// The larger of the strongest attraction between any two species outside the distance where they
/// repel each other (opposite charges without a core: beyond a quarter of the cutoff), and 1/64 of
/// the strongest repulsion among pairs with an energy of at most 1 above that at the cutoff (in the
/// system's unit; between Lennard-Jones particles it is the smaller); 1 where there is no force at
/// all. Sampled, so good to a few percent; it does not depend on the configuration.
template <Potential P>
double typical_force(const PairSpec& spec) {
  constexpr int samples = 400;
  constexpr int nearest = BetweenCharges<P> ? samples / 4 : samples / 20;
  const double charges = -spec.coulomb * spec.mean_charge_square;
  double attraction = 0, repulsion = 0;
  for (const PairCoefficients& pair : spec.pairs) {
    if (!(pair.cutoff > 0)) continue;
    const auto row = make_pair_row<P>({}, pair, spec.coulomb);
    const auto at = [&](double r) {
      return pair_term<P>(r * r, charges, row.coefficients, row.truncation, Ending::plain);
    };
    const double reach = pair.reach() * (1 - 1e-9), end = at(reach).energy;
    double strongest = 0;
    bool core = false;
    for (int k = samples; k >= nearest; --k) {
      const double r = reach * k / samples;
      const auto term = at(r);
      const double force = r * term.force_over_r;
      if (!std::isfinite(force) || (force > 0 && term.energy - end > 1)) break;
      repulsion = std::max(repulsion, force);
      core |= force > 0 && strongest > 0;
      if (!core) strongest = std::max(strongest, -force);
    }
    attraction = std::max(attraction, strongest);
  }
  const double typical = std::max(attraction, repulsion / 64);
  return typical > 0 ? typical : 1;
}

}  // namespace alder
