// SPDX-License-Identifier: BSD-3-Clause
// A Gaussian well.
#pragma once

#include <cmath>

#include "pair/functions.hpp"
#include "pair/potential.hpp"

namespace alder {

struct Gauss {
  static constexpr std::string_view name = "gauss";
  static constexpr std::string_view doc = "Gaussian well";
  static constexpr std::string_view source =
      "F. H. Stillinger, J. Chem. Phys. 65, 3968 (1976), with the sign and names of LAMMPS' gauss.";
  static constexpr std::string_view formula = "-a*exp(-b*r^2)";

  struct Params {
    double a = 1;
    double b = 1;
  };
  static constexpr std::array parameters{
      ParameterOf<Params>{"a", &Params::a, dimension::energy, Range::any, MixingRole::depth,
                          "Depth of the well."},
      ParameterOf<Params>{"b", &Params::b, (Dimension{.length = -2}), Range::any,
                          MixingRole::inverse_square, "Inverse square of the width."},
  };
  static constexpr std::array samples{Sample<Params>{{1, 1.2}, 0.2, 3},
                                      Sample<Params>{{-2, 0.6}, 0.2, 2.5}};

  static constexpr std::size_t n_coefficients = 2;
  static std::array<double, n_coefficients> coefficients(const Params& p) { return {p.a, p.b}; }

  template <class V>
  ALDER_HD static ALDER_INLINE PairTerm<V> evaluate(const V& r2,
                                                    const std::array<V, n_coefficients>& c) {
    using std::exp;
    const V energy = -(c[0] * exp(-(c[1] * r2)));
    return {energy, V(2) * c[1] * energy};
  }
};

static_assert(PairPotential<Gauss>);

}  // namespace alder
