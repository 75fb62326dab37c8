// SPDX-License-Identifier: BSD-3-Clause
// Moves all local atoms, in the fastest way the device has.
#pragma once

#include "backend/device.hpp"
#include "integrate/integrator.hpp"
#include "integrate/move_atoms.hpp"

namespace alder {

/// The kernel of an instruction set; null where it has none.
MoveAtoms move_atoms_for(Simd simd);

/// v += h/2 f/m, `kicks` times, then r += h v, with h the timestep: see KickDriftBody.
void kick_and_drift(const IntegratorContext& context, int kicks);

}  // namespace alder
