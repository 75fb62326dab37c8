// SPDX-License-Identifier: BSD-3-Clause
// alder bench: times what decks run, alone or in turn with a peer.
#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <memory>

#include "bench_measure.hpp"
#include "bench_plot.hpp"
#include "commands.hpp"
#include "json_output.hpp"

namespace alder::app {
namespace {

using bench::Job;
using bench::Variant;
using nlohmann::ordered_json;

struct Options {
  std::vector<std::string> names{"lj"};
  std::vector<std::int64_t> sizes{4000, 32000, 256000, 2048000};
  std::vector<std::string> variants{"mixed", "double"};
  std::string backend = "cpu", simd, compare, peer = "lmp -sf opt", json, plot;
  int threads = 0, rounds = 3;
  std::int64_t steps = 0;
};

// "mixed", "double", each with "-reproducible" behind it where wanted.
Variant variant_of(const Options& options, const std::string& word) {
  const bool reproducible = word.ends_with("-reproducible");
  Variant v{word,
            {"execution.backend=" + options.backend,
             "execution.precision=" + word.substr(0, word.find('-'))}};
  if (reproducible) v.overrides.emplace_back("execution.reproducible=true");
  if (options.threads > 0)
    v.overrides.push_back("execution.threads=" + std::to_string(options.threads));
  if (!options.simd.empty()) v.overrides.push_back("execution.simd=" + options.simd);
  return v;
}

// A second or so, and at least two list builds.
std::int64_t default_steps(std::int64_t atoms) {
  return std::clamp<std::int64_t>(20'000'000 / atoms / 20 * 20, 40, 2000);
}

struct Row {
  Job job;
  Variant variant;
  std::vector<double> seconds, peer_seconds;
  Report report;

