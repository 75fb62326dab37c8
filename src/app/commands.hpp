// SPDX-License-Identifier: BSD-3-Clause
// The program's commands: each adds its options to the command line and runs when chosen.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "alder.hpp"

namespace alder::app {

/// Exit codes of the program; errors carry theirs in Error::exit_code().
enum ExitCode { done = 0, internal = 1, bad_input = 2, physics = 3, environment = 4, stopped = 75 };

/// What a command needs to run, filled in while the command line is parsed; returns the exit code.
using Command = std::function<int(Ranks&)>;

/// Options of the commands that read a deck.
struct DeckOptions {
  std::string deck;
  std::vector<std::string> overrides;  ///< of --set
  std::string backend, precision, simd;
  int threads = 0;
  int device = -1;  ///< -1: not given
  bool oversubscribe_gpu = false;
  std::string json;
  bool quiet = false;

  void add_to(CLI::App& command);
  /// Reads the deck with all overrides; the first rank prints its warnings unless quiet.
  [[nodiscard]] Deck read(Ranks& ranks) const;
};

Command add_run(CLI::App& app, CLI::App*& command);
Command add_evaluate(CLI::App& app, CLI::App*& command);
Command add_check(CLI::App& app, CLI::App*& command);
Command add_explain(CLI::App& app, CLI::App*& command);
Command add_convert(CLI::App& app, CLI::App*& command);
Command add_info(CLI::App& app, CLI::App*& command);
Command add_bench(CLI::App& app, CLI::App*& command);

}  // namespace alder::app
