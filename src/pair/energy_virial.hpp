// SPDX-License-Identifier: BSD-3-Clause
// What a loop over pairs sums beside forces.
#pragma once

#include "base/vec3.hpp"

namespace alder {

/// Energy and virial (sums of r_ij f_ij) of a loop over pairs, internal units.
struct EnergyVirial {
  double energy = 0;
  double coul = 0;  ///< contained in `energy`: that between charges
  Tensor6 virial{};
};

}  // namespace alder
