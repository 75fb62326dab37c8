// SPDX-License-Identifier: BSD-3-Clause
// Per-atom bodies of observers, run by reduce on every backend.
#pragma once

#include "atoms/atoms.hpp"
#include "domain/fixed_sum.hpp"

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

/// The same as numbers xx yy zz xy xz yz.
struct KineticTermsBody {
  static constexpr int count = 6;
  using Value = Numbers<count>;
  AtomsView atoms;
  ALDER_HD Value operator()(std::int64_t i) const {
    const Tensor6 k = KineticTensorBody{atoms}(i);
    return {{k.xx, k.yy, k.zz, k.xy, k.xz, k.yz}};
  }
};

/// The largest squared speed; infinite where a velocity or a force is not a number.
struct MaxSpeedBody {
  using Value = double;
  AtomsView atoms;
  static ALDER_HD Value identity() { return 0; }
  static ALDER_HD Value combine(Value a, Value b) { return a > b ? a : b; }
  ALDER_HD Value operator()(std::int64_t i) const {
    const Vec3 v = atoms.velocity[i].xyz();
    const Vec3 f = atoms.force[i].xyz();
    const double v2 = dot(v, v);
    const double infinity = 1e308 * 10;
    return v2 + dot(f, f) < infinity ? v2 : infinity;
  }
};

}  // namespace alder
