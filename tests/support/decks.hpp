// SPDX-License-Identifier: BSD-3-Clause
// Decks made in memory.
#pragma once

#include <string>
#include <vector>

#include "deck/deck.hpp"

namespace alder::test {

/// A species of a Lennard-Jones mixture, reduced units.
struct LjSpecies {
  double epsilon = 1;
  double sigma = 1;
  double cutoff = 2.5;
  double mass = 1;
};

struct LjSettings {
  std::vector<LjSpecies> species{LjSpecies{}};  ///< called A, B, ...
  Mixing mixing = Mixing::arithmetic;
  Shift shift = Shift::none;
  bool tail = false;
  double skin = 0.3;
};

/// A Lennard-Jones deck without a system: give its atoms to Simulation(deck, snapshot).
Deck lj_deck(const LjSettings& settings = {});

/// Adds a stage of constant energy.
Deck with_nve(Deck deck, double timestep, std::int64_t steps);
/// Adds a Langevin stage.
Deck with_langevin(Deck deck, double timestep, std::int64_t steps,
                   const ThermostatDeck& thermostat);

/// Path of a file of tests/data.
std::string data_file(const std::string& name);

}  // namespace alder::test
