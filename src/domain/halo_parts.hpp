// SPDX-License-Identifier: BSD-3-Clause
// What ranks know of the ghosts they share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "atoms/frame.hpp"

namespace alder {

/// A ghost as its owner knows it: the image frame.shifted(position[owner], boxes).
struct GhostSource {
  std::uint32_t owner = 0;
  Image boxes{};
};

/// The fractions of a position on the wire.
struct PackedPosition {
  std::uint64_t x = 0, y = 0, z = 0;
};

/// Those of a ShortPosition.
struct PackedShortPosition {
  std::int32_t x = 0, y = 0, z = 0;
};

/// What of their owners' positions ghosts get at a refresh: all, or what loops in mixed precision
/// read, the ShortPosition; the Position then stays as it was.
enum class GhostForm { whole, shortened };

/// Bytes of a ghost's position on the wire.
[[nodiscard]] constexpr std::size_t packed_bytes(GhostForm form) {
  return form == GhostForm::whole ? sizeof(PackedPosition) : sizeof(PackedShortPosition);
}

/// Rows sent to or received from one rank: [begin, end) of a packed buffer.
struct HaloPart {
  int rank = 0;
  std::size_t begin = 0, end = 0;
};

/// The rows [starts[k], starts[k + 1]) are those of rank_of(k), one after the other; ranks without
/// rows are left out.
template <class RankOf>
[[nodiscard]] std::vector<HaloPart> parts_of(const std::vector<std::int64_t>& starts,
                                             const RankOf& rank_of) {
  std::vector<HaloPart> parts;
  for (std::size_t k = 0; k + 1 < starts.size(); ++k) {
    if (starts[k] == starts[k + 1]) continue;
    parts.push_back(
        {rank_of(k), static_cast<std::size_t>(starts[k]), static_cast<std::size_t>(starts[k + 1])});
  }
  return parts;
}

}  // namespace alder
