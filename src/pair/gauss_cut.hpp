// SPDX-License-Identifier: BSD-3-Clause
// A Gaussian bump or well at a distance.
#pragma once

#include <cmath>
#include <numbers>

#include "pair/functions.hpp"
#include "pair/potential.hpp"

namespace alder {

struct GaussCut {
  static constexpr std::string_view name = "gauss/cut";
  static constexpr std::string_view doc = "Gaussian of a given height at a given distance";
  static constexpr std::string_view source =
      "S. J. Lenart, A. Jusufi, A. Z. Panagiotopoulos, J. Chem. Phys. 126, 044509 (2007); LAMMPS, "
      "pair_style gauss/cut.";
  static constexpr std::string_view formula =
      "height/(sigma*sqrt(2*pi))*exp(-(r - r_mh)^2/(2*sigma^2))";

  struct Params {
    double height = 1;
    double sigma = 1;
    double r_mh = 0;
  };
  static constexpr std::array parameters{
      ParameterOf<Params>{"height", &Params::height, (Dimension{.length = 1, .energy = 1}),
                          Range::any, MixingRole::energy, "Integral of the Gaussian over r."},
      ParameterOf<Params>{"sigma", &Params::sigma, dimension::length, Range::positive,
                          MixingRole::length, "Width."},
      ParameterOf<Params>{"r_mh", &Params::r_mh, dimension::length, Range::any, MixingRole::length,
                          "Distance of the extremum."},
  };
  static constexpr std::array samples{Sample<Params>{{2, 0.8, 0}, 0.3, 3},
                                      Sample<Params>{{-0.5, 0.3, 1.5}, 0.6, 2.6}};

  static constexpr std::size_t n_coefficients = 3;
  static std::array<double, n_coefficients> coefficients(const Params& p) {
    const double width = p.sigma * std::sqrt(2 * std::numbers::pi);
    return {p.height / width, p.r_mh, 0.5 / (p.sigma * p.sigma)};
  }

  template <class V>
  ALDER_HD static ALDER_INLINE PairTerm<V> evaluate(const V& r2,
                                                    const std::array<V, n_coefficients>& c) {
    using std::exp;
    using std::sqrt;
    const V r = sqrt(r2);
    const V d = r - c[1];
    const V energy = c[0] * exp(-(c[2] * d * d));
    return {energy, V(2) * c[2] * d * energy / r};
  }
};

static_assert(PairPotential<GaussCut>);

}  // namespace alder
