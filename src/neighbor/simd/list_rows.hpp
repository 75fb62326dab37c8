// SPDX-License-Identifier: BSD-3-Clause
// Rows of the neighbor list over SIMD vectors: distances to runs of atoms that lie side by side in
// storage, and the near ones' indices compressed into the row.
#pragma once

#include <hwy/highway.h>

#include <array>

#include "base/platform.hpp"
#include "neighbor/list_rows.hpp"
#include "neighbor/neighbor_view.hpp"

namespace alder::ALDER_SIMD_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET != HWY_AVX3
/// For each set of at most eight lanes their numbers, lowest first, four bits each.
constexpr std::array<std::uint32_t, 256> make_lane_numbers() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t set = 0; set < 256; ++set) {
    std::uint32_t shift = 0;
    for (std::uint32_t lane = 0; lane < 8; ++lane) {
      if ((set >> lane & 1U) == 0) continue;
      table[set] |= lane << shift;
      shift += 4;
    }
  }
  return table;
}
alignas(64) static constexpr std::array<std::uint32_t, 256> lane_numbers = make_lane_numbers();
#endif

class ListRowsKernel {
 public:
  static std::int64_t run(const ListRowsInput& in, const ListRowsOutput& out, std::int64_t begin,
                          std::int64_t end, std::int64_t place) {
    const ListRowsKernel kernel(in, out);
    return in.orthogonal ? kernel.rows<true>(begin, end, place)
                         : kernel.rows<false>(begin, end, place);
  }

 private:
  static constexpr std::int32_t scale = NeighborView::host_scale;

  using Float = hn::ScalableTag<float>;
  using Integer = hn::RebindToSigned<Float>;
  using FloatVector = hn::VFromD<Float>;
  using IntegerVector = hn::VFromD<Integer>;
  using IntegerMask = hn::MFromD<Integer>;

  ALDER_INLINE ListRowsKernel(const ListRowsInput& in, const ListRowsOutput& out)
      : in_(in),
        out_(out),
        x_(in.room),
        y_(in.room + in.room_stride),
        z_(in.room + 2 * in.room_stride),
        index_(in.room + 3 * in.room_stride) {}

  ALDER_INLINE static FloatVector all(double value) {
    return hn::Set(Float(), static_cast<float>(value));
  }
  ALDER_INLINE static FloatVector difference(IntegerVector a, const std::int32_t* b) {
    return hn::ConvertTo(Float(), hn::Sub(a, hn::LoadU(Integer(), b)));
  }

  // Stores the chosen lanes side by side, and whatever behind them; returns how many.
  ALDER_INLINE static std::int64_t compress(IntegerVector v, IntegerMask chosen, std::int32_t* to) {
    const Integer di;
#if HWY_TARGET == HWY_AVX3
    hn::StoreU(hn::Compress(v, chosen), di, to);
    return static_cast<std::int64_t>(hn::CountTrue(di, chosen));
#else
    // Highway's own Compress copies its table at every call when GCC 12 compiles it.
    std::uint8_t bits[8] = {};
    hn::StoreMaskBits(di, chosen, bits);
    const auto numbers = hn::Set(hn::RebindToUnsigned<Integer>(), lane_numbers[bits[0]]);
    const auto shifts = hn::Mul(hn::Iota(di, 0), hn::Set(di, 4));
    const auto lanes = hn::And(hn::BitCast(di, hn::Shr(hn::BitCast(di, numbers), shifts)),
                               hn::Set(di, static_cast<std::int32_t>(hn::Lanes(di)) - 1));
    hn::StoreU(hn::TableLookupLanes(v, hn::IndicesFromVec(di, lanes)), di, to);
    return __builtin_popcount(bits[0]);
#endif
  }

  // Copies the atoms of all runs side by side, so that the loops over them are long; returns how
  // many there are. Each atom of a cell goes through the same ones.
  ALDER_INLINE std::int64_t collect_candidates() const {
    const Integer di;
    const auto lanes = static_cast<std::int64_t>(hn::Lanes(di));
    const IntegerVector first_lanes = hn::Mul(hn::Iota(di, 0), hn::Set(di, scale));
    const auto copy = [&](const std::int32_t* from, std::int32_t* to) {
      hn::StoreU(hn::LoadU(di, from), di, to);
    };
    std::int64_t n = 0;
    for (std::int64_t r = 0; r < in_.n_runs; ++r) {
      const std::int64_t first = in_.runs[r].begin, last = in_.runs[r].end;
      for (std::int64_t j = first; j < last; j += lanes) {
        const std::int64_t to = n + (j - first);
        copy(in_.x + j, x_ + to);
        copy(in_.y + j, y_ + to);
        copy(in_.z + j, z_ + to);
        hn::StoreU(hn::Add(hn::Set(di, static_cast<std::int32_t>(j) * scale), first_lanes), di,
                   index_ + to);
      }
      n += last - first;
    }
    return n;
  }

  template <bool Orthogonal>
  ALDER_INLINE std::int64_t rows(std::int64_t begin, std::int64_t end, std::int64_t place) const {
    const Integer di;
    const auto lanes = static_cast<std::int64_t>(hn::Lanes(di));
    const FloatVector xx = all(in_.scale.xx), yy = all(in_.scale.yy), zz = all(in_.scale.zz),
                      xy = all(in_.scale.xy), xz = all(in_.scale.xz), yz = all(in_.scale.yz),
                      range2 = hn::Set(Float(), in_.range2);
    auto* const out = reinterpret_cast<std::int32_t*>(out_.index);
    const std::int64_t n = collect_candidates();
    for (std::int64_t i = begin; i < end; ++i) {
      const IntegerVector x = hn::Set(di, in_.x[i]), y = hn::Set(di, in_.y[i]),
                          z = hn::Set(di, in_.z[i]),
                          self = hn::Set(di, static_cast<std::int32_t>(i) * scale);
      out_.start[i] = place;
      for (std::int64_t k = 0; k < n; k += lanes) {
        FloatVector dx = difference(x, x_ + k), dy = difference(y, y_ + k),
                    dz = difference(z, z_ + k);
        dx = hn::Mul(xx, dx);
        if constexpr (Orthogonal) {
          dy = hn::Mul(yy, dy);
        } else {
          dx = hn::MulAdd(xz, dz, hn::MulAdd(xy, dy, dx));
          dy = hn::MulAdd(yz, dz, hn::Mul(yy, dy));
        }
        dz = hn::Mul(zz, dz);
        const FloatVector r2 = hn::MulAdd(dz, dz, hn::MulAdd(dy, dy, hn::Mul(dx, dx)));
        const IntegerVector atom = hn::LoadU(di, index_ + k);
        IntegerMask kept = hn::And(hn::RebindMask(di, hn::Lt(r2, range2)), hn::Ne(atom, self));
        if (HWY_UNLIKELY(k + lanes > n)) {
          kept = hn::And(kept, hn::FirstN(di, static_cast<std::size_t>(n - k)));
        }
        place += compress(atom, kept, out + place);
      }
      out_.count[i] = static_cast<std::int32_t>(place - out_.start[i]);
    }
    return place;
  }

  const ListRowsInput& in_;
  const ListRowsOutput& out_;
  std::int32_t *x_, *y_, *z_, *index_;  ///< the candidates
};

}  // namespace alder::ALDER_SIMD_NAMESPACE
