// SPDX-License-Identifier: BSD-3-Clause
// The Lennard-Jones 9-6 potential.
#pragma once

#include <cmath>

#include "pair/functions.hpp"
#include "pair/potential.hpp"

namespace alder {

struct Lj96Cut {
  static constexpr std::string_view name = "lj96/cut";
  static constexpr std::string_view doc = "Lennard-Jones 9-6";
  static constexpr std::string_view source =
      "M. J. Hwang, T. P. Stockfisch, A. T. Hagler, J. Am. Chem. Soc. 116, 2515 (1994), with sigma "
      "where the energy is zero.";
  static constexpr std::string_view formula = "4*epsilon*((sigma/r)^9 - (sigma/r)^6)";

  struct Params {
    double epsilon = 1;
    double sigma = 1;
  };
  static constexpr std::array parameters{
      ParameterOf<Params>{"epsilon", &Params::epsilon, dimension::energy, Range::non_negative,
                          MixingRole::energy, "27/16 of the depth of the well."},
      ParameterOf<Params>{"sigma", &Params::sigma, dimension::length, Range::positive,
                          MixingRole::length, "Distance at which the energy is zero."},
  };
  static constexpr std::array samples{Sample<Params>{{1, 1}, 0.8, 2.5},
                                      Sample<Params>{{0.7, 1.1}, 0.9, 2.7}};

  static constexpr std::size_t n_coefficients = 2;
  static std::array<double, n_coefficients> coefficients(const Params& p) {
    const double s3 = p.sigma * p.sigma * p.sigma;
    return {4 * p.epsilon * s3 * s3 * s3, 4 * p.epsilon * s3 * s3};
  }

  template <class V>
  ALDER_HD static ALDER_INLINE PairTerm<V> evaluate(const V& r2,
                                                    const std::array<V, n_coefficients>& c) {
    using std::sqrt;
    const V inv_r2 = V(1) / r2;
    const V inv_r6 = inv_r2 * inv_r2 * inv_r2;
    const V repulsion = c[0] * inv_r2 * sqrt(inv_r2);
    return {inv_r6 * (repulsion - c[1]), inv_r6 * inv_r2 * (V(9) * repulsion - V(6) * c[1])};
  }
};

static_assert(PairPotential<Lj96Cut>);

}  // namespace alder
