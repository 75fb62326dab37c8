// SPDX-License-Identifier: BSD-3-Clause
// Thermodynamic state of the system.
#pragma once

#include "atoms/atoms.hpp"
#include "force/force.hpp"
#include "integrate/integrator.hpp"
#include "observe/results.hpp"

namespace alder {

/// Sum of m v v over the atoms of all ranks, internal units; its trace is twice the kinetic energy.
/// `reproducible`: with the same bits on any number of ranks. Collective.
Tensor6 kinetic_tensor(const Device& device, Communicator& communicator, Atoms& atoms,
                       bool reproducible);

/// The row of the current step, from the energies and virial of its force computation; `volume` in
/// internal units, an area in two dimensions.
ThermoRow thermo_row(const StepState& state, const Tensor6& kinetic, const Energies& energies,
                     const Atoms& atoms, const Box& box, double volume, const Units& units);

/// Virial / volume in the deck's pressure units (in two dimensions times its unit of length): xx yy
/// zz xy xz yz.
std::array<double, 6> pressure_of(const Tensor6& virial, const Box& box, double volume,
                                  const Units& units);

}  // namespace alder