  [[nodiscard]] double rate(const std::vector<double>& s) const {
    return static_cast<double>(job.atoms()) * static_cast<double>(job.steps) / bench::median(s);
  }
  [[nodiscard]] double ratio() const {
    std::vector<double> ratios;
    for (std::size_t k = 0; k < seconds.size(); ++k) ratios.push_back(peer_seconds[k] / seconds[k]);
    return bench::median(ratios);
  }
};

void print(const Row& row) {
  fmt::print("{:<13}{:>9}  {:<22}{:>9.3f}{:>11.2f}", row.job.system->name, row.job.atoms(),
             row.variant.name, 1e-6 * row.rate(row.seconds), 1e9 / row.rate(row.seconds));
  if (!row.peer_seconds.empty()) {
    fmt::print("{:>9.3f}{:>8.2f}", 1e-6 * row.rate(row.peer_seconds), row.ratio());
  }
  fmt::print("\n");
  std::fflush(stdout);
}

ordered_json json_of(const Row& row) {
  ordered_json json{{"name", row.job.system->name},
                    {"atoms", row.job.atoms()},
                    {"steps", row.job.steps},
                    {"variant", row.variant.name},
                    {"atom_steps_per_second", row.rate(row.seconds)},
                    {"seconds", row.seconds}};
  if (!row.peer_seconds.empty()) {
    json["peer_seconds"] = row.peer_seconds;
    json["ratio"] = row.ratio();
  }
  json["report"] = app::to_json(row.report);
  return json;
}

// All variants and the peer in turn, round by round.
std::vector<Row> measure(const Options& options, const bench::System& system, std::int64_t size,
                         Ranks& ranks) {
  Job job{&system, bench::cells_for(system, size), 0};
  job.steps = options.steps > 0 ? options.steps : default_steps(job.atoms());
  std::vector<Row> rows;
  for (const std::string& word : options.variants) {
    rows.push_back({job, variant_of(options, word), {}, {}, {}});
  }
  for (int round = 0; round < options.rounds; ++round) {
    const double peer = options.compare.empty() ? 0 : bench::time_lammps(job, options.peer);
    for (std::size_t k = 0; k < rows.size(); ++k) {
      // Each round begins with another variant, so that none is always the one behind the peer.
      Row& row = rows[(k + static_cast<std::size_t>(round)) % rows.size()];
      bench::Timing timing = bench::time_alder(job, row.variant, ranks);
      row.seconds.push_back(timing.seconds);
      row.report = std::move(timing.report);
      if (!options.compare.empty()) row.peer_seconds.push_back(peer);
    }
  }
  return rows;
}

void write_plot(const std::string& file, const std::vector<Row>& rows, const Options& options) {
  std::vector<bench::Curve> curves;
  const auto add = [&](const std::string& name, double atoms, double rate) {
    for (bench::Curve& c : curves) {
      if (c.name == name) return c.points.emplace_back(atoms, rate), void();
    }
    curves.push_back({name, {{atoms, rate}}});
  };
  for (const Row& row : rows) {
    const auto atoms = static_cast<double>(row.job.atoms());
    add(row.job.system->name + " " + options.backend + " " + row.variant.name, atoms,
        row.rate(row.seconds));
  }
  for (const Row& row : rows) {
    if (row.variant.name != options.variants.front() || row.peer_seconds.empty()) continue;
    add(options.peer, static_cast<double>(row.job.atoms()), row.rate(row.peer_seconds));
  }
  std::ofstream(file) << bench::log_log_plot(curves, "atoms", "atom-steps per second");
}

void write_results(const Options& options, const std::vector<Row>& rows) {
  if (!options.plot.empty()) write_plot(options.plot, rows, options);
  if (options.json.empty()) return;
  ordered_json json{{"rounds", options.rounds},
                    {"peer", options.compare.empty() ? "" : options.peer}};
  for (const Row& row : rows) json["rows"].push_back(json_of(row));
  write_json(options.json, json);
}

int run(const Options& options, Ranks& ranks) {
  std::vector<Row> all;
  if (ranks.is_first()) {
    fmt::print("system           atoms  variant                M/s  ns/atom/step{}\n",
               options.compare.empty() ? "" : "  peer M/s  ratio");
  }
  for (const bench::System& system : bench::systems()) {
    if (std::find(options.names.begin(), options.names.end(), system.name) == options.names.end()) {
      continue;
    }
    for (const std::int64_t size : options.sizes) {
      for (Row& row : measure(options, system, size, ranks)) {
        if (ranks.is_first()) print(row);
        all.push_back(std::move(row));
      }
    }
  }
  ranks.collectively([&] {
    if (ranks.is_first()) write_results(options, all);
  });
  return done;
}

}  // namespace

Command add_bench(CLI::App& app, CLI::App*& command) {
  command = app.add_subcommand("bench", "Time standard systems");
  auto o = std::make_shared<Options>();
  std::vector<std::string> names;
  for (const bench::System& system : bench::systems()) names.push_back(system.name);
  command->add_option("name", o->names, "Systems")->check(CLI::IsMember(names));
  command->add_option("--sizes", o->sizes, "Numbers of atoms")
      ->delimiter(',')
      ->check(CLI::PositiveNumber);
  command
      ->add_option("--variants", o->variants,
                   "Arithmetic: mixed, double, mixed-reproducible, double-reproducible")
      ->delimiter(',')
      ->check(CLI::IsMember({"mixed", "double", "mixed-reproducible", "double-reproducible"}));
  command->add_option("--backend", o->backend, "cpu or cuda")
      ->check(CLI::IsMember({"cpu", "cuda"}));
  command->add_option("--simd", o->simd, "Instruction set of the CPU loops");
  command->add_option("--threads", o->threads, "CPU threads; 0: all")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--steps", o->steps, "Steps of a run; 0: enough for about a second")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--rounds", o->rounds, "Runs of each, in turn; medians are printed")
      ->check(CLI::PositiveNumber);
  command->add_option("--compare", o->compare, "Run a peer in turn: lmp")
      ->check(CLI::IsMember({"lmp"}));
  command->add_option("--peer", o->peer, "Command of the peer");
  command->add_option("--json", o->json, "Write the results to this file");
  command->add_option("--plot", o->plot, "Write a log-log plot to this SVG file");
  return [o](Ranks& ranks) { return run(*o, ranks); };
}

}  // namespace alder::app
