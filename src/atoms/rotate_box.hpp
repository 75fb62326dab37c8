// SPDX-License-Identifier: BSD-3-Clause
// Brings a general cell into the LAMMPS convention.
#pragma once

#include <array>

#include "atoms/box.hpp"

namespace alder {

/// A box with a along x and b in the xy plane, and the rotation that takes old vectors to new ones.
struct RotatedBox {
  Box box;
  std::array<Vec3, 3> rows{};  ///< rotation matrix by rows
  [[nodiscard]] Vec3 rotate(const Vec3& v) const {
    return {dot(rows[0], v), dot(rows[1], v), dot(rows[2], v)};
  }
};

/// `a`, `b`, `c` must be right-handed and span a volume; throws InputError otherwise.
RotatedBox rotate_to_lammps(const Vec3& a, const Vec3& b, const Vec3& c);

}  // namespace alder
