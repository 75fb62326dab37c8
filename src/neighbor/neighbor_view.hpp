// SPDX-License-Identifier: BSD-3-Clause
// What a pair loop sees of a neighbor list.
#pragma once

#include <cstdint>
#include <cstring>

#include "base/platform.hpp"

namespace alder {

/// The head of one part of a row on the host.
struct ListPart {
  /// Entries count from `base` in units of half an atom: a position is 16 or 32 bytes, of which the
  /// processor's address modes find the former without an instruction of its own.
  static constexpr std::uint32_t scale = 2;
  static constexpr std::int64_t span = 65536 / scale;  ///< atoms that a part can tell apart
  static constexpr std::int64_t head = 4;              ///< items of this head
  /// Parts are filled up to a multiple of so many entries with zeros: loops read whole vectors, one
  /// also of a part without entries.
  static constexpr std::int64_t step = 16;

  std::uint32_t base;   ///< a storage index
  std::uint16_t count;  ///< entries that follow
  std::uint16_t more;   ///< 1: another part of this row follows them, else 0

  [[nodiscard]] static constexpr std::int64_t items(std::int64_t count) {
    return head + ((count > 1 ? count : 1) + step - 1) / step * step;
  }
};
static_assert(sizeof(ListPart) == ListPart::head * sizeof(std::uint16_t));

/// A full list: row i holds the storage indices of all atoms (ghosts included) within cutoff + skin
/// of local atom i when the list was built, never i itself. On the host a row is one ListPart or
/// several, one behind the other, mostly one: neighbors are close in storage too. On a GPU the
/// entries of a row are the indices, `slice` apart.
struct NeighborView {
  static constexpr std::int64_t slice = 32;  ///< rows stored side by side on a GPU: a warp's

  const std::int64_t* start = nullptr;   ///< first item of each row in `part` or `index`
  const std::uint16_t* part = nullptr;   ///< on the host
  const std::int32_t* count = nullptr;   ///< on a GPU: entries of each row
  const std::uint32_t* index = nullptr;  ///< on a GPU
  /// Where a GPU notes that its atoms have moved too far for this list; null where that is known
  /// not to be, and where sums are wanted of every row. Pair loops that find it set leave
  /// everything as it is: they will be run again.
  const std::int32_t* stale = nullptr;
  /// On a GPU with ghosts, all rows: first the `n_interior` ones without a ghost in them, then the
  /// others, both in their order. Else null.
  const std::uint32_t* parted = nullptr;
  std::int64_t n_interior = 0;
};

/// Reads a list on the host.
struct HostRows {
  NeighborView list;

  /// Calls visit(part, its entries) for all parts of row i.
  template <class Visit>
  void for_each_part(std::int64_t i, const Visit& visit) const {
    const std::uint16_t* at = list.part + list.start[i];
    for (bool more = true; more;) {
      ListPart part;
      std::memcpy(&part, at, sizeof part);
      visit(part, at + ListPart::head);
      at += ListPart::items(part.count);
      more = part.more != 0;
    }
  }
  /// Calls visit(j) for all neighbors j of atom i, in storage indices.
  template <class Visit>
  void for_each(std::int64_t i, const Visit& visit) const {
    for_each_part(i, [&](const ListPart& part, const std::uint16_t* entry) {
      for (std::uint32_t k = 0; k < part.count; ++k) visit(part.base + entry[k] / ListPart::scale);
    });
  }
  [[nodiscard]] std::int64_t count(std::int64_t i) const {
    std::int64_t count = 0;
    for_each_part(i, [&](const ListPart& part, const std::uint16_t*) { count += part.count; });
    return count;
  }
};

/// Reads a list on a GPU.
struct GpuRows {
  NeighborView list;

  template <class Visit>
  ALDER_HD void for_each(std::int64_t i, const Visit& visit) const {
    const std::uint32_t* entry = list.index + list.start[i];
    for (std::int32_t k = 0; k < list.count[i]; ++k) visit(entry[k * NeighborView::slice]);
  }
};

}  // namespace alder
