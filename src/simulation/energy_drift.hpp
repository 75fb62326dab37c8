// SPDX-License-Identifier: BSD-3-Clause
// checks.energy_drift: how much the total energy drifts in stages that should conserve it.
#pragma once

#include <vector>

#include "deck/deck.hpp"
#include "observe/observer.hpp"

namespace alder {

/// The straight line through points, by least squares.
class LineFit {
 public:
  void add(double x, double y);
  [[nodiscard]] std::int64_t points() const { return n_; }
  [[nodiscard]] double slope() const;
  /// Standard error of the slope, from the scatter about the line; the points count as independent.
  [[nodiscard]] double slope_error() const;

 private:
  std::int64_t n_ = 0;
  double mean_x_ = 0, mean_y_ = 0, xx_ = 0, xy_ = 0, yy_ = 0;  ///< sums about the means
};

/// Fits the rows of the thermodynamic table of each NVE stage (those since a restart). The limit
/// counts as exceeded when the slope is beyond it by two standard errors, from ten rows on.
class EnergyDriftWatch final : public Observer {
 public:
  /// `stage_ends`: the last step of each stage.
  EnergyDriftWatch(const Deck& deck, std::vector<std::int64_t> stage_ends);

  [[nodiscard]] Trigger trigger() const override {
    return {.every = every_, .at_start = true, .at_end = true};
  }
  [[nodiscard]] Want wants() const override { return {.energy = true, .virial = true}; }
  /// Throws PhysicsError, on all ranks, when the deck says to stop.
  void observe(ObservedSystem& system) override;
  /// Of every NVE stage that has three rows.
  [[nodiscard]] std::vector<EnergyDrift> result() const;

 private:
  [[nodiscard]] EnergyDrift drift_of(std::size_t stage) const;

  std::int64_t every_;
  EnergyDriftCheck limit_;
  Units units_;
  std::vector<StageDeck> stages_;
  std::vector<std::int64_t> stage_ends_;
  std::vector<LineFit> fits_;  ///< by stage; energy per atom over time, deck units
};

}  // namespace alder
