// SPDX-License-Identifier: BSD-3-Clause
// Rows of the neighbor list over SIMD vectors of 16-bit numbers: distances to runs of atoms that
// lie side by side in storage, and the near ones' entries compressed into the row.
#pragma once

#include <hwy/highway.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/platform.hpp"
#include "neighbor/list_rows.hpp"
#include "neighbor/neighbor_view.hpp"

namespace alder::ALDER_SIMD_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET != HWY_AVX3
/// For each set of eight 16-bit lanes, lowest first, the bytes of its members side by side.
struct alignas(16) LaneBytes {
  std::uint8_t byte[16];
};
constexpr std::array<LaneBytes, 256> make_lane_bytes() {
  std::array<LaneBytes, 256> table{};
  for (std::uint32_t set = 0; set < 256; ++set) {
    std::size_t n = 0;
    for (std::uint8_t lane = 0; lane < 8; ++lane) {
      if ((set >> lane & 1U) == 0) continue;
      table[set].byte[n++] = static_cast<std::uint8_t>(2 * lane);
      table[set].byte[n++] = static_cast<std::uint8_t>(2 * lane + 1);
    }
  }
  return table;
}
static constexpr std::array<LaneBytes, 256> lane_bytes = make_lane_bytes();
#endif

class ListRowsKernel {
 public:
  static ListRowsResult run(const ListRowsInput& in, const ListRowsOutput& out, std::int64_t begin,
                            std::int64_t end, std::int64_t place) {
    ListRowsKernel kernel(in, out);
    kernel.collect_candidates(begin);
    switch (in.window.shape) {
      case Shape::cubic: return kernel.rows<Shape::cubic>(begin, end, place);
      case Shape::orthogonal: return kernel.rows<Shape::orthogonal>(begin, end, place);
      case Shape::triclinic: break;
    }
    return kernel.rows<Shape::triclinic>(begin, end, place);
  }

 private:
  using Shape = ListWindow::Shape;
  using Short = hn::ScalableTag<std::int16_t>;
  using ShortVector = hn::VFromD<Short>;
  static constexpr std::int64_t lanes = hn::MaxLanes(Short());
  static_assert(lanes <= list_padding && ListPart::step <= list_padding);

  ALDER_INLINE ListRowsKernel(const ListRowsInput& in, const ListRowsOutput& out)
      : in_(in),
        out_(out),
        x_(reinterpret_cast<std::int16_t*>(in.room)),
        y_(x_ + in.room_stride),
        z_(y_ + in.room_stride),
        entry_(in.room + 3 * in.room_stride) {}

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

  // Stores the chosen ones of the next entries side by side, and whatever behind them.
  ALDER_INLINE static void compress(const std::uint16_t* from, std::uint32_t chosen,
                                    std::uint16_t* to) {
#if HWY_TARGET == HWY_AVX3 && defined(__AVX512VBMI2__)
    _mm512_storeu_si512(to, _mm512_maskz_compress_epi16(chosen, _mm512_loadu_si512(from)));
#elif HWY_TARGET == HWY_AVX3
    for (int half = 0; half < 2; ++half) {
      const __m512i wide = _mm512_cvtepu16_epi32(
          _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + 16 * half)));
      const auto lowest = static_cast<__mmask16>(chosen >> (16 * half));
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(to),
                          _mm512_cvtepi32_epi16(_mm512_maskz_compress_epi32(lowest, wide)));
      to += __builtin_popcount(lowest);
    }
#else
    const hn::CappedTag<std::uint16_t, 8> d;
    const hn::Repartition<std::uint8_t, decltype(d)> bytes;
    for (int k = 0; k < lanes; k += 8) {
      const std::uint32_t eight = chosen >> k & 255;
      const auto entries = hn::BitCast(bytes, hn::LoadU(d, from + k));
      const auto order = hn::Load(bytes, lane_bytes[eight].byte);
      hn::StoreU(hn::BitCast(d, hn::TableLookupBytes(entries, order)), d, to);
      to += __builtin_popcount(eight);
    }
