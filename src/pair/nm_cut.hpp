// SPDX-License-Identifier: BSD-3-Clause
// The N-M potential.
#pragma once

#include "pair/functions.hpp"
#include "pair/potential.hpp"

namespace alder {

struct NmCut {
  static constexpr std::string_view name = "nm/cut";
  static constexpr std::string_view doc = "Lennard-Jones with any exponents, given by its minimum";
  static constexpr std::string_view source =
      "J. H. R. Clarke, W. Smith, L. V. Woodcock, J. Chem. Phys. 84, 2290 (1986).";
  static constexpr std::string_view formula = "e0/(n - m)*(m*(r0/r)^n - n*(r0/r)^m)";

  struct Params {
    double e0 = 1;
    double r0 = 1;
    double n = 12;
    double m = 6;
  };
  static constexpr std::array parameters{
      ParameterOf<Params>{"e0", &Params::e0, dimension::energy, Range::non_negative,
                          MixingRole::energy, "Depth of the well."},
      ParameterOf<Params>{"r0", &Params::r0, dimension::length, Range::positive, MixingRole::length,
                          "Distance of the minimum."},
      ParameterOf<Params>{"n", &Params::n, dimension::none, Range::positive, MixingRole::none,
                          "Exponent of the repulsion."},
      ParameterOf<Params>{"m", &Params::m, dimension::none, Range::positive, MixingRole::none,
                          "Exponent of the attraction, not n."},
  };
  static constexpr std::array samples{Sample<Params>{{1, 1.12, 12, 6}, 0.8, 2.5},
                                      Sample<Params>{{0.7, 1.2, 9.5, 5.25}, 0.85, 2.8}};

  static constexpr std::size_t n_coefficients = 4;
  static std::array<double, n_coefficients> coefficients(const Params& p) {
    const double unit = p.e0 / (p.n - p.m);
    return {unit * p.m * std::pow(p.r0, p.n), 0.5 * p.n, unit * p.n * std::pow(p.r0, p.m),
            0.5 * p.m};
  }

  template <class V>
  ALDER_HD static ALDER_INLINE PairTerm<V> evaluate(const V& r2,
                                                    const std::array<V, n_coefficients>& c) {
    const V inv_r2 = V(1) / r2;
    const V repulsion = c[0] * power_of(inv_r2, c[1]);
    const V attraction = c[2] * power_of(inv_r2, c[3]);
    return {repulsion - attraction, V(2) * inv_r2 * (c[1] * repulsion - c[3] * attraction)};
  }
};

static_assert(PairPotential<NmCut>);

}  // namespace alder
