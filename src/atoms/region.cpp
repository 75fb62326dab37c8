// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/region.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace alder {
namespace {

bool within(const std::vector<double>& range, double x) {
  return range.empty() || (x >= range[0] && x <= range[1]);
}

int axis_of(const CylinderDeck& c) {
  return c.axis == "x" ? 0 : c.axis == "y" ? 1 : 2;
}

// Without regard to the side.
bool in_shape(const RegionDeck& region, const Vec3& r) {
  if (const auto& b = region.block)
    return within(b->x, r.x) && within(b->y, r.y) && within(b->z, r.z);
  if (const auto& s = region.sphere) {
    const Vec3 d = r - s->center;
    return dot(d, d) <= s->radius * s->radius;
  }
  if (const auto& c = region.cylinder) {
    const int axis = axis_of(*c);
    Vec3 d = r - c->center;
    d[axis] = 0;
    return dot(d, d) <= c->radius * c->radius && within(c->span, r[axis]);
  }
  if (const auto& p = region.plane) return dot(r - p->point, p->normal) >= 0;
  const auto has = [&](const RegionDeck& part) { return is_inside(part, r); };
  if (!region.all_of.empty()) return std::all_of(region.all_of.begin(), region.all_of.end(), has);
  return std::any_of(region.any_of.begin(), region.any_of.end(), has);
}

constexpr double infinite = std::numeric_limits<double>::infinity();
const Bounds everywhere{{-infinite, -infinite, -infinite}, {infinite, infinite, infinite}};

void restrict(Bounds& bounds, int axis, const std::vector<double>& range) {
  if (range.empty()) return;
  bounds.low[axis] = range[0];
  bounds.high[axis] = range[1];
}

// Around what is in both, or in either.
Bounds combined(const Bounds& a, const Bounds& b, bool both) {
  Bounds all;
  for (int axis = 0; axis < 3; ++axis) {
    all.low[axis] = both ? std::max(a.low[axis], b.low[axis]) : std::min(a.low[axis], b.low[axis]);
    all.high[axis] =
        both ? std::min(a.high[axis], b.high[axis]) : std::max(a.high[axis], b.high[axis]);
  }
  return all;
}

}  // namespace

bool is_inside(const RegionDeck& region, const Vec3& r) {
  return in_shape(region, r) != region.outside;
}

Bounds bounds_of(const RegionDeck& region) {
  Bounds bounds = everywhere;
  if (region.outside || region.plane) return bounds;
  if (const auto& b = region.block) {
    restrict(bounds, 0, b->x);
    restrict(bounds, 1, b->y);
    restrict(bounds, 2, b->z);
  } else if (const auto& s = region.sphere) {
    const Vec3 radius{s->radius, s->radius, s->radius};
    bounds = {s->center - radius, s->center + radius};
  } else if (const auto& c = region.cylinder) {
    const Vec3 radius{c->radius, c->radius, c->radius};
    const int axis = axis_of(*c);
    bounds = {c->center - radius, c->center + radius};
    bounds.low[axis] = -infinite;
    bounds.high[axis] = infinite;
    restrict(bounds, axis, c->span);
  } else {
    const bool both = !region.all_of.empty();
    const auto& parts = both ? region.all_of : region.any_of;
    bounds = bounds_of(parts.front());
    for (const RegionDeck& part : parts) bounds = combined(bounds, bounds_of(part), both);
  }
  return bounds;
}

}  // namespace alder