#endif
  }

  // Copies the atoms of all runs side by side, so that the loops over them are long: each atom of a
  // cell goes through the same ones. Notes which is atom `own`.
  ALDER_INLINE void collect_candidates(std::int64_t own) {
    // Nearly every run fits: whether another round is needed could not be foreseen.
    const hn::CappedTag<std::uint16_t, 32> d;
    constexpr std::int64_t chunk = hn::MaxLanes(d);
    const auto lane = hn::Mul(hn::Iota(d, 0), hn::Set(d, ListPart::scale));
    const ListRowsInput in = in_;  // here nothing that is stored can change it
    auto *const x = in.room, *const y = x + in.room_stride, *const z = y + in.room_stride;
    std::uint16_t* const entries = entry_;
    std::int64_t n = 0, self = 0;
    const ListRun* run = in.runs;
    for (std::int64_t g = 0; g < in.n_groups; ++g) {
      const ListRunGroup group = in.groups[g];
      for (const ListRun* const end = run + group.n_runs; run < end; ++run) {
        const std::int64_t first = run->begin, last = run->end;
        if (first <= own && own < last) self = n + (own - first);
        for (std::int64_t j = first; j < last; j += chunk) {
          const std::int64_t to = n + (j - first);
          hn::StoreU(hn::LoadU(d, in.x + j), d, x + to);
          hn::StoreU(hn::LoadU(d, in.y + j), d, y + to);
          hn::StoreU(hn::LoadU(d, in.z + j), d, z + to);
          const auto entry = static_cast<std::uint16_t>((j - group.low) * ListPart::scale);
          hn::StoreU(hn::Add(hn::Set(d, entry), lane), d, entries + to);
        }
        n += last - first;
      }
    }
    own_ = self;
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
  template <Shape shape>
  ALDER_INLINE static std::uint32_t near(const Window& w, ShortVector dx, ShortVector dy,
                                         ShortVector dz) {
    const auto times = [](ShortVector a, ShortVector b) { return hn::MulFixedPoint15(a, b); };
    if constexpr (shape == Shape::cubic) {
      // Sums beyond the largest number stay there: they are far.
      const ShortVector r2 = hn::SaturatedAdd(
          hn::MulHigh(dz, dz), hn::SaturatedAdd(hn::MulHigh(dy, dy), hn::MulHigh(dx, dx)));
      return bits_of(hn::Lt(r2, w.limit));
    }
    if constexpr (shape == Shape::orthogonal) {
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

  // The atom of a row: its place in all lanes, and which candidate it is.
  struct Center {
    ShortVector x, y, z;
    std::int64_t self;
  };

  // Writes the entries of candidates [begin, end) from `to` on; returns the place behind them.
  template <Shape shape>
  ALDER_INLINE std::uint16_t* entries(const Window& window, const Center& c, std::int64_t begin,
                                      std::int64_t end, std::uint16_t* to) const {
    for (int line = 0; line < 4; ++line) __builtin_prefetch(to + 1024 + 32 * line, 1);
    std::int64_t k = begin;
    for (; end - k > lanes; k += lanes) to = vector<shape>(window, c, k, ~0U, to);
    const auto existing = static_cast<std::uint32_t>((std::uint64_t{1} << (end - k)) - 1);
    return vector<shape>(window, c, k, existing, to);
  }

  // The same of those of the candidates from k on that are in `existing`.
  template <Shape shape>
  ALDER_INLINE std::uint16_t* vector(const Window& window, const Center& c, std::int64_t k,
                                     std::uint32_t existing, std::uint16_t* to) const {
    const Short ds;
    // Without a branch: the processor could not foresee which vector the atom itself is in.
    const auto ahead = static_cast<std::uint64_t>(c.self - k);
    const std::uint32_t itself = (ahead < lanes ? 1U : 0U) << (ahead % 32);
    const std::uint32_t kept =
        near<shape>(window, hn::Sub(c.x, hn::LoadU(ds, x_ + k)),
                    hn::Sub(c.y, hn::LoadU(ds, y_ + k)), hn::Sub(c.z, hn::LoadU(ds, z_ + k))) &
        existing & ~itself;
    compress(entry_ + k, kept, to);
    return to + __builtin_popcount(kept);
  }

  template <Shape shape>
  ALDER_INLINE ListRowsResult rows(std::int64_t begin, std::int64_t end, std::int64_t place) const {
    const Short ds;
    const Window window(in_.window);
    std::uint16_t* head = out_.part + place;
    std::int64_t total = 0;
    for (std::int64_t i = begin; i < end; ++i) {
      const std::int64_t self = own_ + (i - begin);
      const Center center{hn::Set(ds, x_[self]), hn::Set(ds, y_[self]), hn::Set(ds, z_[self]),
                          self};
      out_.start[i] = head - out_.part;
      std::uint16_t* before = nullptr;  // the head of the part before
      for (std::int64_t g = 0, k = 0; g < in_.n_groups; ++g) {
        const ListRunGroup& group = in_.groups[g];
        std::uint16_t* const first = head + ListPart::head;
        const std::int64_t n = entries<shape>(window, center, k, k + group.n_atoms, first) - first;
        k += group.n_atoms;
        // Only a row without any entry has a part without.
        if (n == 0 && (before != nullptr || g + 1 < in_.n_groups)) continue;
        put_head(before, head, group, n);
        before = head;
        head += ListPart::items(n);
        total += n;
      }
    }
    return {head - out_.part, total};
  }

  // Completes the part whose entries are there, and links it to the part before.
  ALDER_INLINE static void put_head(std::uint16_t* before, std::uint16_t* head,
                                    const ListRunGroup& group, std::int64_t count) {
    const ListPart part{static_cast<std::uint32_t>(group.low), static_cast<std::uint16_t>(count),
                        0};
    std::memcpy(head, &part, sizeof part);
    std::memset(head + ListPart::head + count, 0, ListPart::step * sizeof(std::uint16_t));
    if (before != nullptr) before[offsetof(ListPart, more) / sizeof(std::uint16_t)] = 1;
  }

  const ListRowsInput& in_;
  const ListRowsOutput& out_;
  std::int16_t *x_, *y_, *z_;  ///< the candidates
  std::uint16_t* entry_;
  std::int64_t own_ = 0;
};

}  // namespace alder::ALDER_SIMD_NAMESPACE
