// SPDX-License-Identifier: BSD-3-Clause
// The Coulomb potential, cut.
#pragma once

#include <cmath>

#include "pair/functions.hpp"
#include "pair/potential.hpp"

namespace alder {

struct CoulCut {
  static constexpr std::string_view name = "coul/cut";
  static constexpr std::string_view doc = "Coulomb";
  static constexpr std::string_view source = "Coulomb's law.";
  static constexpr std::string_view formula = "charges/r";
  static constexpr bool between_charges = true;

  struct Params {};
  static constexpr std::array<ParameterOf<Params>, 0> parameters{};
  static constexpr std::array samples{Sample<Params>{{}, 0.5, 3}};

  static constexpr std::size_t n_coefficients = 0;
  static std::array<double, n_coefficients> coefficients([[maybe_unused]] const Params& p) {
    return {};
  }

  template <class V>
  ALDER_HD static ALDER_INLINE PairTerm<V> evaluate(const V& r2,
                                                    const std::array<V, n_coefficients>&) {
    using std::sqrt;
    const V inv_r = V(1) / sqrt(r2);
    return {inv_r, inv_r * inv_r * inv_r};
  }
};

static_assert(PairPotential<CoulCut>);

}  // namespace alder
