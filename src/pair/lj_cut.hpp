// SPDX-License-Identifier: BSD-3-Clause
// The Lennard-Jones potential.
#pragma once

#include "pair/potential.hpp"

namespace alder {

struct LjCut {
  static constexpr std::string_view name = "lj/cut";
  static constexpr std::string_view doc = "Lennard-Jones 12-6";
  static constexpr bool is_quick = true;
  static constexpr std::string_view source =
      "J. E. Jones, Proc. R. Soc. Lond. A 106, 463 (1924), in the 12-6 form.";
  static constexpr std::string_view formula = "4*epsilon*((sigma/r)^12 - (sigma/r)^6)";

  struct Params {
    double epsilon = 1;
    double sigma = 1;
  };
  static constexpr std::array parameters{
      ParameterOf<Params>{"epsilon", &Params::epsilon, dimension::energy, Range::non_negative,
                          MixingRole::energy, "Depth of the well."},
      ParameterOf<Params>{"sigma", &Params::sigma, dimension::length, Range::positive,
                          MixingRole::length, "Distance at which the energy is zero."},
  };
  static constexpr std::array samples{Sample<Params>{{1, 1}, 0.8, 2.5},
                                      Sample<Params>{{0.3, 1.4}, 1.1, 3.5}};

  static constexpr std::size_t n_coefficients = 2;
  static std::array<double, n_coefficients> coefficients(const Params& p) {
    const double s3 = p.sigma * p.sigma * p.sigma;
    const double s6 = s3 * s3;
    return {48 * p.epsilon * s6 * s6, 24 * p.epsilon * s6};
  }

  template <class V>
  ALDER_HD static ALDER_INLINE PairTerm<V> evaluate(const V& r2,
                                                    const std::array<V, n_coefficients>& c) {
    const V inv_r2 = V(1) / r2;
    const V inv_r6 = inv_r2 * inv_r2 * inv_r2;
    return {inv_r6 * (V(1.0 / 12) * c[0] * inv_r6 - V(1.0 / 6) * c[1]),
            inv_r6 * inv_r2 * multiply_subtract(c[0], inv_r6, c[1])};
  }
};

static_assert(PairPotential<LjCut>);

}  // namespace alder
