// SPDX-License-Identifier: BSD-3-Clause
#include "bench_measure.hpp"

#include <fmt/core.h>

#include <unistd.h>
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

namespace alder::app::bench {

Timing time_alder(const Job& job, const Variant& variant, Ranks& ranks) {
  const Deck deck =
      parse_deck(job.system->deck(job.cells, job.steps), job.system->name, variant.overrides);
  Simulation simulation(deck, ranks);
  simulation.on_thermo([](const ThermoRow&) {});  // the deck's rows are made, as the peer's are
  const double set_up = simulation.advance(0).wall_seconds;
  Timing timing;
  timing.report = simulation.advance(job.steps);
  timing.seconds = timing.report.wall_seconds - set_up;
  return timing;
}

double time_lammps(const Job& job, const std::string& command) {
  const std::filesystem::path input =
      std::filesystem::temp_directory_path() / fmt::format("alder-bench-{}.in", getpid());
  std::ofstream(input) << job.system->lammps_input(job.cells, job.steps);
  const std::string line = fmt::format("{} -in {} -log none 2>&1", command, input.string());
  std::FILE* pipe = popen(line.c_str(), "r");
  std::string output;
  std::array<char, 4096> piece;
  while (pipe != nullptr && std::fgets(piece.data(), piece.size(), pipe) != nullptr) {
    output += piece.data();
  }
  const int status = pipe == nullptr ? -1 : pclose(pipe);
  std::filesystem::remove(input);
  double seconds = 0;
  const std::size_t at = output.find("Loop time of ");
  if (status != 0 || at == std::string::npos ||
      std::sscanf(output.c_str() + at, "Loop time of %lf", &seconds) != 1) {
    throw EnvironmentError(fmt::format(
        "'{}' did not make the benchmark run; install LAMMPS (apt-get install lammps) or name its "
        "command with --peer; it said: {}",
        command, output.substr(0, 200)));
  }
  return seconds;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  if (n == 0) return 0;
  return n % 2 == 1 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
}

}  // namespace alder::app::bench
