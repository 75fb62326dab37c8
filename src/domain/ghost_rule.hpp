// SPDX-License-Identifier: BSD-3-Clause
// Which images of a rank's atoms are ghosts of which ranks.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "atoms/frame.hpp"
#include "domain/process_grid.hpp"

namespace alder {

/// A brick of an axis, [begin, end) in units of the box, and a shift under which atoms of this rank
/// can come within range of it.
struct NearBrick {
  int brick = 0;  ///< coordinate along the axis
  int boxes = 0;  ///< shift of the image
  double begin = 0, end = 0;
};

/// Distance of the points a and b >= a from [begin, end) on a circle of `period` boxes.
[[nodiscard]] ALDER_HD inline double distance_round(double a, double b, double begin, double end,
                                                    double period) {
  if (b >= begin && a < end) return 0;
  const double up = begin - b < 0 ? begin - b + period : begin - b;
  const double down = a - end < 0 ? a - end + period : a - end;
  return down < up ? down : up;
}

/// The rule along one axis: host and device decide alike, bit by bit.
struct GhostAxis {
  double unit = 0;    ///< of a fraction of the frame, in boxes
  double period = 1;  ///< boxes in the frame
  double height = 0;  ///< of the box
  double range = 0;   ///< slightly widened, so that rounding cannot lose a ghost at its very edge
  /// Atoms whose fraction is less than `deep_size` above `deep_begin`, most of a large brick's, are
  /// further than the range from all that is not the brick.
  std::uint64_t deep_begin = 0, deep_size = ~std::uint64_t{0};

  [[nodiscard]] ALDER_HD double place(std::uint64_t x) const {
    return static_cast<double>(x) * unit;
  }
  [[nodiscard]] ALDER_HD bool is_deep(std::uint64_t x) const { return x - deep_begin < deep_size; }
  /// Whether the image that `near` means of an atom at this place is within range of the brick.
  [[nodiscard]] ALDER_HD bool reaches(double place, const NearBrick& near) const {
    const double at = place + near.boxes;
    return distance_round(at, at, near.begin, near.end, period) * height <= range;
  }
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
