// SPDX-License-Identifier: BSD-3-Clause
#include "simulation/run.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstring>
#include <span>

#include "alder_config.hpp"
#include "backend/gpu_energy.hpp"
#include "base/error.hpp"
#include "deck/read_deck.hpp"
#include "simulation/build.hpp"
#include "simulation/diagnosis.hpp"

namespace alder {
namespace {

// Of the whole process; Linux counts in KiB.
std::int64_t peak_memory_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss * 1024;
}

// ns per day of wall clock at this stage's timestep; tau in lj.
double time_per_day(const Deck& deck, std::size_t stage, double seconds_per_step) {
  if (stage >= deck.stages.size()) return 0;
  const double in_deck_units = deck.stages[stage].timestep / deck.units.time;
  double nanoseconds = 1;
  if (deck.units.time_name == "fs") nanoseconds = 1e-6;
  if (deck.units.time_name == "ps") nanoseconds = 1e-3;
  if (deck.units.time_name == "s") nanoseconds = 1e9;
  return 86400 / seconds_per_step * in_deck_units * nanoseconds;
}

[[noreturn]] void throw_collectively(const std::string& sentence) {
  PhysicsError error(sentence);
  error.set_collective();
  throw error;
}

std::string seeds_of(const Deck& deck) {
  std::string text;
  const auto add = [&](const std::string& what, std::uint64_t seed) {
    text += (text.empty() ? "" : ", ") + what + " " + std::to_string(seed);
  };
  if (deck.system.velocities) add("system.velocities", deck.system.velocities->seed);
  for (const StageDeck& stage : deck.stages) {
    if (stage.ensemble.thermostat) add("stage " + stage.name, stage.ensemble.thermostat->seed);
  }
  return text;
}

}  // namespace

Run::Run(const Deck& deck, const Device& device, Communicator& communicator, const Snapshot& start)
    : deck_(deck), engine_(deck, device, communicator, start) {
  std::int64_t end = 0;
  for (const StageDeck& stage : deck_.stages) stage_ends_.push_back(end += stage.steps);
  if (!deck_.checks.energy_drift.max_per_atom_per_time) return;
  auto watch = std::make_unique<EnergyDriftWatch>(deck_, stage_ends_);
  drift_watch_ = watch.get();
  add_observer(std::move(watch));
}

void Run::add_observer(std::unique_ptr<Observer> observer) {
  observers_.push_back(std::move(observer));
}

// Forces of the first configuration, and the observers' look at it.
void Run::prepare() {
  if (prepared_) return;
  engine_.evaluate();
  engine_.timer().lap(Part::other);
  prepared_ = true;
  observe();
  engine_.timer().lap(Part::output);
}

void Run::resume(const EngineState& state, bool exactly) {
  try {
    engine_.resume(state, exactly);
  } catch (const Instability& instability) {
    throw_collectively("the run cannot be continued from step " + std::to_string(state.step.step) +
                       ": " + instability.what +
                       "; take an older checkpoint, or start over with --fresh and a smaller "
                       "timestep");
  }
  resumed_from_ = step();
  prepared_ = true;
}

void Run::enter_stage() {
  const auto it = std::upper_bound(stage_ends_.begin(), stage_ends_.end(), step());
  const auto stage = static_cast<std::size_t>(
      std::min(it - stage_ends_.begin(), static_cast<std::ptrdiff_t>(stage_ends_.size()) - 1));
  if (stage == stage_) return;
  stage_ = stage;
  engine_.begin_stage(deck_.stages[stage]);
}

void Run::run() {
  final_step_ = std::max(last_step(), step());
  make_steps_watched(final_step_);
  for (const auto& keeper : keepers_) keeper->at_end(*this);
}

void Run::advance(std::int64_t steps) {
  if (deck_.stages.empty()) throw InputError("the deck has no stages: there is nothing to run");
  final_step_ = step() + steps;
  make_steps_watched(final_step_);
}

void Run::make_steps_watched(std::int64_t until) {
  try {
    make_steps(until);
  } catch (const Instability& instability) {
    fail(instability);
  }
}

void Run::fail(const Instability& instability) {
  const Snapshot system = engine_.snapshot_at_build();
  const std::string trouble = engine_.trouble();
  std::string text;
  if (communicator().is_first()) {
    const StageDeck& stage = deck_.stages[std::min(stage_, deck_.stages.size() - 1)];
    text = diagnose({.what = trouble.empty() ? instability.what : trouble,
                     .stage = stage.name,
                     .step = step(),
                     .steps_made = steps_made_,
                     .timestep = stage.timestep,
                     .advice = instability.advice},
                    system, deck_.units);
  }
  for (const auto& keeper : keepers_) keeper->at_failure(*this, text);
  throw_collectively(text);
}

