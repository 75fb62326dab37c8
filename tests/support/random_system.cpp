// SPDX-License-Identifier: BSD-3-Clause
#include "support/random_system.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace alder::test {
namespace {

// Squared distance of the nearest image if it is below half of every height: by the face normals,
// it is then the one with the least fractions.
double near2(const Box& box, const Vec3& d) {
  Box unit = box;
  unit.origin = {};
  const Vec3 f = unit.to_fraction(d);
  const Vec3 r =
      unit.to_cartesian({f.x - std::rint(f.x), f.y - std::rint(f.y), f.z - std::rint(f.z)});
  return dot(r, r);
}

// The same in any box, by trying them all.
double nearest2(const Box& box, const Vec3& d, const Int3& reach) {
  double nearest = INFINITY;
  for (int x = -reach.x; x <= reach.x; ++x) {
    for (int y = -reach.y; y <= reach.y; ++y) {
      for (int z = -reach.z; z <= reach.z; ++z) {
        const Vec3 image = d + static_cast<double>(x) * box.a() + static_cast<double>(y) * box.b() +
                           static_cast<double>(z) * box.c();
        nearest = std::min(nearest, dot(image, image));
      }
    }
  }
  return nearest;
}

}  // namespace

Box box_of(const Vec3& lengths, const Vec3& tilts) {
  Box box;
  box.origin = {-3.25, 0.5, 1.125};
  box.lx = lengths.x;
  box.ly = lengths.y;
  box.lz = lengths.z;
  box.xy = tilts.x;
  box.xz = tilts.y;
  box.yz = tilts.z;
  return box;
}

Snapshot random_system(const RandomSystem& wanted) {
  Random random(wanted.seed);
  Snapshot s;
  s.box = wanted.box;
  for (int k = 0; k < wanted.species; ++k) {
    s.species.push_back({std::string(1, static_cast<char>('A' + k)), 1, 0});
  }
  const Vec3 height = wanted.box.heights();
  const auto reach = [&](double h) { return 1 + static_cast<int>(wanted.min_distance / h); };
  const Int3 images{reach(height.x), reach(height.y), reach(height.z)};
  const bool wide = std::min({height.x, height.y, height.z}) > 2 * wanted.min_distance;
  std::vector<Vec3> inside;
  for (std::int64_t attempt = 0; std::ssize(inside) < wanted.atoms; ++attempt) {
    if (attempt > 1000 * wanted.atoms)
      throw std::runtime_error("the box is too full for its atoms");
    const Vec3 r = wanted.box.to_cartesian(random.vector(0, 1));
    const double limit = wanted.min_distance * wanted.min_distance;
    const bool free = std::all_of(inside.begin(), inside.end(), [&](const Vec3& q) {
      return (wide ? near2(wanted.box, r - q) : nearest2(wanted.box, r - q, images)) >= limit;
    });
    if (!free) continue;
    inside.push_back(r);
    const auto boxes = [&](std::size_t axis) {
      const auto n = static_cast<double>(random.below(5) - 2);
      return s.box.periodic[axis] ? n : 0.0;
    };
    const Vec3 moved = r + boxes(0) * s.box.a() + boxes(1) * s.box.b() + boxes(2) * s.box.c();
    s.id.push_back((s.id.empty() ? 0 : s.id.back()) + 1 + random.below(3));
    s.type.push_back(static_cast<std::int32_t>(random.below(wanted.species)));
    s.position.push_back(moved);
    s.velocity.push_back({});
  }
  return s;
}

}  // namespace alder::test
