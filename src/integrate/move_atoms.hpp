// SPDX-License-Identifier: BSD-3-Clause
// What the host sees of the SIMD kernel that moves atoms. Included by code compiled for every
// instruction set, so it holds plain data only.
#pragma once

#include <cstdint>

#include "atoms/position.hpp"
#include "atoms/short_position.hpp"
#include "base/vec3.hpp"

namespace alder {

/// The atoms of a frame that is one orthogonal box.
struct MoveAtomsInput {
  Position* position;
  ShortPosition* short_position;  ///< may be null
  PaddedVec3* velocity;
  const PaddedVec3* force;
  std::int32_t* image;  ///< three of each atom
  const double* mass;   ///< by type
  Vec3 fraction;        ///< units of the fraction per length
  double h;
  int kicks;
};

/// KickDriftBody of the atoms [begin, end): the same bits.
using MoveAtoms = void (*)(const MoveAtomsInput&, std::int64_t begin, std::int64_t end);

}  // namespace alder
