// SPDX-License-Identifier: BSD-3-Clause
// Rows of the neighbor list over SIMD vectors of 16-bit numbers: distances to runs of atoms that
// lie side by side in storage, and the near ones' indices compressed into the row.
#pragma once

#include <hwy/highway.h>

#include <array>
#include <cstdint>

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
    ListRowsKernel kernel(in, out);
    kernel.collect_candidates(begin);
    return in.window.orthogonal ? kernel.rows<true>(begin, end, place)
                                : kernel.rows<false>(begin, end, place);
  }

 private:
  static constexpr std::int32_t scale = NeighborView::host_scale;

  using Short = hn::ScalableTag<std::int16_t>;
  using Integer = hn::ScalableTag<std::int32_t>;
  using ShortVector = hn::VFromD<Short>;
  using IntegerVector = hn::VFromD<Integer>;
  static constexpr std::size_t short_lanes = hn::MaxLanes(Short());
  static constexpr std::size_t integer_lanes = hn::MaxLanes(Integer());
  static_assert(short_lanes <= list_padding);

  ALDER_INLINE ListRowsKernel(const ListRowsInput& in, const ListRowsOutput& out)
      : in_(in),
        out_(out),
        x_(reinterpret_cast<std::int16_t*>(in.place_room)),
        y_(x_ + in.room_stride),
        z_(y_ + in.room_stride),
        index_(in.index_room) {}

  // The chosen lanes, lowest first, as a number.
  ALDER_INLINE static std::uint32_t bits_of(hn::MFromD<Short> chosen) {
#if HWY_TARGET == HWY_AVX3
    return chosen.raw;
#else
    std::uint8_t bits[8] = {};
    hn::StoreMaskBits(Short(), chosen, bits);
    return bits[0] | static_cast<std::uint32_t>(bits[1]) << 8;
#endif
  }

  // Stores the chosen lanes side by side, and whatever behind them; returns how many.
  ALDER_INLINE static std::int64_t compress(IntegerVector v, std::uint32_t chosen,
                                            std::int32_t* to) {
    const Integer di;
#if HWY_TARGET == HWY_AVX3
    hn::StoreU(IntegerVector{_mm512_maskz_compress_epi32(static_cast<__mmask16>(chosen), v.raw)},
               di, to);
#else
    // Highway's own Compress copies its table at every call when GCC 12 compiles it.
    const auto numbers = hn::Set(hn::RebindToUnsigned<Integer>(), lane_numbers[chosen]);
    const auto shifts = hn::Mul(hn::Iota(di, 0), hn::Set(di, 4));
    const auto lanes = hn::And(hn::BitCast(di, hn::Shr(hn::BitCast(di, numbers), shifts)),
                               hn::Set(di, static_cast<std::int32_t>(integer_lanes) - 1));
    hn::StoreU(hn::TableLookupLanes(v, hn::IndicesFromVec(di, lanes)), di, to);
#endif
    return __builtin_popcount(chosen);
  }

  // Copies the atoms of all runs side by side, so that the loops over them are long: each atom of a
  // cell goes through the same ones. Notes which is atom `own`.
  ALDER_INLINE void collect_candidates(std::int64_t own) {
    const Short ds;
    const Integer di;
    constexpr auto chunk = static_cast<std::int64_t>(short_lanes);
    const IntegerVector first_lanes = hn::Mul(hn::Iota(di, 0), hn::Set(di, scale));
    const auto copy = [&](const std::uint16_t* from, std::int16_t* to) {
      hn::StoreU(hn::LoadU(ds, reinterpret_cast<const std::int16_t*>(from)), ds, to);
    };
    const ListRowsInput in = in_;  // here nothing that is stored can change it
    std::int64_t n = 0, self = 0;
    for (std::int64_t r = 0; r < in.n_runs; ++r) {
      const std::int64_t first = in.runs[r].begin, last = in.runs[r].end;
      if (first <= own && own < last) self = n + (own - first);
      for (std::int64_t j = first; j < last; j += chunk) {
        const std::int64_t to = n + (j - first);
        copy(in.x + j, x_ + to);
        copy(in.y + j, y_ + to);
        copy(in.z + j, z_ + to);
        for (std::int64_t k = 0; k < chunk; k += integer_lanes) {
          const auto index = hn::Set(di, static_cast<std::int32_t>(j + k) * scale);
          hn::StoreU(hn::Add(index, first_lanes), di, index_ + to + k);
        }
      }
      n += last - first;
    }
    n_ = n, own_ = self;
  }

  // ListWindow in all lanes.
  struct Window {
    ShortVector xx, yy, zz, xy, xz, yz, limit;
    ALDER_INLINE explicit Window(const ListWindow& w)
        : xx(hn::Set(Short(), w.xx)),
          yy(hn::Set(Short(), w.yy)),
          zz(hn::Set(Short(), w.zz)),
          xy(hn::Set(Short(), w.xy)),
          xz(hn::Set(Short(), w.xz)),
          yz(hn::Set(Short(), w.yz)),
          limit(hn::Set(Short(), w.limit)) {}
  };

  // Which lanes of differences of places are near.
  template <bool Orthogonal>
  ALDER_INLINE static std::uint32_t near(const Window& w, ShortVector dx, ShortVector dy,
                                         ShortVector dz) {
    const auto times = [](ShortVector a, ShortVector b) { return hn::MulFixedPoint15(a, b); };
    if constexpr (Orthogonal) {
      dx = times(dx, w.xx);
      dy = times(dy, w.yy);
    } else {
      dx = hn::Add(times(dx, w.xx), hn::Add(times(dy, w.xy), times(dz, w.xz)));
      dy = hn::Add(times(dy, w.yy), times(dz, w.yz));
    }
    dz = times(dz, w.zz);
    const ShortVector r2 =
        hn::Add(hn::MulHigh(dz, dz), hn::Add(hn::MulHigh(dy, dy), hn::MulHigh(dx, dx)));
    return bits_of(hn::Lt(r2, w.limit));
  }

  template <bool Orthogonal>
  ALDER_INLINE std::int64_t rows(std::int64_t begin, std::int64_t end, std::int64_t place) const {
    const Short ds;
    const Integer di;
    constexpr auto lanes = static_cast<std::int64_t>(short_lanes);
    constexpr std::uint32_t half = (1U << (integer_lanes % 32)) - 1;
    const Window window(in_.window);
    const std::int16_t *const xs = x_, *const ys = y_, *const zs = z_;
    const std::int32_t* const indices = index_;
    const std::int64_t n = n_;
    auto* const out = reinterpret_cast<std::int32_t*>(out_.index);
    const std::int64_t last = (n - 1) / lanes * lanes;
    const auto last_bits = static_cast<std::uint32_t>((std::uint64_t{1} << (n - last)) - 1);
    for (std::int64_t i = begin; i < end; ++i) {
      const std::int64_t self = own_ + (i - begin);
      const auto x = hn::Set(ds, xs[self]), y = hn::Set(ds, ys[self]), z = hn::Set(ds, zs[self]);
      out_.start[i] = place;
      for (std::int64_t k = 0; k < n; k += lanes) {
        const std::uint32_t itself = self - k < lanes && self >= k ? 1U << (self - k) : 0;
        const std::uint32_t existing = k == last ? last_bits : ~0U;
        const std::uint32_t kept =
            near<Orthogonal>(window, hn::Sub(x, hn::LoadU(ds, xs + k)),
                             hn::Sub(y, hn::LoadU(ds, ys + k)), hn::Sub(z, hn::LoadU(ds, zs + k))) &
            existing & ~itself;
        __builtin_prefetch(out + place + 512, 1);
        place += compress(hn::LoadU(di, indices + k), kept & half, out + place);
        place += compress(hn::LoadU(di, indices + k + integer_lanes), kept >> integer_lanes & half,
                          out + place);
      }
      out_.count[i] = static_cast<std::int32_t>(place - out_.start[i]);
    }
    return place;
  }

  const ListRowsInput& in_;
  const ListRowsOutput& out_;
  std::int16_t *x_, *y_, *z_;  ///< the candidates
  std::int32_t* index_;
  std::int64_t n_ = 0, own_ = 0;
};

}  // namespace alder::ALDER_SIMD_NAMESPACE
