// SPDX-License-Identifier: BSD-3-Clause
#include "run_report.hpp"

#include <fmt/core.h>

#include "duration.hpp"

namespace alder::app {

void print_report(const Report& r, const Units& units) {
  fmt::print(
      "\n{} atoms, {} steps in {}: {:.4g} million atom-steps/s, {:.4g} ms/step\n", r.n_atoms,
      r.steps,
      r.wall_seconds < 60 ? fmt::format("{:.3g} s", r.wall_seconds) : duration_text(r.wall_seconds),
      1e-6 * r.atom_steps_per_second, r.ms_per_step);
  fmt::print("{:.4g} {}/day on {}, {} precision\n", r.time_per_day,
             units.name == "lj" ? "tau" : "ns", r.device, r.precision);
  double total = 0;
  for (const auto& [part, seconds] : r.seconds_by_part) total += seconds;
  for (const auto& [part, seconds] : r.seconds_by_part) {
    fmt::print("  {:<12}{:>10.3f} s {:>6.1f} %\n", part, seconds,
               total > 0 ? 100 * seconds / total : 0.0);
  }
  if (r.gpus > 0) {
    fmt::print("{} GPU{}, energy {}\n", r.gpus, r.gpus == 1 ? "" : "s",
               r.energy_joules ? fmt::format("{:.4g} kJ", 1e-3 * *r.energy_joules) : "n/a");
  }
  fmt::print("{} neighbor list builds ({} dangerous), {:.1f} neighbors per atom\n",
             r.neighbor_builds, r.dangerous_builds, r.neighbors_per_atom);
  if (r.ranks > 1) {
    fmt::print("{} ranks, largest work over mean {:.2f}{}\n", r.ranks, r.imbalance,
               r.cut_moves == 0
                   ? ""
                   : fmt::format(" ({:.2f} before cuts were moved, {} time{})", r.imbalance_before,
                                 r.cut_moves, r.cut_moves == 1 ? "" : "s"));
    if (r.imbalance_by_time > 0) {
      fmt::print("largest time over mean {:.2f} ({:.2f} when first measured)\n",
                 r.imbalance_by_time, r.imbalance_by_time_before);
    }
    if (const Communication& c = r.communication; c.halo_refreshes > 0) {
      const auto refreshes = static_cast<double>(c.halo_refreshes);
      fmt::print("each refresh of ghosts: {:.4g} messages, {:.4g} MB between ranks\n",
                 static_cast<double>(c.halo_messages) / refreshes,
                 1e-6 * static_cast<double>(c.halo_bytes) / refreshes);
    }
  }
  fmt::print("{} bytes per atom, {:.1f} MB at most in memory\n", r.bytes_per_atom,
             1e-6 * static_cast<double>(r.peak_memory_bytes));
  if (r.checkpoints > 0) {
    fmt::print("{} checkpoint{}, {:.3g} s the slowest\n", r.checkpoints,
               r.checkpoints == 1 ? "" : "s", r.checkpoint_seconds);
  }
  for (const EnergyDrift& d : r.energy_drift) {
    fmt::print(
        "{}stage '{}': total energy drifts by {:.3g} +- {:.1g} {}/{} per atom ({:.3g} allowed)\n",
        d.exceeded ? "warning: " : "", d.stage, d.per_atom_per_time, d.error,
        units.energy_name.empty() ? "epsilon" : units.energy_name,
        units.time_name.empty() ? "tau" : units.time_name, d.limit);
  }
  if (r.output_share > 0.05 && r.wall_seconds > 1) {
    fmt::print("note: output took {:.0f} % of the time; fewer frames or fields cost less\n",
               100 * r.output_share);
  }
}

}  // namespace alder::app
