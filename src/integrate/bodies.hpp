// SPDX-License-Identifier: BSD-3-Clause
// Per-atom bodies of the integrators, run by for_each on every backend.
#pragma once

#include <cmath>

#include "atoms/atoms.hpp"
#include "base/random.hpp"

namespace alder {

/// Asks for what kicks and drifts of atom i need.
ALDER_INLINE void prefetch_motion(const AtomsView& atoms, std::int64_t i) {
  prefetch(atoms.position + i);
  prefetch(atoms.velocity + i);
  prefetch(atoms.force + i);
}

/// v += h f / m, `times` times: the half kicks of two steps that meet are not one kick of twice
/// the length, whose bits would be others.
struct KickBody {
  AtomsView atoms;
  double h;
  int times = 1;
  ALDER_HD ALDER_INLINE void operator()(std::int64_t i) const {
    const double scale = h / atoms.mass[atoms.position[i].type];
    const Vec3 change = scale * atoms.force[i].xyz();
    Vec3 v = atoms.velocity[i].xyz() + change;
    if (times == 2) v += change;
    atoms.velocity[i] = PaddedVec3(v);
  }
  ALDER_INLINE void prefetch(std::int64_t i) const { prefetch_motion(atoms, i); }
};

/// r += h v, wrapped.
struct DriftBody {
  AtomsView atoms;
  Frame frame;
  double h;
  ALDER_HD ALDER_INLINE void operator()(std::int64_t i) const {
    Position& p = atoms.position[i];
    frame.advance(p, atoms.image[i], h * atoms.velocity[i].xyz());
    if (atoms.short_position != nullptr) atoms.short_position[i] = shortened(p);
  }
};

/// v += h/2 f / m, `kicks` times, then r += h v: the first half of velocity Verlet.
struct KickDriftBody {
  AtomsView atoms;
  Frame frame;
  double h;
  int kicks;
  ALDER_HD ALDER_INLINE void operator()(std::int64_t i) const {
    KickBody{atoms, 0.5 * h, kicks}(i);
    DriftBody{atoms, frame, h}(i);
  }
  ALDER_INLINE void prefetch(std::int64_t i) const { prefetch_motion(atoms, i); }
};

/// The first half of BAOAB (Leimkuhler and Matthews, Appl. Math. Res. Express 2013, 34): kick h/2,
/// drift h/2, v = c v + sqrt((1 - c^2) kT / m) R with c = exp(-friction h), drift h/2. The normal
/// deviates R are keyed by (seed, step, tag), so they do not depend on storage order or ranks.
struct BaoaFirstHalfBody {
  AtomsView atoms;
  Frame frame;
  double h;
  double decay;          ///< c
  double thermal_noise;  ///< sqrt((1 - c^2) kT)
  std::uint64_t seed;
  std::int64_t step;
  int kicks;
  bool flat;  ///< no noise along z
  ALDER_HD ALDER_INLINE void operator()(std::int64_t i) const {
    KickBody{atoms, 0.5 * h, kicks}(i);
    DriftBody{atoms, frame, 0.5 * h}(i);
    const double noise = thermal_noise / std::sqrt(atoms.mass[atoms.position[i].type]);
    Vec3 random = normal_vector(seed, RandomStream::langevin, step, atoms.tag[i]);
    if (flat) random.z = 0;
    atoms.velocity[i] = PaddedVec3(decay * atoms.velocity[i].xyz() + noise * random);
    DriftBody{atoms, frame, 0.5 * h}(i);
  }
  ALDER_INLINE void prefetch(std::int64_t i) const { prefetch_motion(atoms, i); }
};

}  // namespace alder