void Run::make_steps(std::int64_t until) {
  const auto begin = std::chrono::steady_clock::now();
  const std::optional<double> joules = gpu_joules(gpu_.id);
  const Traffic traffic = communicator().traffic();
  engine_.timer().start();
  first_step_ = step();
  rate_.start(step());
  stopping_ = false;
  next_agreement_ = step();
  prepare();
  agree_on_wishes();
  while (step() < until && !stopping_) {
    enter_stage();
    engine_.step(wanted_at(step() + 1));
    ++steps_made_;
    observe();
    rate_.note(step());
    agree_on_wishes();
    engine_.timer().lap(Part::output);
  }
  engine_.settle();
  note_energy(joules);
  wall_seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  note_communication(traffic);
}

// Sums over the ranks. Collective.
void Run::note_communication(const Traffic& before) {
  const Traffic traffic = communicator().traffic();  // without what follows
  const HaloCount& halo = engine_.domain().halo();
  std::array sums{halo.messages, halo.bytes, traffic.messages - before.messages,
                  traffic.bytes - before.bytes};
  communicator().sum(std::span<std::int64_t>(sums));
  communication_ = {
      .halo_refreshes = halo.refreshes,
      .halo_messages = sums[0],
      .halo_bytes = sums[1],
      .halo_bytes_most = communicator().max(halo.bytes),
      .messages = communication_.messages + sums[2],
      .bytes = communication_.bytes + sums[3],
      .reductions = communication_.reductions + traffic.reductions - before.reductions};
  engine_.look_at_balance();
  processor_seconds_ = engine_.timer().processor_seconds();
  const auto computing = [this] {
    double seconds = 0;
    for (const Part part : {Part::pair, Part::neighbor, Part::integrate}) {
      seconds += processor_seconds_[static_cast<std::size_t>(part)];
    }
    return seconds;
  };
  const double most = communicator().max(computing());
  communicator().sum(std::span(processor_seconds_));
  measured_imbalance_ = computing() > 0 ? most * communicator().size() / computing() : 0;
}

// Of every GPU once; known only where all of them tell. Collective.
void Run::note_energy(const std::optional<double>& before) {
  if (gpu_.gpus == 0) return;
  const std::optional<double> after = gpu_joules(gpu_.id);
  const bool known = before && after;
  std::array<double, 2> sums{gpu_.leads && known ? *after - *before : 0,
                             gpu_.leads && known ? 1.0 : 0.0};
  communicator().sum(std::span(sums));
  energy_.reset();
  if (static_cast<int>(sums[1]) == gpu_.gpus) energy_ = sums[0];
}

// Clocks and signals differ between ranks, so what they ask for is agreed upon: every step on one
// rank, every 50 ms or so on several.
void Run::agree_on_wishes() {
  Wishes wishes{.stop = stop_};
  const bool due = step() >= next_agreement_;
  if (due) {
    for (const auto& keeper : keepers_) keeper->add_wishes(*this, wishes);
    const double steps = 0.05 / std::max(rate_.seconds_per_step(), 1e-9);
    std::array<std::int64_t, 3> all{
        wishes.stop, wishes.checkpoint,
        communicator().size() > 1 ? std::clamp<std::int64_t>(std::lround(steps), 1, 1000) : 1};
    communicator().max(std::span<std::int64_t>(all));
    wishes = {.stop = all[0] != 0, .checkpoint = all[1] != 0};
    next_agreement_ = step() + all[2];
    stopping_ = wishes.stop;
  }
  for (const auto& keeper : keepers_) keeper->after_step(*this, due ? wishes : Wishes{});
}

Want Run::wanted_at(std::int64_t step) const {
  Want want;
  for (const auto& observer : observers_) {
    if (!observer->trigger().due(step, 0, final_step_)) continue;
    const Want w = observer->wants();
    want.energy |= w.energy;
    want.virial |= w.virial;
  }
  return want;
}

void Run::observe() {
  thermo_.reset();
  snapshot_.reset();
  for (const auto& observer : observers_) {
    if (observer->trigger().due(step(), 0, final_step_)) observer->observe(*this);
  }
}

const ThermoRow& Run::thermo() {
  if (!thermo_) thermo_ = last_row_ = engine_.thermo();
  if (!std::isfinite(thermo_->total_energy)) {
    throw Instability{"the total energy is not a number"};
  }
  return *thermo_;
}

const Snapshot& Run::snapshot() {
  if (!snapshot_) snapshot_ = engine_.snapshot();
  return *snapshot_;
}

GlobalRows& Run::global_rows() {
  if (!global_rows_) global_rows_.emplace(communicator(), engine_.atoms());
  return *global_rows_;
}

