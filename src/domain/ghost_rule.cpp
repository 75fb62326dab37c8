// SPDX-License-Identifier: BSD-3-Clause
#include "domain/ghost_rule.hpp"

#include <cmath>

namespace alder {
namespace {

// An interval of an axis in units of the box height: [begin, end) within [0, 1].
struct Interval {
  double begin, end;
};

Interval interval_of(const ProcessGrid& grid, int axis, int k) {
  const double end = std::ldexp(static_cast<double>(grid.cut(axis, k + 1)), -64);
  return {std::ldexp(static_cast<double>(grid.cut(axis, k)), -64), end == 0 ? 1 : end};
}

double widened(double range) {
  return range * (1 + 1e-9);
}

GhostAxis axis_rule(const ProcessGrid& grid, int rank, const Frame& frame, double range, int axis) {
  const int log2 = frame.log2_multiple()[axis];
  GhostAxis rule{.unit = std::ldexp(1.0, log2 - 64),
                 .period = std::ldexp(1.0, log2),
                 .height = frame.cell().heights()[axis],
                 .range = widened(range)};
  if (grid.bricks()[axis] == 1 && log2 == 0) return rule;  // nothing else is near along it
  const Interval own = interval_of(grid, axis, grid.brick_of(rank)[axis]);
  // A fraction of a frame is good to 2^-53 here; 2^-40 of the box is to spare.
  const double deep = rule.range / rule.height + 0x1p-40;
  const double begin = (own.begin + deep) / rule.unit, end = (own.end - deep) / rule.unit;
  rule.deep_begin = begin < end ? static_cast<std::uint64_t>(begin) : 0;
  rule.deep_size = begin < end ? static_cast<std::uint64_t>(end - begin) : 0;
  return rule;
}

}  // namespace

GhostRule make_ghost_rule(const ProcessGrid& grid, int rank, const Frame& frame, double range) {
  return {axis_rule(grid, rank, frame, range, 0), axis_rule(grid, rank, frame, range, 1),
          axis_rule(grid, rank, frame, range, 2)};
}

NearBricks find_near_bricks(const ProcessGrid& grid, int rank, const Frame& frame, double range) {
  NearBricks near;
  for (int axis = 0; axis < 3; ++axis) {
    const double height = frame.cell().heights()[axis];
    const int multiple = 1 << frame.log2_multiple()[axis];
    const Interval own = interval_of(grid, axis, grid.brick_of(rank)[axis]);
    for (int brick = 0; brick < grid.bricks()[axis]; ++brick) {
      const Interval to = interval_of(grid, axis, brick);
      if (to.begin == to.end) continue;
      for (int k = 0; k < multiple; ++k) {
        const double apart = distance_round(own.begin + k, own.end + k, to.begin, to.end, multiple);
        if (apart * height > widened(range)) continue;
        near[static_cast<std::size_t>(axis)].push_back({brick, k, to.begin, to.end});
      }
    }
  }
  return near;
}

}  // namespace alder
