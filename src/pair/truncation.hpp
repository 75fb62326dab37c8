// SPDX-License-Identifier: BSD-3-Clause
// How a pair potential ends at its cutoff; the one place that knows.
#pragma once

#include <array>
#include <cmath>

#include "base/choices.hpp"
#include "pair/dual.hpp"
#include "pair/functions.hpp"
#include "pair/potential.hpp"

namespace alder {

/// What the deck says about the end of a potential.
struct EndRule {
  Shift shift = Shift::none;
  Switch switching = Switch::none;  ///< with a switch other than smooth, `shift` is none
};

/// What a loop does beside subtracting a constant from the energy; the same for all its pairs.
enum class Ending { plain, force_shift, charmm, gromacs, smooth };

inline Ending ending_of(const EndRule& rule) {
  switch (rule.switching) {
    case Switch::charmm: return Ending::charmm;
    case Switch::gromacs: return Ending::gromacs;
    case Switch::smooth: return Ending::smooth;
    case Switch::none: break;
  }
  return rule.shift == Shift::force ? Ending::force_shift : Ending::plain;
}

/// Constants of one pair of species, for r^2 < cutoff2.
template <class V>
struct Truncation {
  static constexpr std::size_t size = 8;
  V cutoff2{};
  V energy{};               ///< subtracted from the energy
  V force{};                ///< force_shift: F(rc); smooth: F(inner)
  V inner{};                ///< where a switch begins
  std::array<V, 4> term{};  ///< of a switch: see the functions below

