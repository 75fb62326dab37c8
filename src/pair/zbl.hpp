// SPDX-License-Identifier: BSD-3-Clause
// The screened repulsion of nuclei of Ziegler, Biersack and Littmark.
#pragma once

#include <cmath>

#include "pair/functions.hpp"
#include "pair/potential.hpp"

namespace alder {

struct Zbl {
  static constexpr std::string_view name = "zbl";
  static constexpr std::string_view doc =
      "Ziegler-Biersack-Littmark screened nuclear repulsion; always switched (gromacs)";
  static constexpr std::string_view source =
      "J. F. Ziegler, J. P. Biersack, U. Littmark, The Stopping and Range of Ions in Matter "
      "(1985), led to zero from `inner` to the cutoff as in LAMMPS' zbl. Lengths are in angstrom "
      "inside.";
  static constexpr std::string_view formula =
      "coulomb*z_a*z_b/r*(0.02817*exp(-0.20162*r*(z_a^0.23 + z_b^0.23)/0.4685) + "
      "0.28022*exp(-0.4029*r*(z_a^0.23 + z_b^0.23)/0.4685) + 0.50986*exp(-0.94229*r*(z_a^0.23 + "
      "z_b^0.23)/0.4685) + 0.18175*exp(-3.1998*r*(z_a^0.23 + z_b^0.23)/0.4685))";
  static constexpr Switch own_switch = Switch::gromacs;
  static constexpr bool has_tail = false;

  struct Params {
    double z_a = 1;
    double z_b = 1;
  };
  static constexpr std::array parameters{
      ParameterOf<Params>{"z_a", &Params::z_a, dimension::none, Range::positive,
                          MixingRole::of_first, "Nuclear charge of the first species."},
      ParameterOf<Params>{"z_b", &Params::z_b, dimension::none, Range::positive,
                          MixingRole::of_second, "Nuclear charge of the second species."},
  };
  static constexpr std::array samples{Sample<Params>{{6, 14}, 0.4, 2.5},
                                      Sample<Params>{{1, 29}, 0.3, 2}};

  static constexpr std::size_t n_coefficients = 2;
  static std::array<double, n_coefficients> coefficients(const Params& p,
                                                         const PairContext& context) {
    const double width = 0.4685 / (std::pow(p.z_a, 0.23) + std::pow(p.z_b, 0.23));
    return {context.coulomb * p.z_a * p.z_b, 1 / width};
  }

  template <class V>
  ALDER_HD static ALDER_INLINE PairTerm<V> evaluate(const V& r2,
                                                    const std::array<V, n_coefficients>& c) {
    using std::exp;
    using std::sqrt;
    const V inv_r = V(1) / sqrt(r2);
    const V x = c[1] * r2 * inv_r;
    const V e0 = V(0.02817) * exp(V(-0.20162) * x);
    const V e1 = V(0.28022) * exp(V(-0.4029) * x);
    const V e2 = V(0.50986) * exp(V(-0.94229) * x);
    const V e3 = V(0.18175) * exp(V(-3.1998) * x);
    const V screening = e0 + e1 + e2 + e3;
    const V slope = V(0.20162) * e0 + V(0.4029) * e1 + V(0.94229) * e2 + V(3.1998) * e3;
    const V bare = c[0] * inv_r;
    return {bare * screening, bare * (screening * inv_r + slope * c[1]) * inv_r};
  }
};

static_assert(PairPotential<Zbl>);

}  // namespace alder
