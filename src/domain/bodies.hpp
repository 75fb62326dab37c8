// SPDX-License-Identifier: BSD-3-Clause
// Per-atom bodies of the domain room, run by for_each on every backend.
#pragma once

#include "domain/domain.hpp"

namespace alder {

/// 1 for an atom outside the brick.
struct OutsideBrickBody {
  using Value = std::int64_t;
  const Position* position;
  Brick brick;
  Int3 log2_multiple;
  static ALDER_HD Value identity() { return 0; }
  static ALDER_HD Value combine(Value a, Value b) { return a + b; }
  ALDER_HD Value operator()(std::int64_t i) const {
    return brick.contains(position[i], log2_multiple) ? 0 : 1;
  }
  ALDER_INLINE void prefetch(std::int64_t i) const { alder::prefetch(position + i); }
};

/// packed[k] = the fractions of the image that ghost k of another process (or this one) is.
struct PackGhostPositionsBody {
  AtomsView atoms;
  Frame frame;
  const GhostSource* source;
  PackedPosition* packed;
  ALDER_HD void operator()(std::int64_t k) const {
    const GhostSource& s = source[k];
    const Position p = frame.shifted(atoms.position[s.owner], {s.boxes.x, s.boxes.y, s.boxes.z});
    packed[k] = {p.x, p.y, p.z};
  }
};

/// The fractions of ghost slot[k] become packed[k].
struct UnpackGhostPositionsBody {
  AtomsView atoms;
  const PackedPosition* packed;
  const std::uint32_t* slot;
  ALDER_HD void operator()(std::int64_t k) const {
    Position& p = atoms.position[atoms.n_local + slot[k]];
    p.x = packed[k].x;
    p.y = packed[k].y;
    p.z = packed[k].z;
  }
};

}  // namespace alder
