// SPDX-License-Identifier: BSD-3-Clause
// A deck written out with its defaults reads back to the same deck.
#include <gtest/gtest.h>

#include <filesystem>

#include "support/deck_text.hpp"

namespace alder::test {
namespace {

void expect_same_again(const Deck& deck) {
  const std::string written = effective_deck(deck);
  Deck again;
  ASSERT_NO_THROW(again = parse_deck(written, "effective")) << written;
  EXPECT_EQ(effective_deck(again), written);
}

TEST(EffectiveDeck, OfEveryInputReadsBack) {
  int decks = 0;
  for (const auto& entry : std::filesystem::directory_iterator(ALDER_INPUTS)) {
    if (entry.path().extension() != ".yaml") continue;
    SCOPED_TRACE(entry.path().filename().string());
    expect_same_again(read_deck(entry.path().string()));
    ++decks;
  }
  EXPECT_GE(decks, 5);
}

TEST(EffectiveDeck, OfEveryKeyReadsBack) {
  const std::string text = R"(
schema: 1
name: "all: of #it"
units: metal
system:
  read: {file: a "strange" name.data, format: lammps-data, atom_style: charge, frame: -2}
  velocities: {temperature: 87.3 K, seed: 18446744073709551615, zero_momentum: false}
  replicate: [1, 2, 3]
  create:
    - {lattice: {style: bcc, a: 0.3 nm, species: "no"}, origin: [1 angstrom, 2 angstrom, 3 angstrom],
       region: {union: [{block: {x: [1 nm, 2 nm]}}, {plane: {point: [1 nm, 1 nm, 1 nm],
       normal: [0, 1, 2]}, side: out}]}}
    - {random: {species: null_, count: 12, seed: 3, attempts: 77}, min_distance: 0.2 nm,
       region: {intersect: [{cylinder: {axis: y, center: [0 nm, 0 nm, 0 nm], radius: 1 nm,
       span: [1 nm, 2 nm]}}, {sphere: {center: [1 nm, 0 nm, 0 nm], radius: 7 angstrom}}]}}
species:
  "no": {mass: 39.948 g/mol, charge: -0.1 e, lammps_type: 2}
  null_: {mass: 0.1 amu, lammps_type: 1}
forcefield:
  mixing: sixthpower
  pair:
    style: lj/cut
    cutoff: 0.77 nm
    shift: force
    pairs:
      - {between: ["no", "no"], epsilon: 0.99 kJ/mol, sigma: 3.405 angstrom}
      - {between: [null_, null_], epsilon: 0.0103 eV, sigma: 3.1 angstrom, cutoff: 9 angstrom}
neighbor: {skin: 1.7 angstrom, every: 2, delay: 4, check: false}
output:
  thermo: {every: 10 fs, columns: [step, density]}
  trajectory:
    - {file: x.h5md, every: 7, fields: [position, force], precision: double, unwrap: true,
       unit_system: native, compression: {gzip: 3, shuffle: false}, xdmf: false}
  checkpoint: {file: c.h5, every: 20, every_walltime: 15 min, keep: 2}
stages:
  - {timestep: 2 fs, duration: 1.5 ps, ensemble: {type: nvt, thermostat: {style: langevin,
     temperature: 120 K, friction: 1 1/ps, seed: 7}}}
  - {name: second, timestep: 0.1 fs, steps: 3, ensemble: {type: nve}}
execution: {backend: reference, precision: mixed, threads: 3, simd: v3, reproducible: true,
            grid: [1, 1, 1]}
checks: {energy_drift: {max_per_atom_per_time: 1e-6 eV/ps, action: stop}}
)";
  const Deck deck = parse_deck(text);
  EXPECT_EQ(deck.stages[0].steps, 750);
  EXPECT_EQ(deck.output.thermo.every, 5);
  EXPECT_EQ(deck.system.velocities->seed, 18446744073709551615U);
  EXPECT_EQ(deck.name, "all: of #it");
  expect_same_again(deck);
}

TEST(EffectiveDeck, KeepsEveryBitOfItsNumbers) {
  for (const std::string mass : {"0.1", "1e-300", "123456789.123456789", "0.30000000000000004"}) {
    const Deck deck = parse_deck(replaced(good_deck, "mass: 1.0", "mass: " + mass));
    const Deck again = parse_deck(effective_deck(deck));
    EXPECT_EQ(again.species[0].mass, deck.species[0].mass) << mass;
  }
}

TEST(EffectiveDeck, HasEveryDefault) {
  const std::string written = effective_deck(parse_deck(good_deck));
  for (const char* key :
       {"\"every\":", "\"shift\":\"none\"", "\"tail\":false", "\"backend\":\"auto\"",
        "\"zero_momentum\":true", "\"seed\":12345", "\"mixing\":\"none\""}) {
    EXPECT_NE(written.find(key), std::string::npos) << key << " is not in\n" << written;
  }
}

}  // namespace
}  // namespace alder::test
