// SPDX-License-Identifier: BSD-3-Clause
// The force on one atom while its row of neighbors is worked through.
#pragma once

#include "pair/simd/kernel.hpp"
#include "pair/simd/load.hpp"
#include "pair/simd/row_force.hpp"

namespace alder::ALDER_SIMD_NAMESPACE {

/// How a row is summed; `fixed_long` is the 64-bit form of mixed precision's fixed sums.
enum class RowMode { plain, fixed, fixed_long };

/// What turns contributions into integers.
template <class T>
struct Rounding {
  using Tag = hn::ScalableTag<T>;
  double grid;
  Lanes<T> inverse_grid, magic;  ///< magic: 1.5 * 2^52 * grid (double loops)
  Lanes<T> bound;                ///< cutoff / bound_unit, of 32-bit sums
  std::int32_t bound_limit;

  static constexpr double bound_unit = 32;
  ALDER_INLINE Rounding(double g, double cutoff)
      : grid(g),
        inverse_grid(g > 0 ? 1 / g : 0),
        magic(6755399441055744.0 * g),
        bound(cutoff / bound_unit),
        bound_limit(static_cast<std::int32_t>(0.999 * 2147483648.0 / bound_unit) -
                    static_cast<std::int32_t>(hn::MaxLanes(Tag()))) {}
};

/// The nearest integer, ties to even, for |v| < 2^31.
template <class V>
ALDER_INLINE hn::VFromD<hn::RebindToSigned<hn::DFromV<V>>> nearest_integer(V v) {
#if HWY_TARGET == HWY_AVX3
  return hn::VFromD<hn::RebindToSigned<hn::DFromV<V>>>{_mm512_cvtps_epi32(v.raw)};
#elif HWY_TARGET == HWY_AVX2
  return hn::VFromD<hn::RebindToSigned<hn::DFromV<V>>>{_mm256_cvtps_epi32(v.raw)};
#else
  return hn::NearestInt(v);
#endif
}

/// The larger one of |a| and |b|; where b is no number, a or that.
template <class V>
ALDER_INLINE V largest_size(V a, V b) {
#if HWY_TARGET == HWY_AVX3
  if constexpr (sizeof(hn::TFromV<V>) == 8) return V{_mm512_range_pd(a.raw, b.raw, 0x0B)};
#endif
  return hn::Max(a, hn::Abs(b));
}

/// Three accumulators of one register each; what their bits mean depends on the mode.
template <class T>
class RowSum {
 public:
  using Tag = hn::ScalableTag<T>;
  using Integer = hn::RebindToSigned<Tag>;
  using Long = hn::ScalableTag<std::int64_t>;
  using Vector = hn::VFromD<Tag>;

  template <RowMode Mode>
  ALDER_INLINE void add([[maybe_unused]] const Rounding<T>& r, Vector f, Vector dx, Vector dy,
                        Vector dz) {
    if constexpr (Mode == RowMode::plain) {
      x_ = hn::MulAdd(f, dx, x_);
      y_ = hn::MulAdd(f, dy, y_);
      z_ = hn::MulAdd(f, dz, z_);
    } else if constexpr (sizeof(T) == 8) {
      size_ = largest_size(size_, f);
      add_bits(x_, hn::MulAdd(f, dx, r.magic.v));
      add_bits(y_, hn::MulAdd(f, dy, r.magic.v));
      add_bits(z_, hn::MulAdd(f, dz, r.magic.v));
    } else {
      const Vector g = hn::Mul(f, r.inverse_grid.v);
      if constexpr (Mode == RowMode::fixed) {
        size_ = hn::Add(size_, hn::Abs(g));
        add_rounded(x_, hn::Mul(g, dx));
        add_rounded(y_, hn::Mul(g, dy));
        add_rounded(z_, hn::Mul(g, dz));
      } else {
        size_ = largest_size(size_, g);
        add_long(x_, hn::Mul(g, dx));
        add_long(y_, hn::Mul(g, dy));
        add_long(z_, hn::Mul(g, dz));
      }
    }
  }

  /// The force after `vectors` calls of add. `fits`: whether 32-bit sums held it, that is whether
  /// the sum of |F|/r times the cutoff was below 2^31 * grid.
  template <RowMode Mode>
  [[nodiscard]] ALDER_INLINE RowForce force([[maybe_unused]] const Rounding<T>& r,
                                            [[maybe_unused]] std::size_t vectors,
                                            [[maybe_unused]] bool& fits) const {
    if constexpr (Mode == RowMode::plain) {
      return RowForce(sums(Tag(), x_, y_, z_, hn::Zero(Tag())));
    } else if constexpr (sizeof(T) == 4 && Mode == RowMode::fixed) {
      // In units of 32 * grid a lane that is clipped exceeds that by itself, and the sum over all
      // lanes is below 2^31.
      const auto bound = hn::Min(hn::Mul(size_, r.bound.v), hn::Set(Tag(), T{1 << 26}));
      const auto sum = integer_sums(Integer(), hn::ConvertTo(Integer(), bound));
      fits = hn::ExtractLane(sum.part[0], 3) < r.bound_limit;
      return RowForce(sum, r.grid);
    } else {
      // The bits of the magic number were added once per lane and vector (twice for two halves).
      const double magic = sizeof(T) == 8 ? 6755399441055744.0 * r.grid : 6755399441055744.0;
      const auto sum = integer_sums(Long(), hn::Zero(Long()));
      return RowForce(without(sum, magic, vectors * hn::Lanes(Tag())), r.grid);
    }
  }

  /// The largest |F|/r met, in multiples of the grid in mixed precision; not of 32-bit sums.
  [[nodiscard]] ALDER_INLINE Vector size() const { return size_; }

 private:
  template <class D>
  [[nodiscard]] ALDER_INLINE Four<hn::TFromD<D>> integer_sums(D d, hn::VFromD<D> w) const {
    return sums(d, hn::BitCast(d, x_), hn::BitCast(d, y_), hn::BitCast(d, z_), w);
  }
  static ALDER_INLINE void add_bits(Vector& sum, Vector v) {
    const Integer i;
    sum = hn::BitCast(Tag(), hn::Add(hn::BitCast(i, sum), hn::BitCast(i, v)));
  }
  static ALDER_INLINE void add_rounded(Vector& sum, Vector v) {
    sum = hn::BitCast(Tag(), hn::Add(hn::BitCast(Integer(), sum), nearest_integer(v)));
  }
  static ALDER_INLINE void add_long(Vector& sum, Vector v) {
    const Long l;
    const hn::ScalableTag<double> d;
    const hn::Half<Tag> half;
    const auto magic = hn::Set(d, 6755399441055744.0);
    const auto low = hn::Add(hn::PromoteTo(d, hn::LowerHalf(half, v)), magic);
    const auto high = hn::Add(hn::PromoteTo(d, hn::UpperHalf(half, v)), magic);
    const auto both = hn::Add(hn::BitCast(l, low), hn::BitCast(l, high));
    sum = hn::BitCast(Tag(), hn::Add(hn::BitCast(l, sum), both));
  }

  Vector x_ = hn::Zero(Tag()), y_ = hn::Zero(Tag()), z_ = hn::Zero(Tag());
  Vector size_ = hn::Zero(Tag());
};

}  // namespace alder::ALDER_SIMD_NAMESPACE
