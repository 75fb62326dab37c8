// SPDX-License-Identifier: BSD-3-Clause
// Per-atom bodies of the neighbor room, run by for_each and reduce on every backend.
#pragma once

#include <cstdint>

#include "atoms/atoms.hpp"
#include "neighbor/list_rows.hpp"

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
  ALDER_INLINE void prefetch(std::int64_t i) const {
    alder::prefetch(atoms.position + i);
    alder::prefetch(atoms.built_position + i);
  }
};

/// Brings atoms back into the first box of the frame.
struct WrapPositionsBody {
  AtomsView atoms;
  Frame frame;
  ALDER_HD void operator()(std::int64_t i) const {
    atoms.position[i] = frame.wrapped(atoms.position[i]);
  }
  ALDER_INLINE void prefetch(std::int64_t i) const { alder::prefetch(atoms.position + i); }
};

/// Notes where atoms are.
struct NotePositionsBody {
  AtomsView atoms;
  ALDER_HD void operator()(std::int64_t i) const { atoms.built_position[i] = atoms.position[i]; }
  ALDER_INLINE void prefetch(std::int64_t i) const {
    alder::prefetch(atoms.position + i);
    alder::prefetch(atoms.built_position + i);
  }
};

/// Where atoms lie in the window of the list kernel, an array for each axis.
struct PlaceBody {
  using HostOnly = void;
  const Position* position;
  ListWindow window;
  std::uint16_t *x, *y, *z;
  void operator()(std::int64_t i) const {
    x[i] = static_cast<std::uint16_t>(position[i].x * window.nx >> 48);
    y[i] = static_cast<std::uint16_t>(position[i].y * window.ny >> 48);
    z[i] = static_cast<std::uint16_t>(position[i].z * window.nz >> 48);
  }
  ALDER_INLINE void prefetch(std::int64_t i) const { alder::prefetch(position + i); }
};

}  // namespace alder
