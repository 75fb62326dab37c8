// SPDX-License-Identifier: BSD-3-Clause
// The course of a run: stages, steps, observers, stopping.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

#include "deck/deck.hpp"
#include "domain/gpu_placement.hpp"
#include "io/provenance.hpp"
#include "observe/observer.hpp"
#include "simulation/energy_drift.hpp"
#include "simulation/engine.hpp"
#include "simulation/rate.hpp"
#include "simulation/run_keeper.hpp"

namespace alder {

/// Drives an Engine through the stages of a deck and calls the observers when they are due.
class Run final : public ObservedSystem {
 public:
  /// `start` is needed on the first rank only. Collective, as all of this class.
  Run(const Deck& deck, const Device& device, Communicator& communicator, const Snapshot& start);

  /// Where this rank computes, for the report.
  void set_gpu(const GpuPlacement& gpu) { gpu_ = gpu; }
  void add_observer(std::unique_ptr<Observer> observer);
  void add_keeper(std::unique_ptr<RunKeeper> keeper) { keepers_.push_back(std::move(keeper)); }
  /// Makes the steps that are left of the stages; returns early after `stop`.
  void run();
  /// Makes `steps` more steps of the stage that step belongs to, the last one beyond the end.
  void advance(std::int64_t steps);
  /// Ends `run` after the step it is at; may be called from another thread or a signal handler.
  void stop() noexcept { stop_ = true; }
  [[nodiscard]] bool stopped() const { return stopping_; }

  /// Forces, energies and pressure of the current configuration.
  Evaluation evaluate();
  [[nodiscard]] Report report() const;
  [[nodiscard]] Progress progress() const;
  /// Continues from a state, once the atoms' saved fields are restored; the observers have seen
  /// its step already.
  void resume(const EngineState& state, bool exactly);

  [[nodiscard]] const Deck& deck() const { return deck_; }
  [[nodiscard]] Engine& engine() { return engine_; }
  [[nodiscard]] const Engine& engine() const { return engine_; }
  [[nodiscard]] std::int64_t n_atoms() const override { return engine_.n_global(); }
  /// The last row of the table that an observer asked for.
  [[nodiscard]] const std::optional<ThermoRow>& last_row() const { return last_row_; }
  /// What files say about where they come from.
  [[nodiscard]] Provenance provenance() const;
  /// The clock after the last step.
  [[nodiscard]] Rate::Clock::time_point now() const { return rate_.now(); }
  GlobalRows& global_rows();
  /// Notes how long writing a checkpoint took.
  void note_checkpoint(double seconds);
  [[nodiscard]] Communicator& communicator() override { return engine_.domain().communicator(); }
  [[nodiscard]] std::int64_t step() const override { return engine_.state().step; }
  /// Potential energy of each atom in id order, internal units, on every rank. Collective.
  [[nodiscard]] std::vector<double> atom_energies();
  /// The whole system, on every rank.
  [[nodiscard]] Snapshot copy_of_system() { return engine_.snapshot_everywhere(); }
  /// Steps of all stages.
  [[nodiscard]] std::int64_t last_step() const {
    return stage_ends_.empty() ? 0 : stage_ends_.back();
  }

 private:
  const ThermoRow& thermo() override;
  const Snapshot& snapshot() override;
  [[nodiscard]] double time() const override { return engine_.state().time; }
  [[nodiscard]] const Box& box() const override { return engine_.frame().box(); }
  void copy(AtomQuantity what, double scale, const RowBlocks& blocks,
            std::span<float> rows) override {
    copy_rows(what, scale, blocks, rows);
  }
  void copy(AtomQuantity what, double scale, const RowBlocks& blocks,
            std::span<double> rows) override {
    copy_rows(what, scale, blocks, rows);
  }
  template <class Real>
  void copy_rows(AtomQuantity what, double scale, const RowBlocks& blocks, std::span<Real> rows) {
    if (what == AtomQuantity::potential_energy) {
      global_rows().copy_scalars(engine_.atoms(), engine_.atom_energies(), scale, blocks, rows);
    } else {
      global_rows().copy(engine_.atoms(), engine_.frame(), what, scale, blocks, rows);
    }
  }
  void copy_images(const RowBlocks& blocks, std::span<std::int32_t> xyz) override {
    global_rows().copy_images(engine_.atoms(), blocks, xyz);
  }
  void prepare();
  void make_steps(std::int64_t until);
  void make_steps_watched(std::int64_t until);
  void agree_on_wishes();
  [[noreturn]] void fail(const Instability& instability);
  [[nodiscard]] Want wanted_at(std::int64_t step) const;
  void observe();
  void enter_stage();
  void note_energy(const std::optional<double>& before);
  void note_communication(const Traffic& before);

  Deck deck_;
  Engine engine_;
  std::vector<std::int64_t> stage_ends_;  ///< step after which each stage ends
  std::size_t stage_ = SIZE_MAX;
  std::int64_t final_step_ = 0;  ///< of the present call, for observers due at the end
  std::vector<std::unique_ptr<Observer>> observers_;
  const EnergyDriftWatch* drift_watch_ = nullptr;  ///< one of the observers
  std::vector<std::unique_ptr<RunKeeper>> keepers_;
  std::optional<ThermoRow> thermo_, last_row_;
  std::optional<Snapshot> snapshot_;
  std::optional<GlobalRows> global_rows_;
  std::atomic<bool> stop_{false};
  bool stopping_ = false;            ///< agreed by all ranks
  std::int64_t next_agreement_ = 0;  ///< step
  bool prepared_ = false;
  std::int64_t steps_made_ = 0;
  double wall_seconds_ = 0;
  GpuPlacement gpu_;
  std::optional<double> energy_;  ///< joules of all GPUs during the last call
  Communication communication_;
  std::array<double, n_parts> processor_seconds_{};  ///< all ranks; zeros where not counted
  double measured_imbalance_ = 0;
  Rate rate_;
  std::int64_t first_step_ = 0;  ///< of the present call
  std::int64_t resumed_from_ = -1;
  std::int64_t checkpoints_ = 0;
  double checkpoint_seconds_ = 0;
};

}  // namespace alder
