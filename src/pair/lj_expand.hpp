// SPDX-License-Identifier: BSD-3-Clause
// The Lennard-Jones potential of particles with a size of their own.
#pragma once

#include <cmath>

#include "pair/functions.hpp"
#include "pair/potential.hpp"

namespace alder {

struct LjExpand {
  static constexpr std::string_view name = "lj/expand";
  static constexpr std::string_view doc =
      "Lennard-Jones 12-6 at the distance r - delta; the cutoff limits that distance";
  static constexpr std::string_view source =
      "Distances count from a shell: LAMMPS, pair_style lj/expand.";
  static constexpr std::string_view formula =
      "4*epsilon*((sigma/(r - delta))^12 - (sigma/(r - delta))^6)";

  struct Params {
    double epsilon = 1;
    double sigma = 1;
    double delta = 0;
  };
  static constexpr std::array parameters{
      ParameterOf<Params>{"epsilon", &Params::epsilon, dimension::energy, Range::non_negative,
                          MixingRole::energy, "Depth of the well."},
      ParameterOf<Params>{"sigma", &Params::sigma, dimension::length, Range::positive,
                          MixingRole::length, "Distance at which the energy is zero, from delta."},
      ParameterOf<Params>{"delta", &Params::delta, dimension::length, Range::any, MixingRole::mean,
                          "Where distances begin."},
  };
  static constexpr std::array samples{Sample<Params>{{1, 1, 0.3}, 1.15, 2.8},
                                      Sample<Params>{{0.8, 1.1, -0.2}, 0.8, 2.4}};

  /// The deck's cutoff limits r - delta, as in LAMMPS.
  static double cutoff_offset(const Params& p) { return p.delta; }

  static constexpr std::size_t n_coefficients = 3;
  static std::array<double, n_coefficients> coefficients(const Params& p) {
    const double s3 = p.sigma * p.sigma * p.sigma;
    return {4 * p.epsilon * s3 * s3 * s3 * s3, 4 * p.epsilon * s3 * s3, p.delta};
  }

  template <class V>
  ALDER_HD static ALDER_INLINE PairTerm<V> evaluate(const V& r2,
                                                    const std::array<V, n_coefficients>& c) {
    using std::sqrt;
    const V r = sqrt(r2);
    const V inv_d = V(1) / (r - c[2]);
    const V inv_d3 = inv_d * inv_d * inv_d;
    const V inv_d6 = inv_d3 * inv_d3;
    return {inv_d6 * (c[0] * inv_d6 - c[1]),
            inv_d6 * (V(12) * c[0] * inv_d6 - V(6) * c[1]) * inv_d / r};
  }
};

static_assert(PairPotential<LjExpand>);

}  // namespace alder
