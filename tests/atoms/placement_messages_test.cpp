// SPDX-License-Identifier: BSD-3-Clause
// What is said of atoms that a deck asks for and that cannot be made, and where.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "support/deck_text.hpp"

namespace alder::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// Making the atoms of the good deck with one change.
std::string said_of_atoms(const std::string& from, const std::string& to,
                          const std::vector<std::string>& overrides = {}) {
  const Deck deck = parse_deck(replaced(good_deck, from, to), "deck.yaml", overrides);
  return error_of<InputError>([&] { make_atoms(deck); });
}

std::string said_of_create(const std::string& blocks) {
  return said_of_atoms("  velocities:", "  create: " + blocks + "\n  velocities:");
}

TEST(PlacementMessage, ShowsTheKeyAndItsLine) {
  EXPECT_EQ(said_of_create("[{random: {species: A, count: 1}, region: {sphere: {center: [99, 99, "
                           "99], radius: 1}}}]"),
            "deck.yaml:5:53: error: system.create[0].region has no room in the box: of 1000000 "
            "random places in the block around it none was in both; look at its numbers"
            "\n      create: [{random: {species: A, count: 1}, region: {sphere: {center: [99, 99, "
            "99], radius: 1}}}]"
            "\n    " +
                std::string(52, ' ') + "^");
}

TEST(PlacementMessage, PointsIntoBlocks) {
  EXPECT_THAT(said_of_create("[{random: {species: A, count: 5000}, min_distance: 1.5}]"),
              StartsWith("deck.yaml:5:12: error: system.create[0] placed "));
  EXPECT_THAT(
      said_of_create("[{lattice: {style: sc, a: 1.0e-9, species: A}}]"),
      StartsWith("deck.yaml:5:22: error: system.create[0].lattice has more than 1e12 places"));
  EXPECT_THAT(said_of_create("[{random: {species: A, density: 1e20}}]"),
              StartsWith("deck.yaml:5:21: error: system.create[0].random asks for more than 1e12"));
}

// One block may stand for a list of one; the message counts it all the same.
TEST(PlacementMessage, PointsIntoTheOnlyBlock) {
  EXPECT_THAT(said_of_create("{min_distance: 50, random: {species: A, count: 1}}"),
              StartsWith("deck.yaml:5:26: error: system.create[0].min_distance is larger than the "
                         "box is high along a"));
}

TEST(PlacementMessage, PointsAtTheKeysOfALattice) {
  EXPECT_THAT(said_of_atoms("species: A}", "species: [A, A, A]}"),
              StartsWith("deck.yaml:4:67: error: system.lattice.species must be one species or one "
                         "for each of the 4 atoms of the basis (got 3)"));
  EXPECT_THAT(said_of_atoms("style: fcc, density: 0.8, repeat: [2, 2, 2]",
                            "style: custom, a: 1, basis: [[0, 0, 0]], vectors: [[1, 0, 0], "
                            "[0, -1, 0], [0, 0, 1]]"),
              StartsWith("deck.yaml:4:63: error: system.lattice.vectors must have the form"));
  EXPECT_THAT(
      said_of_atoms("  velocities:", "  replicate: [100000, 100000, 100000]\n  velocities:"),
      StartsWith("deck.yaml:5:14: error: system.replicate asks for more than 1e12 atoms"));
}

// Where the deck does not give the key, its block is pointed at.
TEST(PlacementMessage, PointsAtWhatTheKeyBelongsTo) {
  EXPECT_THAT(said_of_atoms("repeat: [2, 2, 2]", "repeat: [100000, 100000, 100000]"),
              StartsWith("deck.yaml:4:47: error: system.lattice.repeat asks for more than"));
  EXPECT_THAT(said_of_atoms("A: {mass: 1.0}", "A: {mass: 1.0}",
                            {"system.create={min_distance: 50, random: {species: A, count: 1}}"}),
              HasSubstr("--set system.create={min_distance: 50, random: {species: A, count: 1}}: "
                        "error: system.create[0].min_distance is larger"));
}

// A deck made in memory has no lines.
TEST(PlacementMessage, NamesTheKeyOfADeckInMemory) {
  Deck deck = parse_deck(good_deck);
  deck.places.clear();
  deck.system.replicate = {100000, 100000, 100000};
  EXPECT_EQ(error_of<InputError>([&] { make_atoms(deck); }),
            "system.replicate asks for more than 1e12 atoms; use smaller numbers");
}

}  // namespace
}  // namespace alder::test
