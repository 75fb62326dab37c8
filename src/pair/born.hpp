// SPDX-License-Identifier: BSD-3-Clause
// The Born-Mayer-Huggins potential.
#pragma once

#include <cmath>

#include "pair/functions.hpp"
#include "pair/potential.hpp"

namespace alder {

struct Born {
  static constexpr std::string_view name = "born";
  static constexpr std::string_view doc = "Born-Mayer-Huggins";
  static constexpr std::string_view source =
      "F. G. Fumi, M. P. Tosi, J. Phys. Chem. Solids 25, 31 (1964).";
  static constexpr std::string_view formula = "a*exp((sigma - r)/rho) - c/r^6 + d/r^8";

  struct Params {
    double a = 1;
    double rho = 1;
    double sigma = 1;
    double c = 0;
    double d = 0;
  };
  static constexpr std::array parameters{
      ParameterOf<Params>{"a", &Params::a, dimension::energy, Range::any, MixingRole::none,
                          "Strength of the repulsion."},
      ParameterOf<Params>{"rho", &Params::rho, dimension::length, Range::positive, MixingRole::none,
                          "Range of the repulsion."},
      ParameterOf<Params>{"sigma", &Params::sigma, dimension::length, Range::any, MixingRole::none,
                          "Where the repulsion is a."},
      ParameterOf<Params>{"c", &Params::c, (Dimension{.length = 6, .energy = 1}), Range::any,
                          MixingRole::none, "Strength of the r^-6 attraction."},
      ParameterOf<Params>{"d", &Params::d, (Dimension{.length = 8, .energy = 1}), Range::any,
                          MixingRole::none,
                          "Strength of the r^-8 repulsion (Fumi and Tosi have it negative)."},
  };
  static constexpr std::array samples{
      Sample<Params>{{20, 0.16, 1.05, 3, 0.8}, 0.7, 2.5},
      Sample<Params>{{0.1582, 0.317, 3.17, 72.4022, -145.4285}, 2.2, 9}};

  static constexpr std::size_t n_coefficients = 5;
  static std::array<double, n_coefficients> coefficients(const Params& p) {
    return {p.a, 1 / p.rho, p.sigma / p.rho, p.c, p.d};
  }

  template <class V>
  ALDER_HD static ALDER_INLINE PairTerm<V> evaluate(const V& r2,
                                                    const std::array<V, n_coefficients>& c) {
    using std::exp;
    using std::sqrt;
    const V r = sqrt(r2);
    const V inv_r2 = V(1) / r2;
    const V inv_r6 = inv_r2 * inv_r2 * inv_r2;
    const V repulsion = c[0] * exp(c[2] - r * c[1]);
    const V c6 = c[3] * inv_r6;
    const V d8 = c[4] * inv_r6 * inv_r2;
    return {repulsion - c6 + d8, repulsion * c[1] / r + inv_r2 * (V(8) * d8 - V(6) * c6)};
  }
};

static_assert(PairPotential<Born>);

}  // namespace alder
