// SPDX-License-Identifier: BSD-3-Clause
// Which images of a rank's atoms are ghosts of which ranks.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "atoms/frame.hpp"
#include "domain/process_grid.hpp"

namespace alder {

/// A brick of an axis, and a shift under which atoms of this rank can come within range of it.
struct NearBrick {
  int brick = 0;  ///< coordinate along the axis
  int boxes = 0;  ///< shift of the image
  /// The image of an atom is within range of the brick if its own fraction is at most `last` above
  /// `first`: round the frame, so that integers decide on every backend alike.
  std::uint64_t first = 0, last = ~std::uint64_t{0};

  [[nodiscard]] ALDER_HD bool reaches(std::uint64_t x) const { return x - first <= last; }
};

/// Atoms whose fraction is less than `size` above `first`, most of a large brick's, are further
/// than the range from all that is not the brick.
struct GhostAxis {
  std::uint64_t first = 0, size = ~std::uint64_t{0};

  [[nodiscard]] ALDER_HD bool is_deep(std::uint64_t x) const { return x - first < size; }
};

struct GhostRule {
  GhostAxis x, y, z;
  /// Such an atom is nobody's ghost.
  [[nodiscard]] ALDER_HD bool is_deep(const Position& p) const {
    return x.is_deep(p.x) && y.is_deep(p.y) && z.is_deep(p.z);
  }
};

GhostRule make_ghost_rule(const ProcessGrid& grid, int rank, const Frame& frame, double range);

/// The bricks and shifts of each axis under which an atom of the rank can come within range, by
/// (brick, shift).
using NearBricks = std::array<std::vector<NearBrick>, 3>;
NearBricks find_near_bricks(const ProcessGrid& grid, int rank, const Frame& frame, double range);

}  // namespace alder
