// SPDX-License-Identifier: BSD-3-Clause
// The Yukawa potential.
#pragma once

#include <cmath>

#include "pair/functions.hpp"
#include "pair/potential.hpp"

namespace alder {

struct Yukawa {
  static constexpr std::string_view name = "yukawa";
  static constexpr std::string_view doc = "Yukawa";
  static constexpr std::string_view source =
      "H. Yukawa, Proc. Phys.-Math. Soc. Jpn. 17, 48 (1935).";
  static constexpr std::string_view formula = "a*exp(-kappa*r)/r";

  struct Params {
    double a = 1;
    double kappa = 1;
  };
  static constexpr std::array parameters{
      ParameterOf<Params>{"a", &Params::a, (Dimension{.length = 1, .energy = 1}), Range::any,
                          MixingRole::energy, "Strength."},
      ParameterOf<Params>{"kappa", &Params::kappa, dimension::inverse_length, Range::non_negative,
                          MixingRole::none, "Inverse screening length.", Scope::style},
  };
  static constexpr std::array samples{Sample<Params>{{50, 1.5}, 0.4, 4},
                                      Sample<Params>{{-2, 0.7}, 0.5, 3}};

  static constexpr std::size_t n_coefficients = 2;
  static std::array<double, n_coefficients> coefficients(const Params& p) { return {p.a, p.kappa}; }

  template <class V>
  ALDER_HD static ALDER_INLINE PairTerm<V> evaluate(const V& r2,
                                                    const std::array<V, n_coefficients>& c) {
    using std::exp;
    using std::sqrt;
    const V inv_r = V(1) / sqrt(r2);
    const V energy = c[0] * exp(-(c[1] * r2 * inv_r)) * inv_r;
    return {energy, energy * (c[1] + inv_r) * inv_r};
  }
};

static_assert(PairPotential<Yukawa>);

}  // namespace alder
