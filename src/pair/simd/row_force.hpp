// SPDX-License-Identifier: BSD-3-Clause
// From accumulators of a row to the force on its atom, without a detour through memory.
#pragma once

#include <bit>

#include "base/vec3.hpp"
#include "pair/simd/load.hpp"

namespace alder::ALDER_SIMD_NAMESPACE {

/// Four numbers: in one register, or in two where 64-bit ones need that.
template <class T>
struct Four {
  using Tag = hn::CappedTag<T, 4>;
  static constexpr std::size_t parts = 4 / hn::MaxLanes(Tag());
  hn::VFromD<Tag> part[parts];
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

/// The sums over all lanes of four vectors.
template <class D>
ALDER_INLINE Four<hn::TFromD<D>> sums(D d, hn::VFromD<D> x, hn::VFromD<D> y, hn::VFromD<D> z,
                                      hn::VFromD<D> w) {
  const auto pair = [&](auto a, auto b) {
    return hn::Add(hn::InterleaveLower(d, a, b), hn::InterleaveUpper(d, a, b));
  };
  if constexpr (sizeof(hn::TFromD<D>) == 4) {
    return {{fold(d, pair(pair(x, z), pair(y, w)))}};
  } else if constexpr (hn::MaxLanes(D()) == 2) {
    return {{pair(x, y), pair(z, w)}};
  } else {
    const hn::RebindToSigned<D> i;
    const auto add_blocks = [&](auto a, auto b) {
      const auto p = hn::BitCast(i, a), q = hn::BitCast(i, b);
      return hn::Add(hn::BitCast(d, even_blocks(p, q)), hn::BitCast(d, odd_blocks(p, q)));
    };
    const auto xyzw = add_blocks(pair(x, y), pair(z, w));
    if constexpr (hn::MaxLanes(D()) == 4) {
      return {{xyzw}};
    } else {
      return {{hn::LowerHalf(hn::Half<D>(), add_blocks(xyzw, xyzw))}};
    }
  }
}

/// Sums from which `count` times the bits of a magic number are taken away.
ALDER_INLINE Four<std::int64_t> without(Four<std::int64_t> sum, double magic, std::size_t count) {
  const auto bias = std::bit_cast<std::uint64_t>(magic) * count;
  for (auto& part : sum.part) {
    part = hn::Sub(part, hn::Set(Four<std::int64_t>::Tag(), static_cast<std::int64_t>(bias)));
  }
  return sum;
}

/// Integers in multiples of `grid` as numbers.
ALDER_INLINE Four<double> scaled(const Four<std::int64_t>& sum, double grid) {
  const Four<double>::Tag d;
  Four<double> result;
  for (std::size_t k = 0; k < Four<double>::parts; ++k) {
    result.part[k] = hn::Mul(hn::ConvertTo(d, sum.part[k]), hn::Set(d, grid));
  }
  return result;
}

/// The force on an atom as it goes to memory: x, y, z, and zero.
class RowForce {
 public:
  /// Of sums in the arithmetic of the loop, the fourth zero.
  explicit ALDER_INLINE RowForce(const Four<double>& sum) : force_(sum) {}
  explicit ALDER_INLINE RowForce(const Four<float>& sum) {
    promote(sum.part[0], [](auto v) { return v; });
  }
  /// Of sums in multiples of `grid`; the fourth means something else.
  ALDER_INLINE RowForce(const Four<std::int32_t>& sum, double grid) {
    promote(sum.part[0], [&](auto v) { return hn::Mul(v, hn::Set(Tag(), grid)); });
    clear_last();
  }
  ALDER_INLINE RowForce(const Four<std::int64_t>& sum, double grid) : force_(scaled(sum, grid)) {
    clear_last();
  }

  ALDER_INLINE void multiply(double factor) {
    for (auto& part : force_.part) part = hn::Mul(part, hn::Set(Tag(), factor));
  }

  ALDER_INLINE void put(PaddedVec3& to, bool overwrites) const {
    for (std::size_t k = 0; k < parts; ++k) {
      double* const at = &to.x + k * lanes;
      const auto before = overwrites ? hn::Zero(Tag()) : hn::Load(Tag(), at);
      hn::Store(hn::Add(force_.part[k], before), Tag(), at);
    }
  }

 private:
  using Tag = Four<double>::Tag;
  static constexpr std::size_t parts = Four<double>::parts, lanes = hn::MaxLanes(Tag());

  template <class V, class F>
  ALDER_INLINE void promote(V v, F change) {
    if constexpr (parts == 1) {
      force_.part[0] = change(hn::PromoteTo(Tag(), v));
    } else {
      const hn::Half<hn::DFromV<V>> half;
      force_.part[0] = change(hn::PromoteTo(Tag(), hn::LowerHalf(half, v)));
      force_.part[1] = change(hn::PromoteTo(Tag(), hn::UpperHalf(half, v)));
    }
  }
  ALDER_INLINE void clear_last() {
    auto& last = force_.part[parts - 1];
    last = hn::IfThenElseZero(hn::FirstN(Tag(), lanes - 1), last);
  }

  Four<double> force_;
};

}  // namespace alder::ALDER_SIMD_NAMESPACE
