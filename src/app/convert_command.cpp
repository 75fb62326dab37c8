// SPDX-License-Identifier: BSD-3-Clause
// alder convert: trajectories for other programs.
#include <fmt/core.h>

#include <memory>
#include <optional>

#include "commands.hpp"

namespace alder::app {
namespace {

struct ConvertOptions {
  std::string from, to, deck;
  std::optional<std::int64_t> frame;
};

int convert(const ConvertOptions& options) {
  std::optional<Deck> deck;
  if (!options.deck.empty()) deck = read_deck(options.deck);
  const std::int64_t frames = convert_trajectory(options.from, options.to, deck ? &*deck : nullptr,
                                                 options.frame ? &*options.frame : nullptr);
  fmt::print("{}: {} frame{}\n", options.to, frames, frames == 1 ? "" : "s");
  return done;
}

}  // namespace

Command add_convert(CLI::App& app, CLI::App*& command) {
  command = app.add_subcommand(
      "convert",
      "Turn .h5md into .extxyz, .xyz, .lammpstrj, .data or .xdmf; .extxyz and .data into .h5md");
  auto options = std::make_shared<ConvertOptions>();
  command->add_option("in", options->from, "The file there is")->required();
  command->add_option("out", options->to, "The file to make")->required();
  command->add_option("--deck", options->deck, "Species and units, to make .h5md");
  command->add_option("--frame", options->frame, "Only this frame; negative: from the end");
  return [options](Ranks& ranks) { return ranks.is_first() ? convert(*options) : done; };
}

}  // namespace alder::app
