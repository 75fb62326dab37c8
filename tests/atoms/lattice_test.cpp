// SPDX-License-Identifier: BSD-3-Clause
// Crystals against what crystallography says of them: density, shells of neighbors.
#include "atoms/lattice.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "base/error.hpp"

namespace alder::test {
namespace {

const std::vector<Species> two_species{{"A", 1, 0}, {"B", 2, 0}};

LatticeDeck lattice(LatticeDeck::Style style, double a = 1) {
  LatticeDeck deck;
  deck.style = style;
  deck.a = a;
  deck.repeat = {4, 4, 4};
  deck.species = {"A"};
  return deck;
}

// Number of atoms at each distance (in thousandths) from atom i, up to `reach`.
std::map<int, int> shells(const Snapshot& s, std::size_t i, double reach) {
  std::map<int, int> count;
  for (std::size_t j = 0; j < s.position.size(); ++j) {
    for (int n = 0; n < 27; ++n) {
      const Vec3 d = s.position[j] - s.position[i] + static_cast<double>(n % 3 - 1) * s.box.a() +
                     static_cast<double>(n / 3 % 3 - 1) * s.box.b() +
                     static_cast<double>(n / 9 - 1) * s.box.c();
      const double r = std::sqrt(dot(d, d));
      if (r > 1e-9 && r < reach) ++count[static_cast<int>(std::lround(1000 * r))];
    }
  }
  return count;
}

void expect_shells(const LatticeDeck& deck, const std::map<int, int>& expected, double reach) {
  const Snapshot s = make_lattice(deck, two_species);
  for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(shells(s, i, reach), expected) << "atom " << i;
}

TEST(Lattice, ShellsOfFcc) {
  expect_shells(lattice(LatticeDeck::Style::fcc), {{707, 12}, {1000, 6}}, 1.1);
}

TEST(Lattice, ShellsOfBcc) {
  expect_shells(lattice(LatticeDeck::Style::bcc), {{866, 8}, {1000, 6}, {1414, 12}}, 1.5);
}

TEST(Lattice, ShellsOfSimpleCubic) {
  expect_shells(lattice(LatticeDeck::Style::sc), {{1000, 6}, {1414, 12}}, 1.5);
}

TEST(Lattice, ShellsOfDiamond) {
  expect_shells(lattice(LatticeDeck::Style::diamond), {{433, 4}, {707, 12}}, 0.75);
}

// Ideal c/a: twelve nearest neighbors at a, six at sqrt(2) a, two at sqrt(8/3) a.
TEST(Lattice, ShellsOfHcp) {
  expect_shells(lattice(LatticeDeck::Style::hcp), {{1000, 12}, {1414, 6}, {1633, 2}}, 1.65);
}

TEST(Lattice, MeetsItsDensity) {
  for (const auto style : {LatticeDeck::Style::fcc, LatticeDeck::Style::bcc, LatticeDeck::Style::sc,
                           LatticeDeck::Style::diamond, LatticeDeck::Style::hcp}) {
    LatticeDeck deck = lattice(style);
    deck.a.reset();
    deck.density = 0.8442;
    deck.repeat = {2, 3, 4};
    const Snapshot s = make_lattice(deck, two_species);
    EXPECT_NEAR(static_cast<double>(s.n_atoms()) / s.box.volume(), 0.8442, 1e-14);
  }
}

TEST(Lattice, NumbersAtomsFromOneAndCellsWithXFastest) {
  LatticeDeck deck = lattice(LatticeDeck::Style::sc, 2);
  deck.repeat = {3, 2, 1};
  const Snapshot s = make_lattice(deck, two_species);
  ASSERT_EQ(s.n_atoms(), 6);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(s.id[i], static_cast<std::int64_t>(i) + 1);
  EXPECT_EQ(s.position[1], (Vec3{2, 0, 0}));
  EXPECT_EQ(s.position[3], (Vec3{0, 2, 0}));
  EXPECT_EQ(s.box.lx, 6);
  EXPECT_EQ(s.box.ly, 4);
  EXPECT_EQ(s.box.lz, 2);
}

TEST(Lattice, GivesEachBasisAtomItsSpecies) {
  LatticeDeck deck = lattice(LatticeDeck::Style::custom, 5.64);
  deck.basis = {{0, 0, 0}, {0.5, 0.5, 0.5}};
  deck.species = {"B", "A"};
  const Snapshot s = make_lattice(deck, two_species);
  EXPECT_EQ(s.type[0], 1);
  EXPECT_EQ(s.type[1], 0);
  EXPECT_EQ(s.type[2], 1);
}

TEST(Lattice, CustomVectorsMakeATriclinicBox) {
  LatticeDeck deck = lattice(LatticeDeck::Style::custom, 2);
  deck.basis = {{0, 0, 0}};
  deck.vectors = {{1, 0, 0}, {0.5, 0.8, 0}, {0.1, -0.2, 1.5}};
  deck.repeat = {2, 3, 4};
  const Snapshot s = make_lattice(deck, two_species);
  EXPECT_DOUBLE_EQ(s.box.lx, 4);
  EXPECT_DOUBLE_EQ(s.box.ly, 4.8);
  EXPECT_DOUBLE_EQ(s.box.lz, 12);
  EXPECT_DOUBLE_EQ(s.box.xy, 3);
  EXPECT_DOUBLE_EQ(s.box.xz, 0.8);
  EXPECT_DOUBLE_EQ(s.box.yz, -1.6);
  // +-b = (1, 1.6, 0) and +-(b - a), all of length sqrt(3.56).
  EXPECT_EQ(shells(s, 0, 1.95), (std::map<int, int>{{1887, 4}}));
}

TEST(Lattice, RefusesWhatItCannotMake) {
  LatticeDeck left = lattice(LatticeDeck::Style::custom);
  left.basis = {{0, 0, 0}};
  left.vectors = {{1, 0.1, 0}, {0, 1, 0}, {0, 0, 1}};
  EXPECT_THROW(make_lattice(left, two_species), InputError);
  LatticeDeck many = lattice(LatticeDeck::Style::fcc);
  many.species = {"A", "B"};
  EXPECT_THROW(make_lattice(many, two_species), InputError);
}

TEST(Replicate, RepeatsAtomsVelocitiesAndIds) {
  LatticeDeck deck = lattice(LatticeDeck::Style::custom, 3);
  deck.basis = {{0.1, 0.2, 0.3}, {0.6, 0.7, 0.8}};
  deck.vectors = {{1, 0, 0}, {0.2, 1, 0}, {0.1, 0.3, 1}};
  deck.repeat = {1, 1, 1};
  Snapshot s = make_lattice(deck, two_species);
  s.velocity = {{1, 2, 3}, {4, 5, 6}};
  const Snapshot copies = replicate(s, {2, 1, 3});
  ASSERT_EQ(copies.n_atoms(), 12);
  ASSERT_EQ(copies.velocity.size(), 12U);
  for (std::size_t i = 0; i < 12; ++i) {
    EXPECT_EQ(copies.id[i], static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(copies.velocity[i], s.velocity[i % 2]);
    const auto copy = i / 2;
    const Vec3 expected = s.position[i % 2] + static_cast<double>(copy % 2) * s.box.a() +
                          static_cast<double>(copy / 2) * s.box.c();
    EXPECT_NEAR(copies.position[i].x, expected.x, 1e-14);
    EXPECT_NEAR(copies.position[i].z, expected.z, 1e-14);
  }
  EXPECT_DOUBLE_EQ(copies.box.volume(), 6 * s.box.volume());
  EXPECT_DOUBLE_EQ(copies.box.yz, 3 * s.box.yz);
}

// Products of these numbers do not fit 64 bits.
TEST(Lattice, OfHopelessSizeIsRefused) {
  LatticeDeck huge = lattice(LatticeDeck::Style::fcc);
  huge.repeat = {3'000'000'000, 3'000'000'000, 3'000'000'000};
  EXPECT_THROW(make_lattice(huge, two_species), InputError);
  const Snapshot small = make_lattice(lattice(LatticeDeck::Style::sc), two_species);
  EXPECT_THROW(replicate(small, {1 << 30, 1 << 30, 1 << 30}), InputError);
}

}  // namespace
}  // namespace alder::test
