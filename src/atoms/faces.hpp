// SPDX-License-Identifier: BSD-3-Clause
// The faces of boxes that are not periodic.
#pragma once

#include <cstdint>
#include <limits>

#include "atoms/atoms.hpp"
#include "atoms/frame.hpp"
#include "atoms/snapshot.hpp"

namespace alder {

/// The box of `s`; along axes whose faces follow the atoms, the one the atoms span (and 1e-4 of the
/// given one on either side, as in LAMMPS). Throws InputError where an atom is outside a fixed
/// face, and for tilts that such faces do not allow.
Box box_around(const Snapshot& s);

/// The part of the cell, as fractions times 2^64, in which atoms may be.
struct AllowedCell {
  Vec3Of<std::uint64_t> low{0, 0, 0};
  Vec3Of<std::uint64_t> high{UINT64_MAX, UINT64_MAX, UINT64_MAX};
  Vec3Of<bool> open{false, false, false};  ///< the axes that are not periodic

  /// Between fixed faces; elsewhere the whole cell.
  static AllowedCell between_faces(const Frame& frame);
};

/// 1 for an atom beyond what is allowed, or that has gone round the cell along an open axis.
struct BeyondFacesBody {
  using Value = std::int64_t;
  AtomsView atoms;
  AllowedCell allowed;
  static ALDER_HD Value identity() { return 0; }
  static ALDER_HD Value combine(Value a, Value b) { return a + b; }
  ALDER_HD Value operator()(std::int64_t i) const {
    const Position& p = atoms.position[i];
    const Image& n = atoms.image[i];
    const bool out =
        (allowed.open.x && (n.x != 0 || p.x < allowed.low.x || p.x > allowed.high.x)) ||
        (allowed.open.y && (n.y != 0 || p.y < allowed.low.y || p.y > allowed.high.y)) ||
        (allowed.open.z && (n.z != 0 || p.z < allowed.low.z || p.z > allowed.high.z));
    return out ? 1 : 0;
  }
};

/// The lowest and highest fractions of the cell, times 2^64, that atoms are at along each axis.
struct ExtentBody {
  struct Value {
    Vec3Of<std::uint64_t> low{UINT64_MAX, UINT64_MAX, UINT64_MAX}, high{0, 0, 0};
  };
  const Position* position;
  static ALDER_HD Value identity() { return {}; }
  static ALDER_HD Value combine(Value a, const Value& b) {
    for (int k = 0; k < 3; ++k) {
      a.low[k] = a.low[k] < b.low[k] ? a.low[k] : b.low[k];
      a.high[k] = a.high[k] > b.high[k] ? a.high[k] : b.high[k];
    }
    return a;
  }
  ALDER_HD Value operator()(std::int64_t i) const {
    const Position& p = position[i];
    return {{p.x, p.y, p.z}, {p.x, p.y, p.z}};
  }
};

}  // namespace alder
