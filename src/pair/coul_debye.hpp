// SPDX-License-Identifier: BSD-3-Clause
// The screened Coulomb potential.
#pragma once

#include <cmath>

#include "pair/functions.hpp"
#include "pair/potential.hpp"

namespace alder {

struct CoulDebye {
  static constexpr std::string_view name = "coul/debye";
  static constexpr std::string_view doc = "Coulomb with Debye screening";
  static constexpr std::string_view source = "P. Debye, E. Hueckel, Phys. Z. 24, 185 (1923).";
  static constexpr std::string_view formula = "charges*exp(-kappa*r)/r";
  static constexpr bool between_charges = true;

  struct Params {
    double kappa = 1;
  };
  static constexpr std::array parameters{
      ParameterOf<Params>{"kappa", &Params::kappa, dimension::inverse_length, Range::non_negative,
                          MixingRole::none, "Inverse screening length.", Scope::style},
  };
  static constexpr std::array samples{Sample<Params>{{0.8}, 0.5, 3}};

  static constexpr std::size_t n_coefficients = 1;
  static std::array<double, n_coefficients> coefficients(const Params& p) { return {p.kappa}; }

  template <class V>
  ALDER_HD static ALDER_INLINE PairTerm<V> evaluate(const V& r2,
                                                    const std::array<V, n_coefficients>& c) {
    using std::exp;
    using std::sqrt;
    const V inv_r = V(1) / sqrt(r2);
    const V energy = exp(-(c[0] * r2 * inv_r)) * inv_r;
    return {energy, energy * (c[0] + inv_r) * inv_r};
  }
};

static_assert(PairPotential<CoulDebye>);

}  // namespace alder
