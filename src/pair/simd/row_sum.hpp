// SPDX-License-Identifier: BSD-3-Clause
// The force on one atom while its row of neighbors is worked through.
#pragma once

#include <bit>

#include "pair/simd/kernel.hpp"
#include "pair/simd/lanes.hpp"

namespace alder::ALDER_SIMD_NAMESPACE {

/// How a row is summed; `fixed_long` is the 64-bit form of mixed precision's fixed sums.
enum class RowMode { plain, fixed, fixed_long };

/// What turns contributions into integers.
template <class T>
struct Rounding {
  using Tag = hn::ScalableTag<T>;
  double grid, cutoff;
  Lanes<T> inverse_grid, magic;  ///< magic: 1.5 * 2^52 * grid (double loops)
  ALDER_INLINE Rounding(double g, double rc)
      : grid(g), cutoff(rc), inverse_grid(g > 0 ? 1 / g : 0), magic(6755399441055744.0 * g) {}
};

// Sum of the 128-bit blocks.
template <class D>
ALDER_INLINE auto fold([[maybe_unused]] D d, hn::VFromD<D> v) {
  if constexpr (hn::MaxLanes(D()) * sizeof(hn::TFromD<D>) > 16) {
    const hn::Half<D> h;
    return fold(h, hn::Add(hn::LowerHalf(h, v), hn::UpperHalf(h, v)));
  } else {
    return v;
  }
}

/// Sums over all lanes of four vectors, stored at out[0..4).
template <class D>
ALDER_INLINE void store_sums(D d, hn::VFromD<D> x, hn::VFromD<D> y, hn::VFromD<D> z,
                             hn::VFromD<D> w, hn::TFromD<D>* out) {
  const auto pair = [&](auto a, auto b) {
    return hn::Add(hn::InterleaveLower(d, a, b), hn::InterleaveUpper(d, a, b));
  };
  if constexpr (sizeof(hn::TFromD<D>) == 4) {
    const hn::FixedTag<hn::TFromD<D>, 4> d4;
    hn::Store(fold(d, pair(pair(x, z), pair(y, w))), d4, out);
  } else {
    const hn::FixedTag<hn::TFromD<D>, 2> d2;
    hn::Store(fold(d, pair(x, y)), d2, out);
    hn::Store(fold(d, pair(z, w)), d2, out + 2);
  }
}

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
      size_ = hn::Max(size_, hn::Abs(f));
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
        size_ = hn::Max(size_, hn::Abs(g));
        add_long(x_, hn::Mul(g, dx));
        add_long(y_, hn::Mul(g, dy));
        add_long(z_, hn::Mul(g, dz));
      }
    }
  }

  /// The sums over all lanes after `vectors` calls of add. `size` becomes the largest |F|/r of the
  /// row; for 32-bit sums, a bound of the sum of all, and at least 2^31 * grid / cutoff where the
  /// sum may not have fitted.
  template <RowMode Mode>
  ALDER_INLINE void finish([[maybe_unused]] const Rounding<T>& r,
                           [[maybe_unused]] std::size_t vectors, double out[3],
                           [[maybe_unused]] double& size) const {
    if constexpr (Mode == RowMode::plain) {
      HWY_ALIGN T sum[4];
      store_sums(Tag(), x_, y_, z_, hn::Zero(Tag()), sum);
      for (int k = 0; k < 3; ++k) out[k] = static_cast<double>(sum[k]);
    } else if constexpr (sizeof(T) == 4 && Mode == RowMode::fixed) {
      finish_short(r, out, size);
    } else {
      finish_long(r, vectors, out, size);
    }
  }

 private:
  ALDER_INLINE void finish_long(const Rounding<T>& r, std::size_t vectors, double out[3],
                                double& size) const {
    HWY_ALIGN std::int64_t sum[4];
    const Long l;
    store_sums(l, hn::BitCast(l, x_), hn::BitCast(l, y_), hn::BitCast(l, z_), hn::Zero(l), sum);
    // The bits of the magic number were added once per lane and vector (twice for two halves).
    const double magic = sizeof(T) == 8 ? 6755399441055744.0 * r.grid : 6755399441055744.0;
    const std::uint64_t bias = std::bit_cast<std::uint64_t>(magic) * vectors * hn::Lanes(Tag());
    for (int k = 0; k < 3; ++k) {
      const std::uint64_t s = static_cast<std::uint64_t>(sum[k]) - bias;
      out[k] = static_cast<double>(static_cast<std::int64_t>(s)) * r.grid;
    }
    size = static_cast<double>(hn::GetLane(hn::MaxOfLanes(Tag(), size_)));
    if constexpr (sizeof(T) == 4) size *= r.grid;
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
  ALDER_INLINE void finish_short(const Rounding<T>& r, double out[3], double& size) const {
    const Integer i;
    HWY_ALIGN std::int32_t sum[4];
    // The sum of |F|/r times the cutoff in units of 32 * grid. A lane that is clipped says by
    // itself that 2^31 * grid is exceeded, and the sum over 16 lanes stays below 2^31.
    const auto bound = hn::Mul(size_, hn::Set(Tag(), static_cast<T>(r.cutoff / bound_unit)));
    const auto clipped = hn::Min(bound, hn::Set(Tag(), static_cast<T>(1 << 26)));
    store_sums(i, hn::BitCast(i, x_), hn::BitCast(i, y_), hn::BitCast(i, z_),
               hn::ConvertTo(i, clipped), sum);
    for (int k = 0; k < 3; ++k) out[k] = static_cast<double>(sum[k]) * r.grid;
    size = (static_cast<double>(sum[3]) + static_cast<double>(hn::Lanes(Tag()))) * bound_unit *
           r.grid / r.cutoff;
  }

  static constexpr double bound_unit = 32;
  Vector x_ = hn::Zero(Tag()), y_ = hn::Zero(Tag()), z_ = hn::Zero(Tag());
  Vector size_ = hn::Zero(Tag());
};

}  // namespace alder::ALDER_SIMD_NAMESPACE
