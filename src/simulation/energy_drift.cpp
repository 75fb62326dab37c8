// SPDX-License-Identifier: BSD-3-Clause
#include "simulation/energy_drift.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.hpp"

namespace alder {
namespace {

constexpr std::int64_t rows_to_tell = 3;
constexpr std::int64_t rows_to_judge = 10;

// "1.2e-05 eV/ps per atom"
std::string text(double drift, const Units& units) {
  if (units.energy_name.empty()) return fmt::format("{:.3g} epsilon/tau per atom", drift);
  return fmt::format("{:.3g} {}/{} per atom", drift, units.energy_name, units.time_name);
}

}  // namespace

void LineFit::add(double x, double y) {
  ++n_;
  const double dx = x - mean_x_, dy = y - mean_y_;
  mean_x_ += dx / static_cast<double>(n_);
  mean_y_ += dy / static_cast<double>(n_);
  xx_ += dx * (x - mean_x_);
  xy_ += dx * (y - mean_y_);
  yy_ += dy * (y - mean_y_);
}

double LineFit::slope() const {
  return xx_ > 0 ? xy_ / xx_ : 0;
}

double LineFit::slope_error() const {
  if (n_ < 3 || !(xx_ > 0)) return 0;
  const double scatter = std::max(yy_ - xy_ * xy_ / xx_, 0.0);
  return std::sqrt(scatter / static_cast<double>(n_ - 2) / xx_);
}

EnergyDriftWatch::EnergyDriftWatch(const Deck& deck, std::vector<std::int64_t> stage_ends)
    : every_(deck.output.thermo.every),
      limit_(deck.checks.energy_drift),
      units_(deck.units),
      stages_(deck.stages),
      stage_ends_(std::move(stage_ends)),
      fits_(deck.stages.size()) {}

void EnergyDriftWatch::observe(ObservedSystem& system) {
  const ThermoRow& row = system.thermo();
  const auto it = std::lower_bound(stage_ends_.begin(), stage_ends_.end(), row.step);
  const auto stage = static_cast<std::size_t>(it - stage_ends_.begin());
  if (stage >= stages_.size() || stages_[stage].ensemble.type != EnsembleDeck::Type::nve) return;
  fits_[stage].add(row.time, row.total_energy / static_cast<double>(system.n_atoms()));
  if (!limit_.stop) return;
  const EnergyDrift drift = drift_of(stage);
  if (!drift.exceeded) return;
  PhysicsError error(fmt::format(
      "stage '{}', step {}: the total energy drifts by {}, more than checks.energy_drift allows "
      "({}); use a shorter timestep, a larger neighbor.skin, double precision or 'shift: force', "
      "or "
      "raise the limit",
      drift.stage, row.step, text(drift.per_atom_per_time, units_), text(drift.limit, units_)));
  error.set_collective();
  throw error;
}

EnergyDrift EnergyDriftWatch::drift_of(std::size_t stage) const {
  const LineFit& fit = fits_[stage];
  EnergyDrift drift{.stage = stages_[stage].name,
                    .per_atom_per_time = fit.slope(),
                    .error = fit.slope_error(),
                    .limit = *limit_.max_per_atom_per_time / (units_.energy / units_.time),
                    .exceeded = false};
  drift.exceeded = fit.points() >= rows_to_judge &&
                   std::abs(drift.per_atom_per_time) > drift.limit + 2 * drift.error;
  return drift;
}

std::vector<EnergyDrift> EnergyDriftWatch::result() const {
  std::vector<EnergyDrift> all;
  for (std::size_t stage = 0; stage < fits_.size(); ++stage) {
    if (fits_[stage].points() >= rows_to_tell) all.push_back(drift_of(stage));
  }
  return all;
}

}  // namespace alder
