// SPDX-License-Identifier: BSD-3-Clause
// The Mie potential.
#pragma once

#include <cmath>

#include "pair/functions.hpp"
#include "pair/potential.hpp"

namespace alder {

struct MieCut {
  static constexpr std::string_view name = "mie/cut";
  static constexpr std::string_view doc = "Mie n-m";
  static constexpr std::string_view source =
      "G. Mie, Ann. Phys. 316, 657 (1903), with the exponents of J. Avendano et al., J. Phys. "
      "Chem. B 115, 11154 (2011).";
  static constexpr std::string_view formula =
      "gamma_r/(gamma_r - gamma_a)*(gamma_r/gamma_a)^(gamma_a/(gamma_r - "
      "gamma_a))*epsilon*((sigma/r)^gamma_r - (sigma/r)^gamma_a)";

  struct Params {
    double epsilon = 1;
    double sigma = 1;
    double gamma_r = 12;
    double gamma_a = 6;
  };
  static constexpr std::array parameters{
      ParameterOf<Params>{"epsilon", &Params::epsilon, dimension::energy, Range::non_negative,
                          MixingRole::energy, "Depth of the well."},
      ParameterOf<Params>{"sigma", &Params::sigma, dimension::length, Range::positive,
                          MixingRole::length, "Distance at which the energy is zero."},
      ParameterOf<Params>{"gamma_r", &Params::gamma_r, dimension::none, Range::positive,
                          MixingRole::length,
                          "Exponent of the repulsion, above that of the attraction."},
      ParameterOf<Params>{"gamma_a", &Params::gamma_a, dimension::none, Range::positive,
                          MixingRole::length, "Exponent of the attraction."},
  };
  static constexpr std::array samples{Sample<Params>{{1, 1, 14, 7}, 0.8, 2.5},
                                      Sample<Params>{{0.6, 1.1, 9.5, 6.5}, 0.8, 3}};

  static constexpr std::size_t n_coefficients = 4;
  static std::array<double, n_coefficients> coefficients(const Params& p) {
    const double d = p.gamma_r - p.gamma_a;
    const double scale = p.gamma_r / d * std::pow(p.gamma_r / p.gamma_a, p.gamma_a / d);
    return {scale * p.epsilon, p.sigma * p.sigma, 0.5 * p.gamma_r, 0.5 * p.gamma_a};
  }

  template <class V>
  ALDER_HD static ALDER_INLINE PairTerm<V> evaluate(const V& r2,
                                                    const std::array<V, n_coefficients>& c) {
    using std::exp;
    using std::log;
    const V inv_r2 = V(1) / r2;
    const V s = log(c[1] * inv_r2);
    const V repulsion = c[0] * exp(c[2] * s);
    const V attraction = c[0] * exp(c[3] * s);
    return {repulsion - attraction, V(2) * inv_r2 * (c[2] * repulsion - c[3] * attraction)};
  }
};

static_assert(PairPotential<MieCut>);

}  // namespace alder
