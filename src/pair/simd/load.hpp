// SPDX-License-Identifier: BSD-3-Clause
// Loads of scattered positions into vectors of x, y, z and type: one whole-atom load each and
// transposes in registers, which beat gather instructions.
#pragma once

#include "atoms/short_position.hpp"
#include "neighbor/neighbor_view.hpp"
#include "pair/simd/lanes.hpp"

namespace alder::ALDER_SIMD_NAMESPACE {

/// The atom that an entry of the neighbor list means; `base` is that of its part.
template <class Atom>
ALDER_INLINE const Atom* atom_at(const Atom* base, std::uint16_t entry) {
  constexpr std::size_t unit = sizeof(Atom) / ListPart::scale;
  return reinterpret_cast<const Atom*>(reinterpret_cast<const char*>(base) + entry * unit);
}

/// The fractions of as many atoms as there are lanes of D; `w` holds the types.
template <class D>
struct Quad {
  hn::VFromD<D> x, y, z, w;
};

// A vector whose 128-bit block k is loaded from address(k).
template <class D, class F>
ALDER_INLINE hn::VFromD<D> load_blocks([[maybe_unused]] D d, F address) {
  using T = hn::TFromD<D>;
  const auto at = [&](std::size_t k) { return reinterpret_cast<const T*>(address(k)); };
#if HWY_TARGET == HWY_AVX3
  // One masked broadcast for each block, which GCC does not make of the general form.
  const auto block = [&](std::size_t k) {
    return _mm_load_si128(reinterpret_cast<const __m128i*>(at(k)));
  };
  __m512i v = _mm512_broadcast_i32x4(block(0));
  v = _mm512_mask_broadcast_i32x4(v, 0x00F0, block(1));
  v = _mm512_mask_broadcast_i32x4(v, 0x0F00, block(2));
  return hn::VFromD<D>{_mm512_mask_broadcast_i32x4(v, 0xF000, block(3))};
#else
  constexpr std::size_t per_block = 16 / sizeof(T);
  auto v = hn::LoadDup128(d, at(0));
  for (std::size_t k = 1; k < hn::Lanes(d) / per_block; ++k) {
    v = hn::IfThenElse(hn::FirstN(d, per_block * k), v, hn::LoadDup128(d, at(k)));
  }
  return v;
#endif
}

/// The atoms of entry[0..lanes), from the 32-bit copy.
template <class D>
ALDER_INLINE Quad<D> load_atoms(D d, const ShortPosition* base, const std::uint16_t* entry) {
  const auto part = [&](std::size_t m) {
    return load_blocks(d, [&](std::size_t k) { return atom_at(base, entry[4 * k + m]); });
  };
  const auto a = part(0), b = part(1), c = part(2), e = part(3);
  const hn::RepartitionToWide<D> wide;
  const auto xy0 = hn::BitCast(wide, hn::InterleaveLower(d, a, b));
  const auto xy1 = hn::BitCast(wide, hn::InterleaveLower(d, c, e));
  const auto zw0 = hn::BitCast(wide, hn::InterleaveUpper(d, a, b));
  const auto zw1 = hn::BitCast(wide, hn::InterleaveUpper(d, c, e));
  return {hn::BitCast(d, hn::InterleaveLower(wide, xy0, xy1)),
          hn::BitCast(d, hn::InterleaveUpper(wide, xy0, xy1)),
          hn::BitCast(d, hn::InterleaveLower(wide, zw0, zw1)),
          hn::BitCast(d, hn::InterleaveUpper(wide, zw0, zw1))};
}

/// The pairs of 256-bit blocks that a transpose of 64-bit values ends with: all even 128-bit blocks
/// of p, then of q; and all odd ones.
#if HWY_TARGET == HWY_AVX3
template <class V>
ALDER_INLINE V even_blocks(V p, V q) {
  return V{_mm512_shuffle_i64x2(p.raw, q.raw, 0x88)};
}
template <class V>
ALDER_INLINE V odd_blocks(V p, V q) {
  return V{_mm512_shuffle_i64x2(p.raw, q.raw, 0xDD)};
}
#elif HWY_TARGET == HWY_AVX2
template <class V>
ALDER_INLINE V even_blocks(V p, V q) {
  return hn::ConcatLowerLower(hn::DFromV<V>(), q, p);
}
template <class V>
ALDER_INLINE V odd_blocks(V p, V q) {
  return hn::ConcatUpperUpper(hn::DFromV<V>(), q, p);
}
#endif

#if HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX2
// Whole-atom 256-bit loads. With 8 lanes a part is two atoms, in an order that the last shuffle
// undoes.
template <class D>
ALDER_INLINE Quad<D> load_atoms(D d, const Position* base, const std::uint16_t* entry) {
  const hn::FixedTag<std::int64_t, 4> d4;
  const auto at = [&](std::size_t k) {
    return hn::Load(d4, reinterpret_cast<const std::int64_t*>(atom_at(base, entry[k])));
  };
  const auto part = [&](std::size_t k) {
    if constexpr (hn::MaxLanes(D()) == 8) {
      constexpr std::size_t first[] = {0, 1, 4, 5};
      return hn::Combine(d, at(first[k] + 2), at(first[k]));
    } else {
      return at(k);
    }
  };
  const auto a = part(0), b = part(1), c = part(2), e = part(3);
  const auto xz0 = hn::InterleaveLower(d, a, b), xz1 = hn::InterleaveLower(d, c, e);
  const auto yw0 = hn::InterleaveUpper(d, a, b), yw1 = hn::InterleaveUpper(d, c, e);
  return {even_blocks(xz0, xz1), even_blocks(yw0, yw1), odd_blocks(xz0, xz1), odd_blocks(yw0, yw1)};
}
#else
template <class D>
ALDER_INLINE Quad<D> load_atoms(D d, const Position* base, const std::uint16_t* entry) {
  const auto part = [&](std::size_t m, std::size_t offset) {
    return load_blocks(d, [&](std::size_t k) {
      return reinterpret_cast<const std::int64_t*>(atom_at(base, entry[2 * k + m])) + offset;
    });
  };
  const auto a = part(0, 0), b = part(1, 0), c = part(0, 2), e = part(1, 2);
  return {hn::InterleaveLower(d, a, b), hn::InterleaveUpper(d, a, b), hn::InterleaveLower(d, c, e),
          hn::InterleaveUpper(d, c, e)};
}
#endif

}  // namespace alder::ALDER_SIMD_NAMESPACE
