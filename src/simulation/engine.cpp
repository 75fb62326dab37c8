// SPDX-License-Identifier: BSD-3-Clause
#include "simulation/engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <unordered_map>

#include "atoms/velocities.hpp"
#include "backend/reduce.hpp"
#include "base/error.hpp"
#include "deck/read_deck.hpp"
#include "domain/gpu_aware_mpi.hpp"
#include "observe/bodies.hpp"
#include "observe/thermo.hpp"
#include "pair/catalogue.hpp"
#include "simulation/build.hpp"

namespace alder {
namespace {

constexpr std::int64_t stability_interval = 100;  // steps; a look costs a pass over the velocities

std::vector<std::int64_t> species_counts(Communicator& communicator, const Snapshot& s,
                                         std::size_t n_species) {
  std::vector<std::int64_t> count(n_species, 0);
  if (communicator.is_first()) {
    for (const std::int32_t type : s.type) ++count[static_cast<std::size_t>(type)];
  }
  communicator.sum(std::span(count));
  return count;
}

// Whether atoms carry charges, which a rank without atoms cannot see.
bool has_charges(Communicator& communicator, const Snapshot& s) {
  return communicator.max(std::int64_t{!s.charge.empty()}) != 0;
}

// Sums in the order of ids, on all ranks.
SpeciesSums species_sums(Communicator& communicator, const Snapshot& s,
                         const std::vector<std::int64_t>& counts) {
  SpeciesSums sums{{counts.begin(), counts.end()}, std::vector<double>(counts.size(), 0)};
  if (communicator.is_first()) {
    for (std::size_t i = 0; i < s.charge.size(); ++i) {
      sums.charge_square[static_cast<std::size_t>(s.type[i])] += s.charge[i] * s.charge[i];
    }
  }
  communicator.sum(std::span(sums.charge_square));
  return sums;
}

std::string pair_key(std::size_t k, const std::string& key) {
  return "forcefield.pair[" + std::to_string(k) + "]." + key;
}

// Potentials between charges need them.
void check_charges(const Deck& deck, const Atoms& atoms) {
  for (std::size_t k = 0; k < deck.forcefield.pair.size(); ++k) {
    const PairDeck& pair = deck.forcefield.pair[k];
    if (atoms.charged() || !pair_style(pair.style).uses_charges) continue;
    throw KeyError(pair_key(k, "style"),
                   pair.style +
                       " acts between charges, but no atom has one; give species.<name>.charge, or "
                       "a file of atoms with charges");
  }
}

// What is beyond the cutoff is known only where the same density goes on for ever.
void check_tails(const Deck& deck, const Box& box) {
  for (std::size_t k = 0; k < deck.forcefield.pair.size(); ++k) {
    if (!deck.forcefield.pair[k].tail || box.all_periodic()) continue;
    if (box.flat()) {
      throw KeyError(pair_key(k, "tail"), "is known in three dimensions only; set it to false");
    }
    throw KeyError(pair_key(k, "tail"),
                   "needs a box that is periodic along a, b and c; set it to false, or "
                   "system.box.boundary to periodic");
  }
}

double largest_cutoff(const std::vector<std::unique_ptr<Force>>& forces) {
  double cutoff = 0;
  for (const auto& f : forces) cutoff = std::max(cutoff, f->cutoff());
  return cutoff;
}

// The rows of atoms `tags` put in the order of `wanted`; both name the same atoms.
template <class T>
std::vector<T> in_order_of(const std::vector<std::int64_t>& wanted,
                           const std::vector<std::int64_t>& tags, const std::vector<T>& rows) {
  if (wanted == tags) return rows;  // always, unless the deck's cutoff or skin changed
  std::unordered_map<std::int64_t, std::size_t> row_of;
  for (std::size_t i = 0; i < tags.size(); ++i) row_of[tags[i]] = i;
  std::vector<T> ordered;
  ordered.reserve(rows.size());
  for (const std::int64_t tag : wanted) ordered.push_back(rows[row_of.at(tag)]);
  return ordered;
}

}  // namespace

Engine::Engine(const Deck& deck, const Device& device, Communicator& communicator,
               const Snapshot& start)
    : Engine(deck, device, communicator, start, share_header(communicator, start)) {}

Engine::Engine(const Deck& deck, const Device& device, Communicator& communicator,
               const Snapshot& start, const Snapshot& header)
    : device_(device),
      units_(deck.units),
      reproducible_(deck.execution.reproducible),
      balance_rule_(deck.execution.balance.value_or(BalanceDeck{.threshold = 0})),
      counts_(species_counts(communicator, start, header.species.size())),
      forces_(make_forces(device, deck, species_sums(communicator, start, counts_))),
      neighbors_(device, largest_cutoff(forces_), make_rebuild_rule(deck)),
      frame_(at_places_of(deck, [&] { return Frame(header.box, neighbors_.range()); })),
      domain_(device, communicator,
              ProcessGrid(choose_process_grid(communicator.size(), header.box, deck.execution.grid),
                          frame_)),
      atoms_(device, frame_, domain_.distribute(start, header, frame_),
             has_charges(communicator, start)),
      atom_energies_(device),
      speeds_(communicator.size()) {
  domain_.set_gpu_aware(sends_gpu_memory(communicator, device, deck.execution.gpu_aware_mpi));
  // Numbers of atoms on a rank go up and down: room for some more from the beginning.
  if (communicator.size() > 1) atoms_.reserve(atoms_.n_local() + atoms_.n_local() / 32 + 64);
  at_places_of(deck, [&] {
    check_tails(deck, header.box);
    check_charges(deck, atoms_);
  });
  atoms_.set_species_counts(counts_);
  state_.step = header.step;
  state_.time = header.time;
}

void Engine::begin_stage(const StageDeck& stage) {
  finish_step();
  integrator_ = make_integrator(stage, units_);
  state_.timestep = stage.timestep;
}

void Engine::step(Want want) {
  settle();
  ++state_.step;
  const IntegratorContext context{device_, atoms_, frame_, state_};
  timer_.lap(Part::other);
  working_.start();
  if (half_kick_due_) {
    integrator_->turn(context);
  } else {
    integrator_->first_half(context);
  }
  working_.stop();
  half_kick_due_ = false;
  atoms_.note_moved();
  timer_.lap(Part::integrate);
  // The host learns what a GPU finds when it next waits for it anyway: for ghosts or for energies
  // in this step, else in the next one. Open boxes have to know at once where their faces are.
  const bool may_wait_later = frame_.box().all_periodic();
  const ListState list = neighbors_.look(atoms_, frame_, domain_.communicator(), may_wait_later);
  timer_.lap(Part::neighbor);
  if (list != ListState::unsettled) check_displacement();
  if (list == ListState::stale) {
    rebuild_neighbors();
    compute_forces(want);
  } else if (overlaps(want)) {
    refresh_and_compute_forces();
  } else {
    refresh_ghosts(form_of_ghosts());
    timer_.lap(Part::communicate);
    compute_forces(want);
  }
  timer_.lap(Part::pair);
  if (want.any()) settle(want);
  half_kick_due_ = true;
  state_.time += state_.timestep;
  if (state_.step % stability_interval == 0) check_stability();
  timer_.lap(Part::integrate);
}

void Engine::settle(Want want) {
  if (!neighbors_.unsettled()) return;
  const bool stale = neighbors_.settle(domain_.communicator());
  timer_.lap(Part::neighbor);
  check_displacement();
  if (!stale) return;
  rebuild_neighbors();
  compute_forces(want);
  timer_.lap(Part::pair);
}

void Engine::finish_step() {
  settle();
  if (!half_kick_due_) return;
  for (const auto& force : forces_) {
    try {
      force->settle();
    } catch (const PhysicsError& e) {
      note_trouble(e.what());
    }
  }
  integrator_->second_half({device_, atoms_, frame_, state_});
  half_kick_due_ = false;
  timer_.lap(Part::integrate);
}

// A velocity that is not a number puts its atom half a frame away, and a frame is at least two
// ranges high: both it and a runaway atom show in the largest displacement, which is known anyway.
void Engine::check_displacement() const {
  const double most = 0.5 * neighbors_.range() * static_cast<double>(neighbors_.check_interval());
  const double moved = neighbors_.largest_displacement();
  if (moved <= most) return;
  throw Instability{fmt::format("an atom moved by {:.3g} {} since the last list build",
                                moved / units_.length,
                                units_.length_name.empty() ? "sigma" : units_.length_name)};
}

void Engine::check_stability() {
  finish_step();
  Communicator& communicator = domain_.communicator();
  const double speed2 =
      communicator.max(reduce(device_, atoms_.n_local(), MaxSpeedBody{atoms_.view()}));
  const double per_step = std::sqrt(speed2) * state_.timestep;
  if (!(per_step <= 0.5 * neighbors_.range())) {
    throw Instability{std::isfinite(speed2) ? "an atom moves by more than half the cutoff in a step"
                                            : "a velocity or a force is not a number"};
  }
  const std::int64_t n = communicator.sum(atoms_.n_local());
  if (n != atoms_.n_global()) {
    throw Instability{
        fmt::format("{} of {} atoms are lost", atoms_.n_global() - n, atoms_.n_global())};
  }
}

void Engine::evaluate() {
  finish_step();
  rebuild_neighbors();
  compute_forces({.energy = true, .virial = true});
  if (const std::string what = trouble(); !what.empty()) throw Instability{what};
}

void Engine::resume(const EngineState& state, bool exactly) {
  const Vec3 stored = state.frame.heights();
  const Vec3 needed = Frame(state.frame.box(), neighbors_.range()).heights();
  constexpr double rounding = 1 + 1e-9;
  if (needed.x > stored.x * rounding || needed.y > stored.y * rounding ||
      needed.z > stored.z * rounding) {
    throw InputError(
        "the cutoff or the skin has grown too far for this checkpoint's box; restore them, or "
        "start "
        "over with --fresh");
  }
  half_kick_due_ = false;
  frame_ = state.frame;
  domain_.set_grid(ProcessGrid(domain_.grid().bricks(), frame_));
  state_ = state.step;
  if (exactly) {
    balance_ = state.balance;
    for (int axis = 0; axis < 3; ++axis) {
      const auto& cuts = state.cuts[static_cast<std::size_t>(axis)];
      if (!cuts.empty()) {
        ProcessGrid grid = domain_.grid();
        grid.set_cuts(axis, cuts);
        domain_.set_grid(grid);
      }
    }
    rebuild_as_before();
    neighbors_.set_progress(state.steps_since_build, state.neighbors);
    timed_work_ = {.clock = worked_seconds(), .first_build = state.neighbors.builds};
  } else {
    evaluate();
  }
}

// The list is built from the positions noted at its last build, then the atoms are put where they
// are now and get back the forces on them, which sorting loses.
void Engine::rebuild_as_before() {
  const std::vector<Position> now = atoms_.rows(atoms_.position());
  const std::vector<PaddedVec3> forces = atoms_.rows(atoms_.force());
  const std::vector<std::int64_t> tags = atoms_.rows(atoms_.tag());
  atoms_.set_rows<Position>(atoms_.position(), atoms_.rows(atoms_.built_position()));
  build_list();
  const std::vector<std::int64_t> sorted = atoms_.rows(atoms_.tag());
  atoms_.set_rows<Position>(atoms_.position(), in_order_of(sorted, tags, now));
  atoms_.set_rows<PaddedVec3>(atoms_.force(), in_order_of(sorted, tags, forces));
  refresh_ghosts(GhostForm::whole);
}

void Engine::rebuild_neighbors() {
  check_faces();
  balance();
  build_list();
}

void Engine::build_list() {
  domain_.migrate(atoms_, frame_);
  timer_.lap(Part::communicate);
  working_.start();
  neighbors_.sort(atoms_, frame_, domain_.grid().brick(domain_.communicator().rank()));
  working_.stop();
  timer_.lap(Part::neighbor);
  domain_.borders(atoms_, frame_, neighbors_.grid(), neighbors_.range());
  whole_ghosts_ = true;
  timer_.lap(Part::communicate);
  working_.start();
  neighbors_.build(atoms_, frame_, domain_.ghost_start());
  working_.stop();
  timer_.lap(Part::neighbor);
}

ThermoRow Engine::thermo() {
  finish_step();
  const Tensor6 kinetic = kinetic_tensor(device_, domain_.communicator(), atoms_, reproducible_);
  return thermo_row(state_, kinetic, energies_, atoms_, frame_.box(), volume(), units_);
}

Evaluation Engine::evaluation() {
  const ThermoRow row = thermo();
  const double e = units_.energy;
  Evaluation result;
  result.units = units_.name;
  result.n_atoms = atoms_.n_global();
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
  result.pressure_tensor = pressure_of(energies_.virial, frame_.box(), volume(), units_);
  result.pressure_tensor_full = row.pressure_tensor;
  result.kinetic_energy = row.kinetic_energy;
  result.temperature = row.temperature;
  result.volume = row.volume;
  result.forces = in_deck_units(snapshot_everywhere(), units_).force;
  return result;
}

Snapshot Engine::snapshot_at_build() {
  finish_step();
  const std::vector<Position> now = atoms_.rows(atoms_.position());
  atoms_.set_rows<Position>(atoms_.position(), atoms_.rows(atoms_.built_position()));
  Snapshot before = snapshot();
  atoms_.set_rows<Position>(atoms_.position(), now);
  return before;
}

Snapshot Engine::snapshot() {
  finish_step();
  return stamped(domain_.collect(atoms_.snapshot(frame_)));
}

Snapshot Engine::snapshot_everywhere() {
  finish_step();
  return stamped(domain_.collect_everywhere(atoms_.snapshot(frame_)));
}

Snapshot Engine::stamped(Snapshot s) const {
  s.step = state_.step;
  s.time = state_.time;
  return s;
}

}  // namespace alder
