// SPDX-License-Identifier: BSD-3-Clause
// The damped, shifted Coulomb potential of Wolf.
#pragma once

#include <cmath>
#include <numbers>

#include "pair/damped_coulomb.hpp"
#include "pair/functions.hpp"
#include "pair/potential.hpp"

namespace alder {

struct CoulWolf {
  static constexpr std::string_view name = "coul/wolf";
  static constexpr std::string_view doc =
      "Wolf sum; charges also have a self energy; the force is not the derivative of the energy";
  static constexpr std::string_view source =
      "D. Wolf, P. Keblinski, S. R. Phillpot, J. Eggebrecht, J. Chem. Phys. 110, 8254 (1999), as "
      "LAMMPS' coul/wolf has it: the force is shifted to zero, the energy by a constant.";
  static constexpr std::string_view formula =
      "charges*(erfc(alpha*r)/r - erfc(alpha*cutoff)/cutoff)";
  static constexpr std::string_view force_formula =
      "charges*(erfc(alpha*r)/r^2 + 2*alpha/sqrt(pi)*exp(-alpha^2*r^2)/r - "
      "erfc(alpha*cutoff)/cutoff^2 - 2*alpha/sqrt(pi)*exp(-alpha^2*cutoff^2)/cutoff)";
  static constexpr std::string_view self_formula =
      "-coulomb*q^2*(erfc(alpha*cutoff)/(2*cutoff) + alpha/sqrt(pi))";
  static constexpr bool between_charges = true;
  static constexpr bool not_a_derivative = true;

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
  static double shift(double alpha, double cutoff) { return std::erfc(alpha * cutoff) / cutoff; }
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
    return {bare - c[3], force * inv_r};
  }
};

static_assert(PairPotential<CoulWolf>);

}  // namespace alder
