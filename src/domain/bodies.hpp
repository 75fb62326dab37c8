// SPDX-License-Identifier: BSD-3-Clause
// Per-ghost bodies of the domain room, run by for_each on every backend.
#pragma once

#include "domain/domain.hpp"

namespace alder {

/// position[n_local + g] = image of its owner's position.
struct RefreshGhostsBody {
  AtomsView atoms;
  Frame frame;
  const GhostSource* source;
  ALDER_HD void operator()(std::int64_t g) const {
    const GhostSource& s = source[g];
    atoms.position[atoms.n_local + g] =
        frame.shifted(atoms.position[s.owner], {s.boxes.x, s.boxes.y, s.boxes.z});
  }
};

/// The fields that do not change between list builds.
struct CopyGhostFieldsBody {
  AtomsView atoms;
  const GhostSource* source;
  ALDER_HD void operator()(std::int64_t g) const {
    atoms.tag[atoms.n_local + g] = atoms.tag[source[g].owner];
    if (atoms.charge != nullptr) atoms.charge[atoms.n_local + g] = atoms.charge[source[g].owner];
  }
};

}  // namespace alder
