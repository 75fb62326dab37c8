// SPDX-License-Identifier: BSD-3-Clause
// The Morse potential between atoms.
#pragma once

#include <cmath>

#include "pair/functions.hpp"
#include "pair/potential.hpp"

namespace alder {

struct Morse {
  static constexpr std::string_view name = "morse";
  static constexpr std::string_view doc = "Morse";
  static constexpr std::string_view source = "P. M. Morse, Phys. Rev. 34, 57 (1929).";
  static constexpr std::string_view formula =
      "d0*(exp(-2*alpha*(r - r0)) - 2*exp(-alpha*(r - r0)))";

  struct Params {
    double d0 = 1;
    double alpha = 1;
    double r0 = 1;
  };
  static constexpr std::array parameters{
      ParameterOf<Params>{"d0", &Params::d0, dimension::energy, Range::non_negative,
                          MixingRole::none, "Depth of the well."},
      ParameterOf<Params>{"alpha", &Params::alpha, dimension::inverse_length, Range::positive,
                          MixingRole::none, "Inverse width of the well."},
      ParameterOf<Params>{"r0", &Params::r0, dimension::length, Range::positive, MixingRole::none,
                          "Distance of the minimum."},
  };
  static constexpr std::array samples{Sample<Params>{{1, 3, 1.2}, 0.7, 3},
                                      Sample<Params>{{0.3429, 1.3588, 2.866}, 1.8, 7}};

  static constexpr std::size_t n_coefficients = 3;
  static std::array<double, n_coefficients> coefficients(const Params& p) {
    return {p.d0, p.alpha, p.r0};
  }

  template <class V>
  ALDER_HD static ALDER_INLINE PairTerm<V> evaluate(const V& r2,
                                                    const std::array<V, n_coefficients>& c) {
    using std::exp;
    using std::sqrt;
    const V r = sqrt(r2);
    const V e = exp(c[1] * (c[2] - r));
    return {c[0] * e * (e - V(2)), V(2) * c[0] * c[1] * e * (e - V(1)) / r};
  }
};

static_assert(PairPotential<Morse>);

}  // namespace alder
