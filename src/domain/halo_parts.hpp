// SPDX-License-Identifier: BSD-3-Clause
// What ranks know of the ghosts they share.
#pragma once

#include <cstddef>
#include <cstdint>

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

/// Rows sent to or received from one rank: [begin, end) of a packed buffer.
struct HaloPart {
  int rank = 0;
  std::size_t begin = 0, end = 0;
};

}  // namespace alder
