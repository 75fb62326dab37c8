// SPDX-License-Identifier: BSD-3-Clause
// The damped, shifted-force Coulomb potential.
#pragma once

#include <cmath>
#include <numbers>

#include "pair/damped_coulomb.hpp"
#include "pair/functions.hpp"
#include "pair/potential.hpp"

namespace alder {

struct CoulDsf {
  static constexpr std::string_view name = "coul/dsf";
  static constexpr std::string_view doc =
      "Damped shifted-force Coulomb; charges also have a self energy";
  static constexpr std::string_view source =
      "C. J. Fennell, J. D. Gezelter, J. Chem. Phys. 124, 234104 (2006), with the self energy of "
      "LAMMPS' coul/dsf.";
  static constexpr std::string_view formula =
      "charges*(erfc(alpha*r)/r - erfc(alpha*cutoff)/cutoff + (erfc(alpha*cutoff)/cutoff^2 + "
      "2*alpha/sqrt(pi)*exp(-alpha^2*cutoff^2)/cutoff)*(r - cutoff))";
  static constexpr std::string_view self_formula =
      "-coulomb*q^2*(erfc(alpha*cutoff)/cutoff + alpha/sqrt(pi)*(1 + exp(-alpha^2*cutoff^2)))";
  static constexpr bool between_charges = true;

  struct Params {
    double alpha = 1;
  };
  static constexpr std::array parameters{
      ParameterOf<Params>{"alpha", &Params::alpha, dimension::inverse_length, Range::non_negative,
                          MixingRole::none, "Damping.", Scope::style},
  };
  static constexpr std::array samples{Sample<Params>{{0.6}, 0.5, 3.2},
                                      Sample<Params>{{0.25}, 2, 9}};

  /// What is subtracted from erfc(alpha r) / r beside a multiple of r.
  static double shift(double alpha, double cutoff) {
    return std::erfc(alpha * cutoff) / cutoff + damped_coulomb_force(alpha, cutoff) * cutoff;
  }
  /// Of a charge with its neutralising image at the cutoff, per C q^2.
  static double self_energy(const Params& p, double cutoff) {
    return -(0.5 * shift(p.alpha, cutoff) + p.alpha * std::numbers::inv_sqrtpi);
  }

  static constexpr std::size_t n_coefficients = 4;
  static std::array<double, n_coefficients> coefficients(const Params& p,
                                                         const PairContext& context) {
    const double f = damped_coulomb_force(p.alpha, context.cutoff);
    return {p.alpha, 2 * p.alpha * std::numbers::inv_sqrtpi, -f, shift(p.alpha, context.cutoff)};
  }

  template <class V>
  ALDER_HD static ALDER_INLINE PairTerm<V> evaluate(const V& r2,
                                                    const std::array<V, n_coefficients>& c) {
    using std::sqrt;
    const V r = sqrt(r2);
    const V inv_r = V(1) / r;
    const Gaussian<V> g = gaussian(c[0] * r);
    const V bare = g.tail * inv_r;
    const V force = (bare + c[1] * g.value) * inv_r + c[2];
    return {bare - c[3] - c[2] * r, force * inv_r};
  }
};

static_assert(PairPotential<CoulDsf>);

}  // namespace alder
