// SPDX-License-Identifier: BSD-3-Clause
// What a pair loop sees of a neighbor list.
#pragma once

#include <cstdint>

#include "base/platform.hpp"

namespace alder {

/// A full list: row i holds the storage indices of all atoms (ghosts included) within cutoff + skin
/// of local atom i when the list was built, never i itself. On the host a row is contiguous, holds
/// `host_scale` times the indices, and `index` can be read for 16 entries behind any row and has
/// atoms there; on a GPU the entries of a row are `slice` apart.
struct NeighborView {
  static constexpr std::int64_t slice = 32;  ///< rows stored side by side on a GPU: a warp's
  /// A position is 16 or 32 bytes: with a quarter of that the processor's address modes find it,
  /// without an instruction of its own for each neighbor.
  static constexpr std::uint32_t host_scale = 4;

  const std::int64_t* start = nullptr;  ///< first entry of each row in `index`
  const std::int32_t* count = nullptr;  ///< entries of each row
  const std::uint32_t* index = nullptr;
  /// Where a GPU notes that its atoms have moved too far for this list; null where that is known
  /// not to be, and where sums are wanted of every row. Pair loops that find it set leave
  /// everything as it is: they will be run again.
  const std::int32_t* stale = nullptr;
  /// On a GPU with ghosts, all rows: first the `n_interior` ones without a ghost in them, then the
  /// others, both in their order. Else null.
  const std::uint32_t* parted = nullptr;
  std::int64_t n_interior = 0;
};

/// Reads a list in storage indices, on the host as on a GPU.
struct NeighborRows {
  NeighborView list;
  std::int64_t step;    ///< from one entry of a row to the next
  std::uint32_t scale;  ///< of the entries

  static NeighborRows on_host(const NeighborView& list) {
    return {list, 1, NeighborView::host_scale};
  }
  static NeighborRows on_gpu(const NeighborView& list) { return {list, NeighborView::slice, 1}; }
  [[nodiscard]] ALDER_HD std::int32_t count(std::int64_t i) const { return list.count[i]; }
  [[nodiscard]] ALDER_HD std::uint32_t neighbor(std::int64_t i, std::int32_t k) const {
    return list.index[list.start[i] + k * step] / scale;
  }
};

}  // namespace alder
