// SPDX-License-Identifier: BSD-3-Clause
// A SIMD vector that reads like a number, over Highway. Compiled once per instruction set, each
// time in a namespace of its own, ALDER_SIMD_NAMESPACE.
#pragma once

#include <hwy/highway.h>

#include "base/platform.hpp"

namespace alder::ALDER_SIMD_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// What a loop is compiled for, so that the usual cases branch on nothing inside a row.
enum class LoopForm {
  cubic,        ///< `one_species` in a cubic box, in plain sums
  one_species,  ///< in an orthogonal box, the force not shifted
  species,      ///< the same with as many species as a register holds
  any,
};

constexpr bool has_one_species(LoopForm form) {
  return form == LoopForm::cubic || form == LoopForm::one_species;
}

/// The values of one quantity for as many pairs as fit into a register. Potentials are evaluated
/// over this type as they are over double.
template <class T>
struct Lanes {
  using Element = T;
  using Tag = hn::ScalableTag<T>;
  using Vector = hn::VFromD<Tag>;
  Vector v;

  ALDER_INLINE Lanes() : v(hn::Zero(Tag())) {}
  ALDER_INLINE Lanes(Vector a) : v(a) {}  // NOLINT: a vector is a Lanes
  ALDER_INLINE explicit Lanes(double a) : v(hn::Set(Tag(), static_cast<T>(a))) {}
  friend ALDER_INLINE Lanes operator+(Lanes a, Lanes b) { return hn::Add(a.v, b.v); }
  friend ALDER_INLINE Lanes operator-(Lanes a, Lanes b) { return hn::Sub(a.v, b.v); }
  friend ALDER_INLINE Lanes operator*(Lanes a, Lanes b) { return hn::Mul(a.v, b.v); }
  friend ALDER_INLINE Lanes operator/(Lanes a, Lanes b) { return hn::Div(a.v, b.v); }
  friend ALDER_INLINE Lanes operator-(Lanes a) { return hn::Neg(a.v); }
  friend ALDER_INLINE Lanes sqrt(Lanes a) { return hn::Sqrt(a.v); }
  friend ALDER_INLINE Lanes multiply_subtract(Lanes a, Lanes b, Lanes c) {
    return hn::MulSub(a.v, b.v, c.v);
  }
  friend ALDER_INLINE Lanes multiply_add(Lanes a, Lanes b, Lanes c) {
    return hn::MulAdd(a.v, b.v, c.v);
  }
};

}  // namespace alder::ALDER_SIMD_NAMESPACE
