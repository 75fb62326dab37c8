// SPDX-License-Identifier: BSD-3-Clause
// The course of a run: stages, steps, observers, stopping.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

#include "deck/deck.hpp"
#include "observe/observer.hpp"
#include "simulation/engine.hpp"

namespace alder {

/// Drives an Engine through the stages of a deck and calls the observers when they are due.
class Run final : private ObservedSystem {
 public:
  /// `start` is needed on the first rank only. Collective, as all of this class.
  Run(const Deck& deck, const Device& device, Communicator& communicator, const Snapshot& start);

  void add_observer(std::unique_ptr<Observer> observer);
  /// Makes the steps that are left of the stages; returns early after `stop`.
  void run();
  /// Makes `steps` more steps of the stage that step belongs to, the last one beyond the end.
  void advance(std::int64_t steps);
  /// Ends `run` after the step it is at; may be called from another thread or a signal handler.
  void stop() noexcept { stop_ = true; }
  [[nodiscard]] bool stopped() const { return stop_; }

  /// Forces, energies and pressure of the current configuration.
  Evaluation evaluate();
  [[nodiscard]] Report report() const;
  [[nodiscard]] std::int64_t step() const override { return engine_.state().step; }
  /// The whole system, on every rank.
  [[nodiscard]] Snapshot copy_of_system() const { return engine_.snapshot_everywhere(); }
  /// Steps of all stages.
  [[nodiscard]] std::int64_t last_step() const {
    return stage_ends_.empty() ? 0 : stage_ends_.back();
  }

 private:
  const ThermoRow& thermo() override;
  const Snapshot& snapshot() override;
  Communicator& communicator() override { return engine_.domain().communicator(); }
  void prepare();
  void make_steps(std::int64_t until);
  [[nodiscard]] Want wanted_at(std::int64_t step) const;
  void observe();
  void enter_stage();

  Deck deck_;
  Engine engine_;
  std::vector<std::int64_t> stage_ends_;  ///< step after which each stage ends
  std::size_t stage_ = SIZE_MAX;
  std::int64_t final_step_ = 0;  ///< of the present call, for observers due at the end
  std::vector<std::unique_ptr<Observer>> observers_;
  std::optional<ThermoRow> thermo_;
  std::optional<Snapshot> snapshot_;
  std::atomic<bool> stop_{false};
  bool prepared_ = false;
  std::int64_t steps_made_ = 0;
  double wall_seconds_ = 0;
};

}  // namespace alder
