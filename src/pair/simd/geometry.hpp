// SPDX-License-Identifier: BSD-3-Clause
// From stored fractions to displacements, in the arithmetic of the loop.
#pragma once

#include "pair/simd/kernel.hpp"
#include "pair/simd/load.hpp"

namespace alder::ALDER_SIMD_NAMESPACE {

/// Differences of fractions as numbers. `unit`: 64-bit fractions per unit of the difference.
template <class T>
struct Fractions;

template <>
struct Fractions<float> {
  using Tag = hn::ScalableTag<float>;
  using Integer = hn::RebindToSigned<Tag>;
  static constexpr double unit = 4294967296.0;
  static ALDER_INLINE const ShortPosition* atoms(const PairKernelInput& in) {
    return in.short_position;
  }
  static ALDER_INLINE hn::VFromD<Integer> origin(std::int32_t x) { return hn::Set(Integer(), x); }
  static ALDER_INLINE hn::VFromD<Tag> difference(hn::VFromD<Integer> a, hn::VFromD<Integer> b) {
    return hn::ConvertTo(Tag(), hn::Sub(a, b));
  }
  static ALDER_INLINE hn::VFromD<Integer> types(hn::VFromD<Integer> w) { return w; }
};

/// AVX-512 converts 64-bit integers. Below it the upper 52 bits, rounded to nearest, become the
/// mantissa of a number in [2^52, 2^53).
template <>
struct Fractions<double> {
  using Tag = hn::ScalableTag<double>;
  using Integer = hn::RebindToSigned<Tag>;
  static constexpr bool converts = HWY_TARGET == HWY_AVX3;
  static constexpr double unit = converts ? 1.0 : 4096.0;
  static constexpr std::uint64_t offset = converts ? 0 : (std::uint64_t{1} << 63) + 2048;
  static ALDER_INLINE const Position* atoms(const PairKernelInput& in) { return in.position; }
  static ALDER_INLINE hn::VFromD<Integer> origin(std::uint64_t x) {
    return hn::Set(Integer(), static_cast<std::int64_t>(x + offset));
  }
  static ALDER_INLINE hn::VFromD<Tag> difference(hn::VFromD<Integer> a, hn::VFromD<Integer> b) {
    const Tag d;
    const hn::RebindToUnsigned<Tag> u;
    const auto r = hn::Sub(a, b);
    if constexpr (converts) {
      return hn::ConvertTo(d, r);
    } else {
      const auto bits = hn::Or(hn::ShiftRight<12>(hn::BitCast(u, r)),
                               hn::Set(u, std::uint64_t{0x4330000000000000}));
      return hn::Sub(hn::BitCast(d, bits), hn::Set(d, 4503599627370496.0 + 2251799813685248.0));
    }
  }
  static ALDER_INLINE hn::VFromD<Integer> types(hn::VFromD<Integer> w) {
    return hn::And(w, hn::Set(Integer(), 0xffffffff));
  }
};

/// The edge matrix times the differences. In the cubic form displacements stay differences, and
/// only what is made of them is multiplied: squares, and the sums of forces.
template <class T>
class Displacement {
 public:
  using Vector = typename Lanes<T>::Vector;
  explicit ALDER_INLINE Displacement(const PairKernelInput& in)
      : xx_(in.scale.xx * Fractions<T>::unit),
        yy_(in.scale.yy * Fractions<T>::unit),
        zz_(in.scale.zz * Fractions<T>::unit),
        xy_(in.scale.xy * Fractions<T>::unit),
        xz_(in.scale.xz * Fractions<T>::unit),
        yz_(in.scale.yz * Fractions<T>::unit),
        scale_(in.scale.xx * Fractions<T>::unit),
        square_(scale_ * scale_),
        orthogonal_(in.orthogonal) {}
  template <LoopForm Form>
  ALDER_INLINE void apply(Vector& x, Vector& y, Vector& z) const {
    if constexpr (Form == LoopForm::cubic) return;
    if (Form != LoopForm::any || orthogonal_) {
      x = hn::Mul(xx_.v, x);
      y = hn::Mul(yy_.v, y);
    } else {
      x = hn::MulAdd(xz_.v, z, hn::MulAdd(xy_.v, y, hn::Mul(xx_.v, x)));
      y = hn::MulAdd(yz_.v, z, hn::Mul(yy_.v, y));
    }
    z = hn::Mul(zz_.v, z);
  }
  template <LoopForm Form>
  [[nodiscard]] ALDER_INLINE Vector square(Vector x, Vector y, Vector z) const {
    const Vector sum = hn::MulAdd(z, z, hn::MulAdd(y, y, hn::Mul(x, x)));
    return Form == LoopForm::cubic ? hn::Mul(square_.v, sum) : sum;
  }
  template <LoopForm Form>
  [[nodiscard]] ALDER_INLINE Vector length(Vector x) const {
    return Form == LoopForm::cubic ? hn::Mul(xx_.v, x) : x;
  }
  /// What sums of forces are multiplied with in the cubic form.
  [[nodiscard]] ALDER_INLINE double scale() const { return scale_; }
  [[nodiscard]] static ALDER_INLINE bool is_cubic(const PairKernelInput& in) {
    return in.orthogonal && in.scale.xx == in.scale.yy && in.scale.yy == in.scale.zz;
  }

 private:
  Lanes<T> xx_, yy_, zz_, xy_, xz_, yz_;
  double scale_;
  Lanes<T> square_;
  bool orthogonal_;
};

}  // namespace alder::ALDER_SIMD_NAMESPACE
