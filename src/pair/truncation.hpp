// SPDX-License-Identifier: BSD-3-Clause
// How a pair potential ends at its cutoff; the one place that knows.
// A force shift is the form of LAMMPS' lj/smooth/linear, for any potential.
#pragma once

#include <cmath>

#include "base/choices.hpp"
#include "pair/potential.hpp"

namespace alder {

/// Constants of one pair of species: U' = U - energy + r * force, F' = F - force, for r^2 <
/// cutoff2.
template <class V>
struct Truncation {
  V cutoff2;
  V energy;  ///< U(rc) + rc F(rc) for a force shift
  V force;   ///< F(rc); zero unless the force is shifted
};

template <PairPotential P>
Truncation<double> make_truncation(Shift shift, double cutoff,
                                   const std::array<double, P::n_coefficients>& c) {
  const PairTerm<double> at_cutoff = P::template evaluate<double>(cutoff * cutoff, c);
  const double force = shift == Shift::force ? at_cutoff.force_over_r * cutoff : 0;
  const double energy = shift == Shift::none ? 0 : at_cutoff.energy + cutoff * force;
  return {cutoff * cutoff, energy, force};
}

/// The term of a truncated potential; the caller leaves out pairs beyond the cutoff. The square
/// root is taken only where the force is shifted (`shifts_force` is the same for a whole loop).
template <class P, class V>
ALDER_HD ALDER_INLINE PairTerm<V> truncated(const V& r2, const std::array<V, P::n_coefficients>& c,
                                            const Truncation<V>& t, bool shifts_force) {
  PairTerm<V> term = P::template evaluate<V>(r2, c);
  term.energy = term.energy - t.energy;
  if (shifts_force) {
    using std::sqrt;
    const V r = sqrt(r2);
    term.energy = term.energy + r * t.force;
    term.force_over_r = term.force_over_r - t.force / r;
  }
  return term;
}

}  // namespace alder
