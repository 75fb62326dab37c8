// SPDX-License-Identifier: BSD-3-Clause
// A force typical of the strong ones of a force field, from which fixed-point grids follow.
#pragma once

#include <algorithm>
#include <cmath>

#include "pair/pair_table.hpp"

namespace alder {

/// The strongest attraction between any two species, or where nothing attracts the strongest force
/// beyond half the cutoff; 1 where there is no force at all. Sampled, so good to a few percent; it
/// does not depend on the configuration.
template <PairPotential P>
double typical_force(const PairSpec& spec) {
  constexpr int samples = 400;
  double attraction = 0, any = 0;
  for (const PairCoefficients& pair : spec.pairs) {
    if (!(pair.cutoff > 0)) continue;
    const auto c = P::coefficients(params_of<P>(pair.values));
    for (int k = samples / 20; k <= samples; ++k) {
      const double r = pair.cutoff * k / samples;
      const double force = r * P::template evaluate<double>(r * r, c).force_over_r;
      if (!std::isfinite(force)) continue;
      attraction = std::max(attraction, -force);
      if (2 * k >= samples) any = std::max(any, std::abs(force));
    }
  }
  if (attraction > 0) return attraction;
  return any > 0 ? any : 1;
}

}  // namespace alder
