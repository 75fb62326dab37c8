// SPDX-License-Identifier: BSD-3-Clause
// What a deck that is not in order is told, and where.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "support/deck_text.hpp"
#include "support/temporary_folder.hpp"

namespace alder::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

TEST(GoodDeck, IsAccepted) {
  EXPECT_EQ(said_of("units: lj", "units: lj"), "(no error)");
}

TEST(DeckError, PointsAtAnUnknownKeyAndSuggestsTheRightOne) {
  EXPECT_EQ(said_of("timestep: 0.005, steps", "timestep: 0.005, stepz"),
            "deck.yaml:13:35: error: stages[0] has no key 'stepz'; did you mean 'steps'? "
            "(allowed: name, timestep, steps, duration, ensemble)"
            "\n      - {name: only, timestep: 0.005, stepz: 10, ensemble: {type: nve}}"
            "\n                                      ^");
}

struct Case {
  const char *name, *from, *to, *message;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.to;
}

class DeckMessage : public testing::TestWithParam<Case> {};

TEST_P(DeckMessage, NamesPlaceAndReason) {
  EXPECT_THAT(said_of(GetParam().from, GetParam().to), HasSubstr(GetParam().message));
}

const std::vector<Case> cases{
    {"UnknownTopLevelKey", "species: {A", "specis: {A",
     "deck.yaml:1:1: error: the deck needs 'species'"},
    {"WrongType", "repeat: [2, 2, 2]", "repeat: [2, 2, two]",
     "deck.yaml:4:54: error: system.lattice.repeat[2] must be a whole number: 'two' is not a "
     "number"},
    {"BlockForANumber", "cutoff: 2.5", "cutoff: {a: 1}",
     "deck.yaml:10:15: error: forcefield.pair[0].cutoff must be a length, got a block"},
    {"NumberForABlock", "species: {A: {mass: 1.0}}", "species: {A: 1.0}",
     "deck.yaml:6:14: error: species.A must be a species block"},
    {"TwoOfThree", "[2, 2, 2]", "[2, 2]",
     "deck.yaml:4:47: error: system.lattice.repeat must be a list of three values"},
    {"OutOfRange", "epsilon: 1", "epsilon: -1",
     "deck.yaml:11:42: error: forcefield.pair[0].pairs[0].epsilon must be >= 0 (got -1)"},
    {"ZeroTimestep", "timestep: 0.005", "timestep: 0",
     "deck.yaml:13:28: error: stages[0].timestep must be > 0 (got 0)"},
    {"NegativeSteps", "steps: 10", "steps: -1",
     "deck.yaml:13:42: error: stages[0].steps must be >= 0 (got -1)"},
    {"MissingKey", ", sigma: 1", "",
     "deck.yaml:11:15: error: forcefield.pair[0].pairs[0] needs 'sigma' for style lj/cut"},
    {"DuplicateKey", "units: lj", "units: lj\nschema: 1",
     "deck.yaml:3:1: error: 'schema' is given twice (first on line 1); remove one"},
    {"DuplicateNestedKey", "sigma: 1}", "sigma: 1, epsilon: 2}",
     "deck.yaml:11:55: error: 'epsilon' is given twice (first on line 11); remove one"},
    {"UnitInReducedUnits", "cutoff: 2.5", "cutoff: 2.5 nm",
     "deck.yaml:10:15: error: forcefield.pair[0].cutoff must be a length: numbers are reduced in "
     "`units: lj` and carry no unit; write 2.5 without 'nm'"},
    {"UnknownChoice", "style: fcc", "style: fccc",
     "deck.yaml:4:20: error: system.lattice.style cannot be 'fccc'; did you mean 'fcc'?"},
    {"UnknownPairStyle", "style: lj/cut", "style: lj/cot",
     "deck.yaml:9:14: error: forcefield.pair[0].style cannot be 'lj/cot'; did you mean 'lj/cut'?"},
    {"UnknownSpecies", "between: [A, A]", "between: [A, B]",
     "deck.yaml:11:29: error: forcefield.pair[0].pairs[0].between[1] cannot be 'B'"},
    {"UnknownLatticeSpecies", "species: A}", "species: B}",
     "deck.yaml:4:67: error: system.lattice.species cannot be 'B'"},
    {"MissingMass", "mass: 1.0", "charge: 0.0", "deck.yaml:6:11: error: species.A needs a 'mass'"},
    {"NeitherLatticeNorRead",
     "  lattice: {style: fcc, density: 0.8, repeat: [2, 2, 2], species: A}\n", "",
     "deck.yaml:4:3: error: system needs either 'lattice' or 'read'"},
    {"ConstantAndDensity", "density: 0.8", "density: 0.8, a: 1.5",
     "deck.yaml:4:12: error: system.lattice needs either 'a' or 'density', not both"},
    {"TwoShapesOfARegion", "  velocities:",
     "  create: {random: {species: A, count: 1}, region: {block: {}, sphere: {center: [1, 1, 1], "
     "radius: 1}}}\n  velocities:",
     "deck.yaml:5:52: error: system.create.region needs one of block, sphere, cylinder, plane"},
    {"RangeUpsideDown", "  velocities:",
     "  create: [{random: {species: A, count: 1}, region: {block: {z: [3, 2]}}}]\n  velocities:",
     "deck.yaml:5:61: error: system.create[0].region.block needs two numbers in 'z'"},
    {"NothingToCreate", "  velocities:", "  create: [{min_distance: 1}]\n  velocities:",
     "deck.yaml:5:12: error: system.create[0] needs either 'lattice' or 'random'"},
    {"RandomSpeciesUnknown",
     "  velocities:", "  create: [{random: {species: Z, count: 1}}]\n  velocities:",
     "deck.yaml:5:31: error: system.create[0].random.species cannot be 'Z'"},
    {"AreaDensityInAVolume",
     "  velocities:", "  create: {random: {species: A, area_density: 1}}\n  velocities:",
     "deck.yaml:4:3: error: system takes 'density' in three dimensions"},
    {"CountAndDensity",
     "  velocities:", "  create: {random: {species: A, count: 3, density: 1}}\n  velocities:",
     "deck.yaml:5:20: error: system.create.random needs one of 'count', 'density'"},
    {"RepeatInCreate", "  velocities:",
     "  create: [{lattice: {style: sc, a: 1, species: A, repeat: [2, 1, 1]}}]\n  velocities:",
     "deck.yaml:5:60: error: system.create[0].lattice.repeat has no meaning here"},
    {"BoxAndLattice", "  velocities:", "  box: {lengths: [1, 1, 1]}\n  velocities:",
     "deck.yaml:4:3: error: system takes 'box.lengths' only where no lattice or file"},
    {"VolumeLatticeInTwoDimensions", "  velocities:", "  dimensions: 2\n  velocities:",
     "deck.yaml:4:3: error: system with 'dimensions: 2' takes the lattices sq, sq2 and hex only"},
    {"VolumeDensityOfALayer", "style: fcc", "style: hex",
     "deck.yaml:4:12: error: system.lattice takes 'area_density' (atoms per area)"},
    {"BalanceByWhat", "units: lj", "units: lj\nexecution: {balance: {threshold: 1.2, by: clock}}",
     "deck.yaml:3:43: error: execution.balance.by cannot be 'clock' (allowed: work, time)"},
    {"BalanceBelowOne", "units: lj", "units: lj\nexecution: {balance: {threshold: 0.5, by: time}}",
     "deck.yaml:3:22: error: execution.balance needs a 'threshold' of at least 1"},
    {"StepsAndDuration", "steps: 10", "steps: 10, duration: 5",
     "deck.yaml:13:5: error: stages[0] takes 'steps' or 'duration', not both"},
    {"ThermostatMissing", "type: nve", "type: nvt",
     "deck.yaml:13:56: error: stages[0].ensemble needs a 'thermostat' with type nvt"},
    {"PairMissing", "species: {A: {mass: 1.0}}", "species: {A: {mass: 1.0}, B: {mass: 2.0}}",
     "deck.yaml:9:7: error: forcefield.pair[0] says nothing about A-B"},
    {"PairTwice", "sigma: 1}", "sigma: 1}, {between: [A, A], epsilon: 1, sigma: 1}",
     "deck.yaml:11:56: error: forcefield.pair[0].pairs[1] sets A-A again (first on line 11)"},
    {"NoPotential",
     "    - style: lj/cut\n      cutoff: 2.5\n"
     "      pairs: [{between: [A, A], epsilon: 1, sigma: 1}]\n",
     "    []\n", "deck.yaml:9:5: error: forcefield.pair needs at least one pair potential"},
    {"CutoffMissing", "      cutoff: 2.5\n", "",
     "deck.yaml:10:15: error: forcefield.pair[0].pairs[0] needs a 'cutoff'"},
    {"TailWithShift", "cutoff: 2.5", "cutoff: 2.5\n      shift: force\n      tail: true",
     "deck.yaml:12:13: error: forcefield.pair[0].tail cannot go with a shift"},
    {"SwitchWithShift", "cutoff: 2.5",
     "cutoff: 2.5\n      switch: gromacs\n      inner: 2\n      shift: energy",
     "deck.yaml:13:14: error: forcefield.pair[0].shift cannot go with this switch"},
    {"SwitchWithoutInner", "cutoff: 2.5", "cutoff: 2.5\n      switch: charmm",
     "deck.yaml:12:15: error: forcefield.pair[0].pairs[0] needs 'inner', where the switch begins"},
    {"InnerWithoutSwitch", "cutoff: 2.5", "cutoff: 2.5\n      inner: 2",
     "deck.yaml:12:15: error: forcefield.pair[0].pairs[0] has 'inner' without a switch"},
    {"InnerBeyondCutoff", "cutoff: 2.5", "cutoff: 2.5\n      switch: charmm\n      inner: 2.6",
     "deck.yaml:13:15: error: forcefield.pair[0].pairs[0] needs an 'inner' below the cutoff"},
    {"ParameterOfTheStyleMissing",
     "    - style: lj/cut\n      cutoff: 2.5\n"
     "      pairs: [{between: [A, A], epsilon: 1, sigma: 1}]\n",
     "    - {style: coul/debye, cutoff: 3}\n",
     "deck.yaml:9:7: error: forcefield.pair[0] needs 'kappa' for style coul/debye"},
    {"DielectricWithoutCharges", "cutoff: 2.5", "cutoff: 2.5\n      dielectric: 2",
     "deck.yaml:11:7: error: forcefield.pair[0] has no key 'dielectric'"},
    {"TailOfASoftPush",
     "    - style: lj/cut\n      cutoff: 2.5\n"
     "      pairs: [{between: [A, A], epsilon: 1, sigma: 1}]\n",
     "    - {style: soft, cutoff: 1, tail: true, pairs: [{between: [A, A], a: 1}]}\n",
     "deck.yaml:9:38: error: forcefield.pair[0].tail is not defined for soft"},
    {"Version", "schema: 1", "schema: 2", "deck.yaml:1:9: error: schema must be <= 1 (got 2)"},
    {"NotYaml", "[2, 2, 2]", "[2, 2, 2", "deck.yaml:"},
    {"NotANumber", "density: 0.8", "density: .nan",
     "deck.yaml:4:34: error: system.lattice.density must be a number density: '.nan' is not a "
     "number"},
    {"NaN", "density: 0.8", "density: nan",
     "deck.yaml:4:34: error: system.lattice.density must be a number density: the number 'nan' "
     "is not finite"},
    {"Infinity", "density: 0.8", "density: inf", "deck.yaml:4:34: error: "},
    {"TooLargeForADouble", "density: 0.8", "density: 1e999",
     "deck.yaml:4:34: error: system.lattice.density must be a number density: the number '1e999' "
     "is out of range"},
    {"TooLargeForAnInteger", "steps: 10", "steps: 99999999999999999999",
     "deck.yaml:13:42: error: stages[0].steps must be a whole number: '99999999999999999999' is "
     "out of range"},
    {"HalfAStep", "steps: 10", "steps: 10.5",
     "deck.yaml:13:42: error: stages[0].steps must be a whole number: '10.5' is not a whole "
     "number"},
    {"NegativeSeed", "temperature: 1.0", "temperature: 1.0, seed: -1",
     "deck.yaml:5:40: error: system.velocities.seed must be a whole number"},
    {"SlashInName", "units: lj", "units: lj\nname: a/b", "deck.yaml:3:7: error: name "},
};

