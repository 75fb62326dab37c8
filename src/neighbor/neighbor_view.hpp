// SPDX-License-Identifier: BSD-3-Clause
// What a pair loop sees of a neighbor list.
#pragma once

#include <cstdint>

namespace alder {

/// A full list: row i holds the storage indices of all atoms (ghosts included) within cutoff + skin
/// of local atom i when the list was built, never i itself. `index` can be read for 16 entries
/// behind any row and has indices of atoms there.
struct NeighborView {
  const std::int64_t* start = nullptr;  ///< first entry of each row in `index`
  const std::int32_t* count = nullptr;  ///< entries of each row
  const std::uint32_t* index = nullptr;
};

}  // namespace alder
