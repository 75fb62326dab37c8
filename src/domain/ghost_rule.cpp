// SPDX-License-Identifier: BSD-3-Clause
#include "domain/ghost_rule.hpp"

#include <algorithm>
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

// Distance of two intervals on a circle of `period` boxes.
double distance_round(const Interval& a, const Interval& b, double period) {
  if (a.end >= b.begin && a.begin < b.end) return 0;
  const double up = b.begin - a.end, down = a.begin - b.end;
  return std::min(up < 0 ? up + period : up, down < 0 ? down + period : down);
}

// A place of an axis as a fraction of a frame of so many boxes, round it.
std::uint64_t fraction_of(double boxes, double period) {
  const double share = boxes / period - std::floor(boxes / period);
  return share < 1 ? static_cast<std::uint64_t>(share * 0x1p64) : 0;
}

// Places are good to 2^-53 of a frame here; so much is to spare on either side.
constexpr double spare = 0x1p-45;

NearBrick near_brick(int brick, int boxes, const Interval& to, double reach, double period) {
  NearBrick near{.brick = brick, .boxes = boxes};
  const double size = (to.end - to.begin + 2 * reach) / period + 2 * spare;
  if (size >= 1) return near;
  near.first = fraction_of(to.begin - reach - boxes - spare * period, period);
  near.last = static_cast<std::uint64_t>(size * 0x1p64);
  return near;
}

GhostAxis axis_rule(const ProcessGrid& grid, int rank, const Frame& frame, double range, int axis) {
  const int log2 = frame.log2_multiple()[axis];
  if (grid.bricks()[axis] == 1 && log2 == 0) return {};  // nothing else is near along it
  const Interval own = interval_of(grid, axis, grid.brick_of(rank)[axis]);
  const double period = std::ldexp(1.0, log2);
  const double reach = widened(range) / frame.cell().heights()[axis] + 4 * spare * period;
  const double size = (own.end - own.begin - 2 * reach) / period;
  if (size <= 0) return {0, 0};
  return {fraction_of(own.begin + reach, period), static_cast<std::uint64_t>(size * 0x1p64)};
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
        const double apart = distance_round({own.begin + k, own.end + k}, to, multiple);
        if (apart * height > widened(range)) continue;
        near[static_cast<std::size_t>(axis)].push_back(
            near_brick(brick, k, to, widened(range) / height, multiple));
      }
    }
  }
  return near;
}

}  // namespace alder
