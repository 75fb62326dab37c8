// SPDX-License-Identifier: BSD-3-Clause
// What a pair loop sees of a neighbor list.
#pragma once

#include <cstdint>

namespace alder {

/// A full list: row i holds the storage indices of all atoms (ghosts included) within cutoff + skin
/// of local atom i when the list was built, never i itself. A row starts on a multiple of
/// `row_alignment` and is padded with i up to one.
struct NeighborView {
  static constexpr std::int64_t row_alignment = 16;

  const std::int64_t* start = nullptr;  ///< first entry of each row in `index`
  const std::int32_t* count = nullptr;  ///< entries of each row, padding not counted
  const std::uint32_t* index = nullptr;
};

}  // namespace alder
