// SPDX-License-Identifier: BSD-3-Clause
// alder evaluate: energies, pressure and forces of a deck's first configuration.
#include <fmt/core.h>

#include "commands.hpp"
#include "json_output.hpp"

namespace alder::app {
namespace {

int evaluate(const DeckOptions& options, Ranks& ranks) {
  Deck deck = options.read(ranks);
  if (deck.execution.precision == Precision::automatic) deck.execution.precision = Precision::full;
  Simulation simulation(deck, ranks);
  const nlohmann::ordered_json json = to_json(simulation.evaluate());
  ranks.collectively([&] {
    if (!ranks.is_first()) return;
    if (options.json.empty()) {
      fmt::print("{}\n", json.dump(1));
    } else {
      write_json(options.json, json);
    }
  });
  return done;
}

}  // namespace

Command add_evaluate(CLI::App& app, CLI::App*& command) {
  command = app.add_subcommand(
      "evaluate", "Print energies, pressure and forces of the first configuration as JSON");
  auto options = std::make_shared<DeckOptions>();
  options->add_to(*command);
  return [options](Ranks& ranks) { return evaluate(*options, ranks); };
}

}  // namespace alder::app
