// SPDX-License-Identifier: BSD-3-Clause
// The user's simulation box: edges, volume, periodicity.
#pragma once

#include <array>

#include "base/vec3.hpp"

namespace alder {

/// A parallelepiped in the LAMMPS convention: a = (lx, 0, 0), b = (xy, ly, 0), c = (xz, yz, lz),
/// placed at `origin`. Lengths in internal length units.
struct Box {
  Vec3 origin{};
  double lx = 1, ly = 1, lz = 1;
  double xy = 0, xz = 0, yz = 0;
  std::array<bool, 3> periodic{true, true, true};
  /// Of the axes that are not periodic: faces follow the atoms (true) or stay where they are and
  /// may not be crossed.
  std::array<bool, 3> shrink{};
  /// 2: atoms stay in a plane z = constant. Then lz is one internal length, so that the volume is
  /// the area, and the box is open along c: nothing is seen across the plane.
  int dimensions = 3;

  [[nodiscard]] bool flat() const { return dimensions == 2; }
  [[nodiscard]] double volume() const { return lx * ly * lz; }
  [[nodiscard]] bool all_periodic() const { return periodic[0] && periodic[1] && periodic[2]; }
  [[nodiscard]] bool triclinic() const { return xy != 0 || xz != 0 || yz != 0; }
  /// The edge lx, ly or lz.
  [[nodiscard]] double& length(int axis) { return axis == 0 ? lx : axis == 1 ? ly : lz; }
  [[nodiscard]] double length(int axis) const { return axis == 0 ? lx : axis == 1 ? ly : lz; }
  [[nodiscard]] Vec3 a() const { return {lx, 0, 0}; }
  [[nodiscard]] Vec3 b() const { return {xy, ly, 0}; }
  [[nodiscard]] Vec3 c() const { return {xz, yz, lz}; }

  /// Distances between opposite faces, along the face normals of a, b, c.
  [[nodiscard]] ALDER_API Vec3 heights() const;
  /// origin + f.x a + f.y b + f.z c.
  [[nodiscard]] Vec3 to_cartesian(const Vec3& fraction) const {
    return origin + Vec3{lx * fraction.x + xy * fraction.y + xz * fraction.z,
                         ly * fraction.y + yz * fraction.z, lz * fraction.z};
  }
  /// The inverse of to_cartesian; not wrapped.
  [[nodiscard]] Vec3 to_fraction(const Vec3& position) const {
    const Vec3 d = position - origin;
    const double fz = d.z / lz;
    const double fy = (d.y - yz * fz) / ly;
    return {(d.x - xy * fy - xz * fz) / lx, fy, fz};
  }
};

}  // namespace alder
