// SPDX-License-Identifier: BSD-3-Clause
#include "simulation/run.hpp"

#include <algorithm>
#include <chrono>

#include "base/error.hpp"
#include "simulation/build.hpp"

namespace alder {

Run::Run(const Deck& deck, const Device& device, Communicator& communicator, const Snapshot& start)
    : deck_(deck), engine_(deck, device, communicator, start) {
  std::int64_t end = 0;
  for (const StageDeck& stage : deck_.stages) stage_ends_.push_back(end += stage.steps);
}

void Run::add_observer(std::unique_ptr<Observer> observer) {
  observers_.push_back(std::move(observer));
}

// Forces of the first configuration, and the observers' look at it.
void Run::prepare() {
  if (prepared_) return;
  engine_.evaluate();
  prepared_ = true;
  observe();
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
  make_steps(final_step_);
}

void Run::advance(std::int64_t steps) {
  if (deck_.stages.empty()) throw InputError("the deck has no stages: there is nothing to run");
  final_step_ = step() + steps;
  make_steps(final_step_);
}

void Run::make_steps(std::int64_t until) {
  const auto begin = std::chrono::steady_clock::now();
  engine_.timer().start();
  prepare();
  while (step() < until && !stop_) {
    enter_stage();
    engine_.step(wanted_at(step() + 1));
    ++steps_made_;
    observe();
  }
  wall_seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
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
  engine_.timer().lap(Part::output);
}

const ThermoRow& Run::thermo() {
  if (!thermo_) thermo_ = engine_.thermo();
  return *thermo_;
}

const Snapshot& Run::snapshot() {
  if (!snapshot_) snapshot_ = engine_.snapshot();
  return *snapshot_;
}

Evaluation Run::evaluate() {
  engine_.evaluate();
  prepared_ = true;
  return engine_.evaluation();
}

Report Run::report() const {
  Report report;
  const auto n = static_cast<double>(engine_.atoms().n_global());
  report.n_atoms = engine_.atoms().n_global();
  report.steps = steps_made_;
  report.wall_seconds = wall_seconds_;
  report.atom_steps_per_second =
      wall_seconds_ > 0 ? n * static_cast<double>(steps_made_) / wall_seconds_ : 0;
  report.simulated_time = engine_.state().time / deck_.units.time;
  for (std::size_t k = 0; k < n_parts; ++k) {
    report.seconds_by_part.emplace_back(part_names[k], engine_.timer().seconds()[k]);
  }
  const NeighborStatistics& list = engine_.neighbors().statistics();
  report.neighbor_builds = list.builds;
  report.dangerous_builds = list.dangerous_builds;
  report.neighbors_per_atom = n > 0 ? static_cast<double>(list.pairs) / n : 0;
  report.bytes_per_atom = static_cast<std::int64_t>(
      (static_cast<double>(engine_.atoms().bytes()) + static_cast<double>(list.bytes)) /
      std::max(n, 1.0));
  report.device = engine_.device().describe();
  report.precision =
      chosen_precision(deck_, engine_.device()) == Precision::mixed ? "mixed" : "double";
  report.threads = engine_.device().threads();
  return report;
}

}  // namespace alder
