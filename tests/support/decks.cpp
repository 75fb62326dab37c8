// SPDX-License-Identifier: BSD-3-Clause
#include "support/decks.hpp"

namespace alder::test {

Deck lj_deck(const LjSettings& settings) {
  Deck deck;
  PairDeck pair;
  pair.style = "lj/cut";
  pair.shift = settings.shift;
  pair.tail = settings.tail;
  for (std::size_t k = 0; k < settings.species.size(); ++k) {
    const LjSpecies& s = settings.species[k];
    deck.species.push_back({.name = std::string(1, static_cast<char>('A' + k)),
                            .mass = s.mass,
                            .charge = {},
                            .lammps_type = 0});
    pair.pairs.push_back({.a = k,
                          .b = k,
                          .cutoff = s.cutoff,
                          .coulomb_cutoff = {},
                          .inner = {},
                          .values = {s.epsilon, s.sigma}});
  }
  deck.forcefield.mixing = settings.mixing;
  deck.forcefield.pair = {pair};
  deck.neighbor.skin = settings.skin;
  return deck;
}

Deck with_nve(Deck deck, double timestep, std::int64_t steps) {
  StageDeck stage;
  stage.name = "nve";
  stage.timestep = timestep;
  stage.steps = steps;
  deck.stages.push_back(stage);
  return deck;
}

Deck with_langevin(Deck deck, double timestep, std::int64_t steps,
                   const ThermostatDeck& thermostat) {
  StageDeck stage;
  stage.name = "langevin";
  stage.timestep = timestep;
  stage.steps = steps;
  stage.ensemble.type = EnsembleDeck::Type::nvt;
  stage.ensemble.thermostat = thermostat;
  deck.stages.push_back(stage);
  return deck;
}

std::string data_file(const std::string& name) {
  return std::string(ALDER_TEST_DATA) + "/" + name;
}

}  // namespace alder::test
