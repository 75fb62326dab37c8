// SPDX-License-Identifier: BSD-3-Clause
// Velocities of a given temperature.
#pragma once

#include <cstdint>

#include "atoms/snapshot.hpp"

namespace alder {

/// Degrees of freedom of n atoms whose total momentum is conserved in 2 or 3 dimensions: 2 n - 2 or
/// 3 n - 3 (at least 1), the convention of LAMMPS' compute temp.
double degrees_of_freedom(std::int64_t n_atoms, int dimensions);

/// Kinetic energy, internal units.
double kinetic_energy(const Snapshot& snapshot);

/// Draws Maxwell-Boltzmann velocities keyed by (seed, id), removes the total momentum if asked, and
/// scales them so that 2 E_kin = degrees of freedom * thermal_energy exactly. `thermal_energy` is
/// k_B T. None have a z component in flat boxes.
void set_velocities(Snapshot& snapshot, double thermal_energy, std::uint64_t seed,
                    bool zero_momentum);

}  // namespace alder
