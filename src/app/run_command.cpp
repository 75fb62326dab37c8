// SPDX-License-Identifier: BSD-3-Clause
// alder run: makes the steps of a deck.
#include <fmt/core.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <optional>

#include "commands.hpp"
#include "duration.hpp"
#include "json_output.hpp"
#include "price.hpp"
#include "progress_display.hpp"
#include "run_report.hpp"
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

struct RunOptions {
  DeckOptions deck;
  std::string directory, grace, max_walltime, price;
  bool fresh = false;
};

// The wall-clock limit: the option, or the end of the Slurm job.
double walltime_limit(const RunOptions& options) {
  if (!options.max_walltime.empty()) return parse_duration(options.max_walltime);
  const char* end = std::getenv("SLURM_JOB_END_TIME");  // seconds since 1970
  if (end == nullptr) return 0;
  const double left = std::strtod(end, nullptr) - static_cast<double>(std::time(nullptr));
  return left > 0 ? left : 0;
}

OutputOptions output_options(const RunOptions& options, bool prints) {
  OutputOptions output;
  output.directory = options.directory;
  output.fresh = options.fresh;
  output.grace_seconds = options.grace.empty() ? 0 : parse_duration(options.grace);
  output.max_walltime_seconds = walltime_limit(options);
  output.log = [prints](const std::string& sentence) {
    if (prints) fmt::print(stderr, "{}\n", sentence);
  };
  return output;
}

// The run as the terminal and the JSON file see it.
class RunView {
 public:
  RunView(Simulation& simulation, const Deck& deck, bool prints, bool keeps_rows)
      : table_(deck.output.thermo.columns),
        columns_(deck.output.thermo.columns),
        display_(deck.units),
        prints_(prints),
        keeps_rows_(keeps_rows) {
    if (prints_) fmt::print("{}\n", table_.header());
    simulation.on_thermo([this](const ThermoRow& row) { show(row); });
    simulation.on_progress(display_.interval(), [this](const Progress& progress) {
      if (prints_) display_.show(progress);
    });
  }
  RunView(const RunView&) = delete;
  RunView& operator=(const RunView&) = delete;

  void finish() { display_.clear(); }
  [[nodiscard]] const nlohmann::ordered_json& rows() const { return rows_; }

 private:
  void show(const ThermoRow& row) {
    display_.clear();
    if (prints_) fmt::print("{}\n", table_.line(row));
    std::fflush(stdout);
    if (keeps_rows_) rows_.push_back(to_json(row, columns_));
  }

  ThermoTable table_;
  std::vector<std::string> columns_;
  ProgressDisplay display_;
  bool prints_, keeps_rows_;
  nlohmann::ordered_json rows_ = nlohmann::ordered_json::array();
};

int run(const RunOptions& options, Ranks& ranks) {
  const bool prints = ranks.is_first() && !options.deck.quiet;
  const bool writes_json = ranks.is_first() && !options.deck.json.empty();
  OutputOptions output;
  std::optional<Price> price;
  ranks.collectively([&] {
    output = output_options(options, prints);
    if (!options.price.empty()) price = Price::parse(options.price);
    if (writes_json) check_writable(options.deck.json);
  });
  const Deck deck = options.deck.read(ranks);
  Simulation simulation(deck, ranks);
  const OutputStart start = simulation.open_output(output);
  if (start.finished) {
    if (prints) {
      fmt::print(
          "this run is finished (step {}); give its stages more steps, or start over with "
          "--fresh\n",
          start.step);
    }
    return done;
  }
  if (ranks.size() > 1) {
    const std::vector<std::string> lines = simulation.describe_ranks();
    for (const std::string& line : lines) {
      if (prints) fmt::print("{}\n", line);
    }
  }
  RunView view(simulation, deck, prints, writes_json);
  Report report;
  {
    const SignalGuard guard(simulation);
    report = simulation.run();
  }
  view.finish();
  if (prints) print_report(report, deck.units);
  if (prints && price) {
    fmt::print("{}\n", cost_line(*price, report, deck.units.name == "lj" ? "tau" : "ns"));
  }
  ranks.collectively([&] {
    if (!writes_json) return;
    nlohmann::ordered_json json = to_json(report);
    if (price) json["cost"] = price->of(report);
    write_json(options.deck.json, {{"report", json}, {"thermo", view.rows()}});
  });
  if (!simulation.stopped()) return done;
  if (prints) fmt::print("stopped; the same command continues this run\n");
  return stopped;
}

}  // namespace

Command add_run(CLI::App& app, CLI::App*& command) {
  command = app.add_subcommand("run", "Run the stages of a deck, or continue them");
  auto options = std::make_shared<RunOptions>();
  options->deck.add_to(*command);
  command->add_option("--output-dir", options->directory, "Where files go; default: here")
      ->type_name("DIR");
  command->add_flag("--fresh", options->fresh, "Start over even where a checkpoint is");
  command
      ->add_option("--grace", options->grace,
                   "Time between a signal and the kill; slower checkpoints are warned about")
      ->type_name("TIME");
  command
      ->add_option("--max-walltime", options->max_walltime,
                   "Stop in time for a checkpoint; default: the end of the Slurm job")
      ->type_name("TIME");
  command
      ->add_option("--price", options->price,
                   "What time costs, for the report: 2.5/gpu-h, 0.04/core-h or 12/h (all of it)")
      ->type_name("PRICE");
  return [options](Ranks& ranks) { return run(*options, ranks); };
}

}  // namespace alder::app
