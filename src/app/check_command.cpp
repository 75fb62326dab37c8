// SPDX-License-Identifier: BSD-3-Clause
// alder check: is this deck, trajectory or checkpoint in order?
#include <fmt/core.h>

#include "commands.hpp"

namespace alder::app {
namespace {

void print_system(const Snapshot& s, const Units& units) {
  fmt::print("{} atoms of {} species, box {:.6g} x {:.6g} x {:.6g}", s.n_atoms(), s.species.size(),
             s.box.lx, s.box.ly, s.box.lz);
  if (s.box.triclinic()) fmt::print(", tilts {:.6g} {:.6g} {:.6g}", s.box.xy, s.box.xz, s.box.yz);
  fmt::print("{}{}\n", units.length_name.empty() ? "" : " ", units.length_name);
}

// A trajectory or a checkpoint.
int check_output(const std::string& path, bool quiet) {
  const FileCheck result = check_file(path);
  if (!quiet) {
    fmt::print("{}: {}\n", path, result.kind);
    for (const std::string& fact : result.facts) fmt::print("  {}\n", fact);
  }
  for (const std::string& problem : result.problems) {
    fmt::print(stderr, "{}: error: {}\n", path, problem);
  }
  if (result.problems.empty() && !quiet) fmt::print("{}: the file is in order\n", path);
  return result.problems.empty() ? done : bad_input;
}

int check(const DeckOptions& options, bool print_effective, Ranks& ranks) {
  if (is_hdf5_file(options.deck)) {
    return ranks.is_first() ? check_output(options.deck, options.quiet) : done;
  }
  const Deck deck = options.read(ranks);
  if (!ranks.is_first()) return done;
  const Snapshot atoms = make_atoms(deck);
  check_interactions(deck);
  if (print_effective) {
    fmt::print("{}", effective_deck(deck));
    return done;
  }
  if (options.quiet) return done;
  print_system(atoms, deck.units);
  for (const StageDeck& stage : deck.stages) {
    fmt::print("stage {}: {} steps of {:.6g}{}{}\n", stage.name, stage.steps,
               stage.timestep / deck.units.time, deck.units.time_name.empty() ? "" : " ",
               deck.units.time_name);
  }
  fmt::print("{}: the deck is in order\n", options.deck);
  return done;
}

}  // namespace

Command add_check(CLI::App& app, CLI::App*& command) {
  command = app.add_subcommand("check",
                               "Look at a deck and its input files, a trajectory or a checkpoint");
  auto options = std::make_shared<DeckOptions>();
  auto effective = std::make_shared<bool>(false);
  options->add_to(*command);
  command->add_flag("--effective", *effective, "Print the deck with every default filled in");
  return [options, effective](Ranks& ranks) { return check(*options, *effective, ranks); };
}

}  // namespace alder::app