  /// The constants by number, in the order above.
  ALDER_HD ALDER_INLINE V& at(std::size_t k) {
    return k == 0 ? cutoff2 : k == 1 ? energy : k == 2 ? force : k == 3 ? inner : term[k - 4];
  }
};

/// The same constants in other arithmetic.
template <class Real>
Truncation<Real> converted(Truncation<double> t) {
  Truncation<Real> result;
  for (std::size_t k = 0; k < t.size; ++k) result.at(k) = static_cast<Real>(t.at(k));
  return result;
}

/// Energy, force and dF/dr of a potential at r.
struct Derivatives {
  double energy, force, slope;
};

template <PairPotential P>
Derivatives derivatives(double r, const CoefficientsOf<P, double>& c) {
  CoefficientsOf<P, Dual> dual;
  if constexpr (TabulatedPotential<P>) dual.nodes = c.nodes;
  for (std::size_t k = 0; k < c.size(); ++k) dual[k] = Dual(c[k]);
  const PairTerm<Dual> at = P::template evaluate<Dual>(Dual(r * r, 1), dual);
  return {at.energy.value, r * at.force_over_r.value,
          at.force_over_r.value + 2 * r * r * at.force_over_r.slope};
}

/// The polynomial S(r) = -energy + term0 t^3 + term1 t^4, t = r - inner, that makes U, U' and U''
/// zero at the cutoff (GROMACS manual, "modified non-bonded interactions"; LAMMPS lj/gromacs).
inline void set_gromacs(Truncation<double>& t, double cutoff, const Derivatives& end) {
  const double w = cutoff - t.inner;
  const double a = (3 * end.force - w * end.slope) / (w * w);
  const double b = (-2 * end.force + w * end.slope) / (w * w * w);
  t.term = {a / 3, b / 4, 0, 0};
  t.energy = end.energy + 0.5 * w * end.force - w * w * end.slope / 12;
}

/// F = force + term1 t + term2 t^2 + term3 t^3 beyond inner, where F and F' are continuous; both
/// are zero at the cutoff. U there is term0 minus the integral. `shifted`: U(cutoff) = 0.
inline void set_smooth(Truncation<double>& t, double cutoff, const Derivatives& begin,
                       bool shifted) {
  const double w = cutoff - t.inner;
  t.force = begin.force;
  const double f1 = begin.slope;
  const double f2 = -3 / (w * w) * (t.force + 2.0 / 3 * f1 * w);
  const double f3 = -1 / (3 * w * w) * (f1 + 2 * f2 * w);
  t.term = {begin.energy, f1, f2, f3};
  const double end = begin.energy - w * (t.force + w * (f1 / 2 + w * (f2 / 3 + w * f3 / 4)));
  t.energy = shifted ? end : 0;
}

template <PairPotential P>
Truncation<double> make_truncation(const EndRule& rule, double cutoff, double inner,
                                   const CoefficientsOf<P, double>& c) {
  Truncation<double> t{.cutoff2 = cutoff * cutoff, .inner = inner};
  const Derivatives end = derivatives<P>(cutoff, c);
  switch (ending_of(rule)) {
    case Ending::plain: t.energy = rule.shift == Shift::energy ? end.energy : 0; break;
    case Ending::force_shift:
      t.force = end.force;
      t.energy = end.energy + cutoff * end.force;
      break;
    case Ending::charmm: t.term[0] = std::pow(t.cutoff2 - inner * inner, -3); break;
    case Ending::gromacs: set_gromacs(t, cutoff, end); break;
    case Ending::smooth:
      set_smooth(t, cutoff, derivatives<P>(inner, c), rule.shift == Shift::energy);
      break;
  }
  return t;
}

/// U' = U + r force, F' = F - force: the form of LAMMPS' lj/smooth/linear, for any potential.
template <class V>
ALDER_HD ALDER_INLINE void shift_force(PairTerm<V>& u, const V& r2, const Truncation<V>& t) {
  using std::sqrt;
  const V r = sqrt(r2);
  u.energy = u.energy + r * t.force;
  u.force_over_r = u.force_over_r - t.force / r;
}

/// U S with S = (rc^2 - r^2)^2 (rc^2 + 2 r^2 - 3 inner^2) term0 beyond inner (B. R. Brooks et al.,
/// J. Comput. Chem. 4, 187 (1983)).
template <class V>
ALDER_HD ALDER_INLINE void switch_charmm(PairTerm<V>& u, const V& r2, const Truncation<V>& t) {
  const V inner2 = t.inner * t.inner;
  const V beyond = positive_part(r2 - inner2);
  const V left = t.cutoff2 - inner2 - beyond;
  const V s = left * left * (t.cutoff2 - inner2 + V(2) * beyond) * t.term[0];
  u.force_over_r = s * u.force_over_r + V(12) * t.term[0] * left * beyond * u.energy;
  u.energy = s * u.energy;
}

template <class V>
ALDER_HD ALDER_INLINE void switch_gromacs(PairTerm<V>& u, const V& r2, const Truncation<V>& t) {
  using std::sqrt;
  const V r = sqrt(r2);
  const V w = positive_part(r - t.inner);
  u.energy = u.energy + w * w * w * (t.term[0] + t.term[1] * w);
  u.force_over_r = u.force_over_r - w * w * (V(3) * t.term[0] + V(4) * t.term[1] * w) / r;
}

template <class V>
ALDER_HD ALDER_INLINE void switch_smooth(PairTerm<V>& u, const V& r2, const Truncation<V>& t) {
  using std::sqrt;
  const V r = sqrt(r2);
  const V w = r - t.inner;
  const V work =
      w *
      (t.force + w * (V(0.5) * t.term[1] + w * (V(1.0 / 3) * t.term[2] + V(0.25) * w * t.term[3])));
  const V force = t.force + w * (t.term[1] + w * (t.term[2] + w * t.term[3]));
  u.energy = select_below(r, t.inner, u.energy, t.term[0] - work);
  u.force_over_r = select_below(r, t.inner, u.force_over_r, force / r);
}

/// The term of a truncated potential; the caller leaves out pairs beyond the cutoff.
template <class P, class V>
ALDER_HD ALDER_INLINE PairTerm<V> truncated(const V& r2, const CoefficientsOf<P, V>& c,
                                            const Truncation<V>& t, Ending ending) {
  PairTerm<V> term = P::template evaluate<V>(r2, c);
  if (ending == Ending::force_shift) shift_force(term, r2, t);
  if (ending == Ending::charmm) switch_charmm(term, r2, t);
  if (ending == Ending::gromacs) switch_gromacs(term, r2, t);
  if (ending == Ending::smooth) switch_smooth(term, r2, t);
  term.energy = term.energy - t.energy;
  return term;
}

/// The term of a pair with C q_i q_j = `charges`, of a potential that may use them or have two
/// parts; the caller leaves out pairs beyond t.cutoff2.
template <class P, class V>
ALDER_HD ALDER_INLINE PairTerm<V> pair_term(const V& r2, const V& charges,
                                            const CoefficientsOf<P, V>& c, const Truncation<V>& t,
                                            Ending ending) {
  if constexpr (SumOfParts<P>) {
    return P::template sum<V>(r2, charges, c, t, ending);
  } else {
    PairTerm<V> term = truncated<P>(r2, c, t, ending);
    if constexpr (BetweenCharges<P>) {
      term.energy = term.energy * charges;
      term.force_over_r = term.force_over_r * charges;
      term.coul = term.energy;
    }
    return term;
  }
}

}  // namespace alder