std::vector<double> Run::atom_energies() {
  if (!prepared_) evaluate();
  std::vector<double> energies(static_cast<std::size_t>(n_atoms()));
  global_rows().copy_scalars(engine_.atoms(), engine_.atom_energies(), 1, rows_on_first(n_atoms()),
                             std::span(energies));
  std::vector<std::byte> bytes(energies.size() * sizeof(double));
  std::memcpy(bytes.data(), energies.data(), bytes.size());
  communicator().broadcast(bytes, 0);
  std::memcpy(energies.data(), bytes.data(), bytes.size());
  return energies;
}

Evaluation Run::evaluate() {
  try {
    engine_.evaluate();
  } catch (const Instability& instability) {
    throw_collectively(instability.what);
  }
  prepared_ = true;
  return engine_.evaluation();
}

Report Run::report() const {
  Report report;
  const auto n = static_cast<double>(engine_.n_global());
  report.n_atoms = engine_.n_global();
  report.steps = steps_made_;
  report.wall_seconds = wall_seconds_;
  report.atom_steps_per_second =
      wall_seconds_ > 0 ? n * static_cast<double>(steps_made_) / wall_seconds_ : 0;
  report.simulated_time = engine_.state().time / deck_.units.time;
  for (std::size_t k = 0; k < n_parts; ++k) {
    report.seconds_by_part.emplace_back(part_names[k], engine_.timer().seconds()[k]);
    if (!engine_.timer().counts_processor()) continue;
    report.processor_seconds_by_part.emplace_back(part_names[k], processor_seconds_[k]);
  }
  const NeighborStatistics& list = engine_.neighbors().statistics();
  report.neighbor_builds = list.builds;
  report.dangerous_builds = list.dangerous_builds;
  const auto local = static_cast<double>(engine_.n_local());
  report.neighbors_per_atom = local > 0 ? static_cast<double>(list.pairs) / local : 0;
  report.bytes_per_atom = static_cast<std::int64_t>(
      (static_cast<double>(engine_.atoms_bytes()) + static_cast<double>(list.bytes)) /
      std::max(local, 1.0));
  report.ranks = engine_.domain().communicator().size();
  report.gpus = engine_.device().is_cuda() ? gpu_.gpus : 0;
  report.energy_joules = energy_;
  report.imbalance = engine_.balance_state().imbalance;
  report.imbalance_before = engine_.balance_state().imbalance_before;
  report.cut_moves = engine_.balance_state().moves;
  report.imbalance_by_time = engine_.balance_state().imbalance_by_time;
  report.imbalance_by_time_before = engine_.balance_state().imbalance_by_time_before;
  report.measured_imbalance = measured_imbalance_;
  report.communication = communication_;
  report.device = engine_.device().describe();
  report.precision =
      chosen_precision(deck_, engine_.device()) == Precision::mixed ? "mixed" : "double";
  report.threads = engine_.device().threads();
  report.peak_memory_bytes = peak_memory_bytes();
  report.ms_per_step = steps_made_ > 0 ? 1e3 * wall_seconds_ / static_cast<double>(steps_made_) : 0;
  report.time_per_day =
      report.ms_per_step > 0 ? time_per_day(deck_, stage_, 1e-3 * report.ms_per_step) : 0;
  report.output_share =
      wall_seconds_ > 0
          ? engine_.timer().seconds()[static_cast<std::size_t>(Part::output)] / wall_seconds_
          : 0;
  report.resumed_from = resumed_from_;
  report.checkpoints = checkpoints_;
  report.checkpoint_seconds = checkpoint_seconds_;
  if (drift_watch_ != nullptr) report.energy_drift = drift_watch_->result();
  return report;
}

Progress Run::progress() const {
  Progress p;
  p.step = step();
  p.first_step = first_step_;
  p.last_step = final_step_;
  if (stage_ < deck_.stages.size()) p.stage = deck_.stages[stage_].name;
  p.wall_seconds = rate_.seconds();
  p.ms_per_step = 1e3 * rate_.seconds_per_step();
  p.seconds_left = rate_.seconds_per_step() * static_cast<double>(final_step_ - step());
  if (p.ms_per_step > 0) p.time_per_day = time_per_day(deck_, stage_, rate_.seconds_per_step());
  return p;
}

Provenance Run::provenance() const {
  return {.version = std::string(config::version),
          .commit = std::string(config::commit),
          .deck = effective_deck(deck_, pair_style_schemas()),
          .units = std::string(deck_.units.name),
          .device = engine_.device().describe(),
          .precision = report().precision,
          .seeds = seeds_of(deck_)};
}

void Run::note_checkpoint(double seconds) {
  ++checkpoints_;
  checkpoint_seconds_ = std::max(checkpoint_seconds_, seconds);
}

}  // namespace alder
