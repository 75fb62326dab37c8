// SPDX-License-Identifier: BSD-3-Clause
// alder run: makes the steps of a deck.
#include <fmt/core.h>

#include <atomic>
#include <csignal>

#include "commands.hpp"
#include "json_output.hpp"
#include "thermo_table.hpp"

namespace alder::app {
namespace {

// The simulation a signal asks to stop; a second signal ends the program at once.
std::atomic<Simulation*> running{nullptr};

extern "C" void handle_signal(int signal) {
  Simulation* simulation = running.exchange(nullptr);
  if (simulation != nullptr) return simulation->request_stop();
  std::_Exit(128 + signal);
}

class SignalGuard {
 public:
  explicit SignalGuard(Simulation& simulation) {
    running = &simulation;
    for (const int s : signals) std::signal(s, handle_signal);
  }
  ~SignalGuard() {
    running = nullptr;
    for (const int s : signals) std::signal(s, SIG_DFL);
  }
  SignalGuard(const SignalGuard&) = delete;
  SignalGuard& operator=(const SignalGuard&) = delete;

 private:
  static constexpr int signals[] = {SIGTERM, SIGINT, SIGUSR1};
};

void print_report(const Report& r, const Units& units) {
  fmt::print("\n{} atoms, {} steps in {:.3g} s: {:.4g} million atom-steps/s, {:.4g} ms/step\n",
             r.n_atoms, r.steps, r.wall_seconds, 1e-6 * r.atom_steps_per_second,
             r.steps > 0 ? 1e3 * r.wall_seconds / static_cast<double>(r.steps) : 0.0);
  const double per_day = r.wall_seconds > 0 ? 86400 * r.simulated_time / r.wall_seconds : 0;
  fmt::print("{:.4g} {}/day on {}, {} precision\n", per_day,
             units.time_name.empty() ? "tau" : units.time_name, r.device, r.precision);
  double total = 0;
  for (const auto& [part, seconds] : r.seconds_by_part) total += seconds;
  for (const auto& [part, seconds] : r.seconds_by_part) {
    fmt::print("  {:<12}{:>10.3f} s {:>6.1f} %\n", part, seconds,
               total > 0 ? 100 * seconds / total : 0.0);
  }
  fmt::print(
      "{} neighbor list builds ({} dangerous), {:.1f} neighbors per atom, {} bytes per atom\n",
      r.neighbor_builds, r.dangerous_builds, r.neighbors_per_atom, r.bytes_per_atom);
}

int run(const DeckOptions& options, Ranks& ranks) {
  const Deck deck = options.read(ranks);
  Simulation simulation(deck, ranks);
  const bool prints = ranks.is_first() && !options.quiet;
  const ThermoTable table(deck.output.thermo.columns);
  auto rows = nlohmann::ordered_json::array();
  if (prints) fmt::print("{}\n", table.header());
  simulation.on_thermo([&](const ThermoRow& row) {
    if (prints) fmt::print("{}\n", table.line(row));
    std::fflush(stdout);
    if (!options.json.empty()) rows.push_back(to_json(row, deck.output.thermo.columns));
  });
  Report report;
  {
    const SignalGuard guard(simulation);
    report = simulation.run();
  }
  if (prints) print_report(report, deck.units);
  if (!options.json.empty() && ranks.is_first())
    write_json(options.json, {{"report", to_json(report)}, {"thermo", rows}});
  return simulation.stopped() ? stopped : done;
}

}  // namespace

Command add_run(CLI::App& app, CLI::App*& command) {
  command = app.add_subcommand("run", "Run the stages of a deck");
  auto options = std::make_shared<DeckOptions>();
  options->add_to(*command);
  return [options](Ranks& ranks) { return run(*options, ranks); };
}

}  // namespace alder::app
