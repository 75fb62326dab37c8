// SPDX-License-Identifier: BSD-3-Clause
#include "simulation/engine.hpp"

#include <algorithm>

#include "atoms/velocities.hpp"
#include "observe/thermo.hpp"
#include "simulation/build.hpp"

namespace alder {
namespace {

std::vector<double> species_counts(const Snapshot& s) {
  std::vector<double> count(s.species.size(), 0);
  for (const std::int32_t type : s.type) count[static_cast<std::size_t>(type)] += 1;
  return count;
}

double largest_cutoff(const std::vector<std::unique_ptr<Force>>& forces) {
  double cutoff = 0;
  for (const auto& f : forces) cutoff = std::max(cutoff, f->cutoff());
  return cutoff;
}

}  // namespace

Engine::Engine(const Deck& deck, const Device& device, const Snapshot& start)
    : Engine(deck, device, start, make_forces(device, deck, species_counts(start))) {}

Engine::Engine(const Deck& deck, const Device& device, const Snapshot& start,
               std::vector<std::unique_ptr<Force>> forces)
    : device_(device),
      units_(deck.units),
      forces_(std::move(forces)),
      neighbors_(device, largest_cutoff(forces_), make_rebuild_rule(deck)),
      frame_(start.box, neighbors_.range()),
      atoms_(device, frame_, start),
      domain_(device) {
  state_.step = start.step;
  state_.time = start.time;
}

void Engine::begin_stage(const StageDeck& stage) {
  integrator_ = make_integrator(stage, units_);
  state_.timestep = stage.timestep;
}

void Engine::step(Want want) {
  ++state_.step;
  const IntegratorContext context{device_, atoms_, frame_, state_};
  timer_.lap(Part::other);
  integrator_->first_half(context);
  timer_.lap(Part::integrate);
  if (neighbors_.stale(atoms_, frame_)) {
    rebuild_neighbors();
  } else {
    domain_.refresh_ghosts(atoms_, frame_);
  }
  timer_.lap(Part::neighbor);
  compute_forces(want);
  timer_.lap(Part::pair);
  integrator_->second_half(context);
  state_.time += state_.timestep;
  timer_.lap(Part::integrate);
}

void Engine::evaluate() {
  rebuild_neighbors();
  compute_forces({.energy = true, .virial = true});
}

void Engine::rebuild_neighbors() {
  neighbors_.sort(atoms_, frame_);
  domain_.borders(atoms_, frame_, neighbors_.grid(), neighbors_.range());
  domain_.refresh_ghosts(atoms_, frame_);
  neighbors_.build(atoms_, frame_);
}

void Engine::compute_forces(Want want) {
  atoms_.clear_forces();
  energies_ = {};
  const ForceContext context{device_, atoms_, frame_, neighbors_.view()};
  for (const auto& force : forces_) force->add(context, want, energies_);
}

ThermoRow Engine::thermo() {
  return thermo_row(state_, kinetic_tensor(device_, atoms_), energies_, atoms_, frame_, units_);
}

Evaluation Engine::evaluation() {
  const ThermoRow row = thermo();
  const double e = units_.energy;
  Evaluation result;
  result.units = units_.name;
  result.n_atoms = atoms_.n_local();
  result.total = row.potential_energy;
  result.pair = row.pair_energy;
  result.vdw = energies_.vdw / e;
  result.coul = energies_.coul / e;
  result.kspace = energies_.kspace / e;
  result.tail = energies_.tail / e;
  result.bond = energies_.bond / e;
  result.angle = energies_.angle / e;
  result.dihedral = energies_.dihedral / e;
  result.improper = energies_.improper / e;
  result.pressure_tensor = pressure_of(energies_.virial, frame_.box().volume(), units_);
  result.pressure_tensor_full = row.pressure_tensor;
  result.kinetic_energy = row.kinetic_energy;
  result.temperature = row.temperature;
  result.volume = row.volume;
  result.forces = in_deck_units(snapshot(), units_).force;
  return result;
}

Snapshot Engine::snapshot() const {
  Snapshot s = atoms_.snapshot(frame_);
  s.step = state_.step;
  s.time = state_.time;
  return s;
}

}  // namespace alder