INSTANTIATE_TEST_SUITE_P(, DeckMessage, testing::ValuesIn(cases),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(DeckMessages, AllComeInOnePassInTheOrderOfTheFile) {
  const std::string deck =
      replaced(replaced(replaced(good_deck, "steps: 10", "steps: ten"), "mass: 1.0", "mass: -1"),
               "fcc", "fcx");
  const std::string said = error_of<InputError>([&] { parse_deck(deck, "deck.yaml"); });
  const std::size_t first = said.find("deck.yaml:4:20: error:");
  const std::size_t second = said.find("deck.yaml:6:21: error:");
  const std::size_t third = said.find("deck.yaml:13:42: error:");
  ASSERT_NE(first, std::string::npos) << said;
  ASSERT_NE(second, std::string::npos) << said;
  ASSERT_NE(third, std::string::npos) << said;
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
}

// YAML 1.1 reads these as a boolean, an octal number and a text.
TEST(YamlTraps, MeanWhatTheySay) {
  std::string deck = replaced(good_deck, "species: A}", "species: no}");
  deck = replaced(deck, "{A: {mass: 1.0}}", "{no: {mass: 012}}");
  deck = replaced(deck, "[A, A]", "[no, no]");
  deck = replaced(deck, "steps: 10", "steps: 1e3");
  const Deck read = parse_deck(deck);
  EXPECT_EQ(read.species[0].name, "no");
  EXPECT_EQ(read.species[0].mass, 12);
  EXPECT_EQ(read.stages[0].steps, 1000);
  EXPECT_EQ(parse_deck(replaced(good_deck, "steps: 10", "steps: 012")).stages[0].steps, 12);
  EXPECT_THAT(said_of("temperature: 1.0", "temperature: 1.0, zero_momentum: no"),
              StartsWith("deck.yaml:5:49: error: system.velocities.zero_momentum must be true or "
                         "false (got 'no')"));
}

TEST(DeckFile, SaysWhatIsWrongWithIt) {
  const TemporaryFolder folder;
  const auto said = [&](const std::string& file) {
    return error_of<InputError>([&] { read_deck(file); });
  };
  EXPECT_THAT(said(folder.path("none.yaml")), HasSubstr("none.yaml: error: there is no such file"));
  EXPECT_THAT(said(folder.path("")), HasSubstr("error: this is a directory"));
  EXPECT_THAT(said(folder.write("empty.yaml", "")), HasSubstr("the deck is empty"));
  EXPECT_THAT(said(folder.write("comment.yaml", "# nothing\n")), HasSubstr("the deck is empty"));
  EXPECT_THAT(said(folder.write("list.yaml", "- 1\n")), HasSubstr("not a YAML map"));
  EXPECT_THAT(said(folder.write("word.yaml", "hello\n")), HasSubstr("not a YAML map"));
  EXPECT_THAT(said(folder.write("binary.yaml", std::string("\x7f"
                                                           "ELF\0\1\2",
                                                           7))),
              HasSubstr("binary.yaml: error: this is a binary file"));
  EXPECT_THAT(said(folder.write("bytes.yaml", "\xff\xfe\x80: \x81\n")), HasSubstr(": error: "));
  EXPECT_THAT(said(folder.write("tab.yaml", "schema:\n\t- 1\n")), HasSubstr("tab.yaml:2:"));
}

TEST(DeckFile, NestedTooDeeplyIsRefused) {
  const std::string deep = std::string(100, '[') + std::string(100, ']');
  EXPECT_THAT(said_of("units: lj", "units: lj\nname: " + deep), HasSubstr("nested too deeply"));
}

TEST(DeckFile, WithACyclicAnchorIsRefused) {
  EXPECT_THAT(said_of("units: lj", "units: lj\nname: &a [*a]"), HasSubstr("error:"));
}

// A duplicate under a nested list, an anchor and a merge keep their places.
TEST(DeckFile, MayUseAnchors) {
  const std::string deck = replaced(good_deck, "[{between: [A, A], epsilon: 1, sigma: 1}]",
                                    "[{between: [A, A], epsilon: &one 1, sigma: *one}]");
  EXPECT_EQ(parse_deck(deck).forcefield.pair[0].pairs[0].values, (std::vector<double>{1, 1}));
}

}  // namespace
}  // namespace alder::test
