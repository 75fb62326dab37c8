// SPDX-License-Identifier: BSD-3-Clause
// The energy and virial of one atom while its row of neighbors is worked through.
#pragma once

#include "pair/simd/row_sum.hpp"

namespace alder::ALDER_SIMD_NAMESPACE {

/// The terms of one pair: energy, then the virial xx yy zz xy xz yz, then the part of the energy
/// that is between charges.
template <class T>
struct EnergyTerms {
  Lanes<T> term[8];

  ALDER_INLINE EnergyTerms() = default;
  ALDER_INLINE EnergyTerms(Lanes<T> u, Lanes<T> f, Lanes<T> dx, Lanes<T> dy, Lanes<T> dz) {
    const Lanes<T> fx = f * dx, fy = f * dy, fz = f * dz;
    term[0] = u;
    term[1] = fx * dx, term[2] = fy * dy, term[3] = fz * dz;
    term[4] = fx * dy, term[5] = fx * dz, term[6] = fy * dz;
  }
};

/// Sums in the arithmetic of the loop, in the order of the neighbor list.
template <class T>
class RowEnergy {
 public:
  ALDER_INLINE void add(Lanes<T> u, Lanes<T> f, Lanes<T> dx, Lanes<T> dy, Lanes<T> dz) {
    const Lanes<T> fx = f * dx, fy = f * dy, fz = f * dz;
    sum_.term[0] = sum_.term[0] + u;
    sum_.term[1] = multiply_add(fx, dx, sum_.term[1]);
    sum_.term[2] = multiply_add(fy, dy, sum_.term[2]);
    sum_.term[3] = multiply_add(fz, dz, sum_.term[3]);
    sum_.term[4] = multiply_add(fx, dy, sum_.term[4]);
    sum_.term[5] = multiply_add(fx, dz, sum_.term[5]);
    sum_.term[6] = multiply_add(fy, dz, sum_.term[6]);
  }
  /// Part of the energies added before.
  ALDER_INLINE void add_coul([[maybe_unused]] double grid, Lanes<T> u) {
    sum_.term[7] = sum_.term[7] + u;
  }
  /// Rows are added up in double; `Coul`: add_coul was called.
  template <bool Coul>
  ALDER_INLINE void add_to(EnergyTerms<double>& total) const {
    const hn::ScalableTag<double> d;
    for (int k = 0; k < (Coul ? 8 : 7); ++k) {
      Lanes<double>& t = total.term[k];
      if constexpr (sizeof(T) == 8) {
        t = t + sum_.term[k];
      } else {
        const hn::Half<hn::ScalableTag<T>> half;
        const auto v = sum_.term[k].v;
        t.v = hn::Add(t.v, hn::Add(hn::PromoteTo(d, hn::LowerHalf(half, v)),
                                   hn::PromoteTo(d, hn::UpperHalf(half, v))));
      }
    }
  }

 private:
  EnergyTerms<T> sum_;
};

/// Every term is rounded once to a multiple of a grid, and these are added as 64-bit integers: the
/// same bits in any order of the neighbors.
template <class T>
class FixedRowEnergy {
 public:
  ALDER_INLINE void add(double grid, Lanes<T> u, Lanes<T> f, Lanes<T> dx, Lanes<T> dy,
                        Lanes<T> dz) {
    const Lanes<T> scale(1 / grid);  // a power of two: exact
    const EnergyTerms<T> t(u * scale, f * scale, dx, dy, dz);
    const auto trace = hn::Add(t.term[1].v, hn::Add(t.term[2].v, t.term[3].v));
    size_ = hn::Max(size_, hn::Max(hn::Abs(t.term[0].v), hn::Abs(trace)));
    for (int k = 0; k < 7; ++k) add_rounded(sum_[k], t.term[k].v);
  }
  /// Part of the energies added before.
  ALDER_INLINE void add_coul(double grid, Lanes<T> u) {
    add_rounded(sum_[7], (u * Lanes<T>(1 / grid)).v);
  }
  /// The sums after `vectors` calls of add, and of add_coul where `Coul`, at out[0..8); `largest`
  /// becomes at least the largest multiple of the grid met.
  template <bool Coul>
  ALDER_INLINE void finish(double grid, std::size_t vectors, double* out, double& largest) const {
    for (std::size_t half = 0; half < 2; ++half) {
      const auto* s = sum_ + 4 * half;
      const auto sum =
          without(sums(Long(), s[0], s[1], s[2], s[3]), magic_number, vectors * hn::Lanes(Tag()));
      const Four<double> terms = scaled(sum, grid);
      for (std::size_t k = 0; k < Four<double>::parts; ++k) {
        const Four<double>::Tag d;
        hn::StoreU(terms.part[k], d, out + 4 * half + k * hn::Lanes(d));
      }
    }
    if constexpr (!Coul) out[7] = 0;
    const auto size = static_cast<double>(hn::GetLane(hn::MaxOfLanes(Tag(), size_)));
    largest = size > largest ? size : largest;
  }

 private:
  using Tag = hn::ScalableTag<T>;
  using Long = hn::ScalableTag<std::int64_t>;
  static constexpr double magic_number = 6755399441055744.0;  // 1.5 * 2^52

  static ALDER_INLINE void add_rounded(hn::VFromD<Long>& sum, hn::VFromD<Tag> v) {
    const hn::ScalableTag<double> d;
    const auto magic = hn::Set(d, magic_number);
    const auto add = [&](auto wide) {
      sum = hn::Add(sum, hn::BitCast(Long(), hn::Add(wide, magic)));
    };
    if constexpr (sizeof(T) == 8) {
      add(v);
    } else {
      const hn::Half<Tag> half;
      add(hn::PromoteTo(d, hn::LowerHalf(half, v)));
      add(hn::PromoteTo(d, hn::UpperHalf(half, v)));
    }
  }

  hn::VFromD<Long> sum_[8] = {hn::Zero(Long()), hn::Zero(Long()), hn::Zero(Long()),
                              hn::Zero(Long()), hn::Zero(Long()), hn::Zero(Long()),
                              hn::Zero(Long()), hn::Zero(Long())};
  hn::VFromD<Tag> size_ = hn::Zero(Tag());
};

}  // namespace alder::ALDER_SIMD_NAMESPACE
