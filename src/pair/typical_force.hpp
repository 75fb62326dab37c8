// SPDX-License-Identifier: BSD-3-Clause
// A force typical of the strong ones of a force field, from which fixed-point grids follow.
#pragma once

#include <algorithm>
#include <cmath>

#include "pair/pair_table.hpp"

namespace alder {

/// The strongest attraction between any two species outside the distance where they repel each
/// other (opposite charges without a core: beyond a quarter of the cutoff), or where nothing
/// attracts the strongest force beyond half the cutoff; 1 where there is no force at all. Sampled,
/// so good to a few percent; it does not depend on the configuration.
template <Potential P>
double typical_force(const PairSpec& spec) {
  constexpr int samples = 400;
  constexpr int nearest = BetweenCharges<P> ? samples / 4 : samples / 20;
  const double charges = -spec.coulomb * spec.mean_charge_square;
  double attraction = 0, any = 0;
  for (const PairCoefficients& pair : spec.pairs) {
    if (!(pair.cutoff > 0)) continue;
    const auto row = make_pair_row<P>({}, pair, spec.coulomb);
    double strongest = 0;
    for (int k = samples - 1; k >= nearest; --k) {
      const double r = pair.reach() * k / samples;
      const double force =
          r * pair_term<P>(r * r, charges, row.coefficients, row.truncation, Ending::plain)
                  .force_over_r;
      if (!std::isfinite(force) || (force > 0 && strongest > 0)) break;
      strongest = std::max(strongest, -force);
      if (2 * k >= samples) any = std::max(any, std::abs(force));
    }
    attraction = std::max(attraction, strongest);
  }
  if (attraction > 0) return attraction;
  return any > 0 ? any : 1;
}

}  // namespace alder
