// SPDX-License-Identifier: BSD-3-Clause
// A soft potential that pushes overlapping atoms apart.
#pragma once

#include <cmath>
#include <numbers>

#include "pair/functions.hpp"
#include "pair/potential.hpp"

namespace alder {

struct Soft {
  static constexpr std::string_view name = "soft";
  static constexpr std::string_view doc = "Soft cosine push";
  static constexpr std::string_view source = "LAMMPS, pair_style soft.";
  static constexpr std::string_view formula = "a*(1 + cos(pi*r/cutoff))";
  static constexpr bool has_tail = false;

  struct Params {
    double a = 1;
  };
  static constexpr std::array parameters{
      ParameterOf<Params>{"a", &Params::a, dimension::energy, Range::any, MixingRole::energy,
                          "Half the energy at distance zero."},
  };
  static constexpr std::array samples{Sample<Params>{{20}, 0.3, 1.4}, Sample<Params>{{-3}, 0.4, 2}};

  static constexpr std::size_t n_coefficients = 2;
  static std::array<double, n_coefficients> coefficients(const Params& p,
                                                         const PairContext& context) {
    return {p.a, std::numbers::pi / context.cutoff};
  }

  template <class V>
  ALDER_HD static ALDER_INLINE PairTerm<V> evaluate(const V& r2,
                                                    const std::array<V, n_coefficients>& c) {
    using std::cos;
    using std::sin;
    using std::sqrt;
    const V r = sqrt(r2);
    const V phase = c[1] * r;
    return {c[0] * (V(1) + cos(phase)), c[0] * c[1] * sin(phase) / r};
  }
};

static_assert(PairPotential<Soft>);

}  // namespace alder
