// SPDX-License-Identifier: BSD-3-Clause
// Per-atom bodies of observers, run by reduce on every backend.
#pragma once

#include "atoms/atoms.hpp"

namespace alder {

/// m v v of atom i.
struct KineticTensorBody {
  using Value = Tensor6;
  AtomsView atoms;
  static ALDER_HD Value identity() { return {}; }
  static ALDER_HD Value combine(const Value& a, const Value& b) { return a + b; }
  ALDER_HD Value operator()(std::int64_t i) const {
    return dyad(atoms.velocity[i].xyz(), atoms.mass[atoms.position[i].type]);
  }
};

}  // namespace alder
