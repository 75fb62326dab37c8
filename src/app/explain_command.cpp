// SPDX-License-Identifier: BSD-3-Clause
// alder explain: what a key of the deck means; also writes the reference page and JSON Schema.
#include <fmt/core.h>

#include "commands.hpp"

namespace alder::app {

Command add_explain(CLI::App& app, CLI::App*& command) {
  command = app.add_subcommand("explain", "Tell what a deck key or a pair style means");
  struct Options {
    std::string key;
    bool markdown = false, json_schema = false, pair_styles = false;
  };
  auto options = std::make_shared<Options>();
  command->add_option("key", options->key, "e.g. stages.ensemble or lj/cut; none: the blocks");
  command->add_flag("--markdown", options->markdown, "Print the whole reference page");
  command->add_flag("--json-schema", options->json_schema, "Print the JSON Schema of decks");
  command->add_flag("--pair-styles", options->pair_styles, "Print the page of the pair styles");
  return [options](Ranks& ranks) {
    if (!ranks.is_first()) return done;
    if (options->markdown) {
      fmt::print("{}", deck_reference());
    } else if (options->pair_styles) {
      fmt::print("{}", pair_reference());
    } else if (options->json_schema) {
      fmt::print("{}", deck_json_schema());
    } else {
      fmt::print("{}", explain_deck(options->key));
    }
    return done;
  };
}

}  // namespace alder::app
