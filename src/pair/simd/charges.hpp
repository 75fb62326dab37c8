// SPDX-License-Identifier: BSD-3-Clause
// The charges of a vector of pairs, for potentials that use them.
#pragma once

#include "pair/simd/kernel.hpp"
#include "pair/simd/lanes.hpp"

namespace alder::ALDER_SIMD_NAMESPACE {

/// C q_i q_j of the atom of a row and its neighbors; without `Uses` nothing is loaded and it is 0.
template <class T, bool Uses>
class Charges {
 public:
  using Tag = hn::ScalableTag<T>;

  explicit ALDER_INLINE Charges(const PairKernelInput& in)
      : charge_(static_cast<const T*>(in.charge)), coulomb_(in.coulomb) {}
  /// Call for each atom.
  ALDER_INLINE void begin_row([[maybe_unused]] std::int64_t i) {
    if constexpr (Uses) own_ = Lanes<T>(coulomb_ * static_cast<double>(charge_[i]));
  }
  /// Of the neighbors that the next entries of a part of the list with this base mean.
  ALDER_INLINE Lanes<T> products([[maybe_unused]] std::uint32_t base,
                                 [[maybe_unused]] const std::uint16_t* entry) const {
    if constexpr (Uses) {
      const hn::RebindToSigned<Tag> index;
      return own_ * Lanes<T>(hn::GatherIndex(Tag(), charge_ + base, load(index, entry)));
    } else {
      return {};
    }
  }

 private:
  using Index = hn::VFromD<hn::RebindToSigned<Tag>>;

  // Storage indices from the base on, as wide as a charge.
  template <class D>
  static ALDER_INLINE Index load(D d, const std::uint16_t* entry) {
    static_assert(ListPart::scale == 2);
    const hn::Rebind<std::uint16_t, D> narrow;
    const hn::Rebind<std::uint32_t, D> middle;
    const auto doubled = hn::PromoteTo(middle, hn::LoadU(narrow, entry));
    if constexpr (sizeof(T) == 4) {
      return hn::BitCast(d, hn::ShiftRight<1>(doubled));
    } else {
      const hn::RebindToUnsigned<D> wide;
      return hn::BitCast(d, hn::ShiftRight<1>(hn::PromoteTo(wide, doubled)));
    }
  }

  const T* charge_;
  double coulomb_;
  Lanes<T> own_;
};

}  // namespace alder::ALDER_SIMD_NAMESPACE
