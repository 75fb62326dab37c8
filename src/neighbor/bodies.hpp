// SPDX-License-Identifier: BSD-3-Clause
// Per-atom bodies of the neighbor room, run by for_each and reduce on every backend.
#pragma once

#include <cstdint>

#include "atoms/atoms.hpp"

namespace alder {

/// Largest squared displacement since the list was built.
struct MaxDisplacementBody {
  using Value = double;
  AtomsView atoms;
  Frame frame;
  static ALDER_HD Value identity() { return 0; }
  static ALDER_HD Value combine(Value a, Value b) { return a > b ? a : b; }
  ALDER_HD Value operator()(std::int64_t i) const {
    const Vec3 d = frame.displacement(atoms.position[i], atoms.built_position[i]);
    return dot(d, d);
  }
};

/// Brings atoms back into the first box of the frame and notes where they are.
struct NotePositionsBody {
  AtomsView atoms;
  Frame frame;
  ALDER_HD void operator()(std::int64_t i) const {
    atoms.position[i] = frame.wrapped(atoms.position[i]);
    atoms.built_position[i] = atoms.position[i];
  }
};

/// The upper halves of the fractions, an array for each axis.
struct SplitPositionBody {
  const Position* position;
  std::int32_t *x, *y, *z;
  ALDER_HD void operator()(std::int64_t i) const {
    x[i] = static_cast<std::int32_t>(position[i].x >> 32);
    y[i] = static_cast<std::int32_t>(position[i].y >> 32);
    z[i] = static_cast<std::int32_t>(position[i].z >> 32);
  }
};

}  // namespace alder
