// SPDX-License-Identifier: BSD-3-Clause
// Timing of one system, ours and the peer's.
#pragma once

#include <string>
#include <vector>

#include "alder.hpp"
#include "bench_system.hpp"

namespace alder::app::bench {

/// One way of computing, as execution keys of a deck.
struct Variant {
  std::string name;                    ///< "mixed", "double reproducible"
  std::vector<std::string> overrides;  ///< "execution.precision=mixed", ...
};

struct Job {
  const System* system;
  std::int64_t cells;
  std::int64_t steps;
  [[nodiscard]] std::int64_t atoms() const {
    return system->atoms_per_cell * cells * cells * cells;
  }
};

/// Seconds of the steps, set-up and first force computation left out, and the run's report.
struct Timing {
  double seconds = 0;
  Report report;
};
Timing time_alder(const Job& job, const Variant& variant, Ranks& ranks);

/// Seconds of the peer's loop ("Loop time"). `command` is put before "-in FILE". Throws
/// EnvironmentError when it cannot be run.
double time_lammps(const Job& job, const std::string& command);

double median(std::vector<double> values);

}  // namespace alder::app::bench
