// SPDX-License-Identifier: BSD-3-Clause
// What a force field term is to the timestep.
#pragma once

#include <cstdint>

#include "atoms/atoms.hpp"
#include "base/choices.hpp"
#include "base/vec3.hpp"
#include "domain/domain.hpp"
#include "neighbor/neighbor_view.hpp"

namespace alder {

/// What a step needs beside forces: the union of what its observers and integrator ask for.
struct Want {
  bool energy = false;
  bool virial = false;
  [[nodiscard]] bool any() const { return energy || virial; }
};

/// Potential energy by kind and the virial sum of r_ij f_ij over pairs, internal units. Forces add
/// their rank's share; what belongs to the whole system (the tail) the first rank adds. `tail` is
/// contained in `vdw`.
struct Energies {
  double vdw = 0, coul = 0, kspace = 0, tail = 0;
  double bond = 0, angle = 0, dihedral = 0, improper = 0;
  Tensor6 virial{};

  [[nodiscard]] double pair() const { return vdw + coul + kspace; }
  [[nodiscard]] double total() const { return pair() + bond + angle + dihedral + improper; }
};

/// The rows of the neighbor list whose atoms' forces are computed: those without a ghost in them,
/// the others, or all.
enum class Rows { all, interior, border };

/// What a force sees of the system during `add`.
struct ForceContext {
  const Device& device;
  Atoms& atoms;
  const Frame& frame;
  NeighborView neighbors;
  Domain& domain;       ///< for ghosts' fields in the middle of a force, and to know the first rank
  bool stores = false;  ///< what the forces hold is of no value: store, do not add
  Rows rows = Rows::all;  ///< other than all only where can_split() and no energies are wanted
};

/// How forces compute.
struct ForceSettings {
  Precision precision = Precision::full;  ///< mixed or full
  bool reproducible = false;  ///< forces have the same bits whatever order their parts come in
};

/// One term of the force field.
class Force {
 public:
  virtual ~Force() = default;
  /// Largest distance at which atoms interact, internal length units.
  [[nodiscard]] virtual double cutoff() const = 0;
  /// Whether `add` heeds ForceContext::stores; then forces need not be cleared before the first
  /// term.
  [[nodiscard]] virtual bool can_store() const { return false; }
  /// Whether `add` heeds ForceContext::rows. Positions of ghosts are not valid yet when the
  /// interior is computed.
  [[nodiscard]] virtual bool can_split() const { return false; }
  /// What `add` reads of ghosts' positions. `add_atom_energies` gets them whole.
  [[nodiscard]] virtual GhostForm reads_of_ghosts() const { return GhostForm::whole; }
  /// Adds this term's forces to the local atoms' and, where wanted, its energy and virial. May
  /// throw PhysicsError on one rank alone, once it has taken part in all that is collective.
  virtual void add(const ForceContext& context, Want want, Energies& energies) = 0;
  /// Adds to each local atom's `energy` (in the device's memory) its share of this term's energy at
  /// the present positions; the shares add up to the energy without its tail correction.
  virtual void add_atom_energies(const ForceContext& context, double* energy) = 0;
  /// Throws PhysicsError where forces that were added could not be represented, if only a GPU knows
  /// that so far. Called when somebody looks at what came of them.
  virtual void settle() {}
};

}  // namespace alder
