// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/rotate_box.hpp"

#include <cmath>

#include "base/error.hpp"

namespace alder {

RotatedBox rotate_to_lammps(const Vec3& a, const Vec3& b, const Vec3& c) {
  const double volume = dot(a, cross(b, c));
  if (!(volume > 0)) {
    throw InputError("the cell vectors must be right-handed and span a volume (a . b x c = " +
                     std::to_string(volume) + "); swap two of them if it is negative");
  }
  RotatedBox result;
  const bool in_convention = a.y == 0 && a.z == 0 && b.z == 0 && a.x > 0 && b.y > 0;
  const Vec3 ex = (1 / std::sqrt(dot(a, a))) * a;
  const Vec3 normal = cross(a, b);
  const Vec3 ez = (1 / std::sqrt(dot(normal, normal))) * normal;
  result.rows = in_convention ? std::array<Vec3, 3>{Vec3{1, 0, 0}, Vec3{0, 1, 0}, Vec3{0, 0, 1}}
                              : std::array<Vec3, 3>{ex, cross(ez, ex), ez};
  const Vec3 new_a = result.rotate(a);
  const Vec3 new_b = result.rotate(b);
  const Vec3 new_c = result.rotate(c);
  result.box.lx = new_a.x;
  result.box.xy = new_b.x;
  result.box.ly = new_b.y;
  result.box.xz = new_c.x;
  result.box.yz = new_c.y;
  result.box.lz = new_c.z;
  return result;
}

}  // namespace alder
