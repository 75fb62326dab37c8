// SPDX-License-Identifier: BSD-3-Clause
// The Buckingham potential.
#pragma once

#include <cmath>

#include "pair/functions.hpp"
#include "pair/potential.hpp"

namespace alder {

struct Buck {
  static constexpr std::string_view name = "buck";
  static constexpr std::string_view doc = "Buckingham, exponential-6";
  static constexpr std::string_view source =
      "R. A. Buckingham, Proc. R. Soc. Lond. A 168, 264 (1938).";
  static constexpr std::string_view formula = "a*exp(-r/rho) - c/r^6";

  struct Params {
    double a = 1;
    double rho = 1;
    double c = 0;
  };
  static constexpr std::array parameters{
      ParameterOf<Params>{"a", &Params::a, dimension::energy, Range::any, MixingRole::none,
                          "Strength of the repulsion."},
      ParameterOf<Params>{"rho", &Params::rho, dimension::length, Range::positive, MixingRole::none,
                          "Range of the repulsion."},
      ParameterOf<Params>{"c", &Params::c, (Dimension{.length = 6, .energy = 1}), Range::any,
                          MixingRole::none, "Strength of the attraction."},
  };
  static constexpr std::array samples{Sample<Params>{{1000, 0.2, 2}, 0.8, 3},
                                      Sample<Params>{{901953.2139, 0.080175998, 3.5}, 0.9, 2.5}};

  static constexpr std::size_t n_coefficients = 3;
  static std::array<double, n_coefficients> coefficients(const Params& p) {
    return {p.a, 1 / p.rho, p.c};
  }

  template <class V>
  ALDER_HD static ALDER_INLINE PairTerm<V> evaluate(const V& r2,
                                                    const std::array<V, n_coefficients>& c) {
    using std::exp;
    using std::sqrt;
    const V r = sqrt(r2);
    const V inv_r2 = V(1) / r2;
    const V repulsion = c[0] * exp(-(r * c[1]));
    const V attraction = c[2] * inv_r2 * inv_r2 * inv_r2;
    return {repulsion - attraction, repulsion * c[1] / r - V(6) * attraction * inv_r2};
  }
};

static_assert(PairPotential<Buck>);

}  // namespace alder
