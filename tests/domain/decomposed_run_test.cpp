// SPDX-License-Identifier: BSD-3-Clause
// Runs over ranks against the same run in one process, which every rank makes for itself.
#include <gtest/gtest.h>

#include <cmath>

#include "alder.hpp"
#include "support/compare.hpp"
#include "support/decks.hpp"
#include "support/executions.hpp"
#include "support/pair_decks.hpp"
#include "support/random_system.hpp"
#include "support/ranks.hpp"

namespace alder::test {
namespace {

// With one thread a rank.
std::vector<Execution> split_executions() {
  return {{Backend::cpu, Precision::full, 1},
          {Backend::cuda, Precision::full, 1},
          {Backend::cuda, Precision::mixed, 1}};
}

Deck one_thread(Deck deck) {
  deck.execution.threads = 1;
  return deck;
}

class DecomposedForces : public OnEveryBackend {
 protected:
  static void check(const RandomSystem& wanted, const LjSettings& settings = {});
};

void DecomposedForces::check(const RandomSystem& wanted, const LjSettings& settings) {
  const Snapshot atoms = random_system(wanted);
  const Deck deck = GetParam().applied_to(lj_deck(settings));
  // Only the order of sums differs; those of forces are in single precision in mixed.
  const double tolerance = GetParam().precision == Precision::mixed ? 1e-6 : 1e-12;
  const Evaluation alone = Simulation(deck, atoms).evaluate();
  const Evaluation split = Simulation(deck, ranks(), atoms).evaluate();
  EXPECT_EQ(split.n_atoms, alone.n_atoms);
  EXPECT_TRUE(close(split.total, alone.total, tolerance));
  EXPECT_TRUE(close(split.forces, alone.forces, tolerance));
  EXPECT_TRUE(close(split.pressure_tensor, alone.pressure_tensor, tolerance));
  EXPECT_TRUE(close(split.kinetic_energy, alone.kinetic_energy, 1e-14, 1));
  EXPECT_EQ(split.tail, alone.tail);
}

TEST_P(DecomposedForces, EqualThoseOfOneProcess) {
  check({.box = box_of({14, 11, 9}), .atoms = 700});
  check({.box = box_of({14, 11, 9}, {4, -3, 2}), .atoms = 700});
  check({.box = box_of({14, 11, 9}), .atoms = 700, .species = 2},
        {.species = {{1, 1, 2.5, 1}, {0.7, 1.2, 2.9, 3}}, .tail = true});
}

TEST_P(DecomposedForces, EqualThoseOfOneProcessInThinAndSmallBoxes) {
  check({.box = box_of({30, 3, 3}), .atoms = 120});
  check({.box = box_of({2.5, 2.2, 3}, {0.5, 0, 0.4}), .atoms = 8});
  check({.box = box_of({50, 50, 50}), .atoms = 3});
}

// On most ranks no atom tells that atoms carry charges.
TEST_P(DecomposedForces, EqualThoseOfOneProcessBetweenFewCharges) {
  const PairStyle& style = pair_style("coul/dsf");
  Snapshot atoms = random_system({.box = box_of({9, 8, 7}), .atoms = 2});
  atoms.position[1] = atoms.position[0] + Vec3{1.5, 1, 0.5};
  set_charges(atoms);
  const Deck deck = GetParam().applied_to(pair_deck(style, style.samples[0], 1));
  const Evaluation alone = Simulation(deck, atoms).evaluate();
  const Evaluation split = Simulation(deck, ranks(), atoms).evaluate();
  EXPECT_NE(alone.coul, 0);
  EXPECT_TRUE(close(split.total, alone.total, 1e-6));
  EXPECT_TRUE(close(split.forces, alone.forces, 1e-6));
}

INSTANTIATE_TEST_SUITE_P(, DecomposedForces, testing::ValuesIn(split_executions()), execution_name);

class DecomposedRun : public OnEveryBackend {};

// Every step through the same states to the precision that the order of sums leaves.
TEST_P(DecomposedRun, FollowsOneProcess) {
  Snapshot atoms =
      random_system({.box = box_of({11, 10, 12}, {2, 0, -1}), .atoms = 600, .min_distance = 0.95});
  Random random(5);
  for (Vec3& v : atoms.velocity) v = random.vector(-1.5, 1.5);
  const bool mixed = GetParam().precision == Precision::mixed;
  const Deck deck =
      GetParam().applied_to(with_nve(lj_deck({.shift = Shift::force}), 0.004, mixed ? 50 : 200));
  const double tolerance = mixed ? 1e-4 : 1e-8;
  Simulation alone(deck, atoms);
  Simulation split(deck, ranks(), atoms);
  alone.run();
  split.run();
  const Snapshot a = alone.snapshot(), b = split.snapshot();
  EXPECT_EQ(a.id, b.id);
  EXPECT_TRUE(close(b.velocity, a.velocity, tolerance));
  EXPECT_TRUE(close(b.position, a.position, tolerance));
  if (mixed) return;  // an atom at a face may be on either side
  EXPECT_EQ(a.image, b.image);
}

// Atoms without interaction cross faces, edges and corners of bricks, far beyond the next rank.
TEST(FreeAtoms, AreNotLostInTenThousandSteps) {
  Snapshot atoms = random_system({.box = box_of({9, 8, 7}), .atoms = 40, .min_distance = 0.1});
  Random random(9);
  for (Vec3& v : atoms.velocity) v = random.vector(-10, 10);
  Deck deck = one_thread(with_nve(lj_deck({.species = {{0, 1, 1, 1}}}), 0.01, 10000));
  Simulation split(deck, ranks(), atoms);
  split.run();
  const Snapshot end = split.snapshot();
  EXPECT_EQ(end.id, atoms.id);
  for (std::size_t i = 0; i < atoms.id.size(); ++i) {
    const Vec3 went = end.position[i] - atoms.position[i] +
                      Vec3{9.0 * end.image[i].x, 8.0 * end.image[i].y, 7.0 * end.image[i].z};
    const Vec3 expected = 100.0 * atoms.velocity[i];
    const Vec3 off = went - expected;
    EXPECT_LT(std::sqrt(dot(off, off)), 1e-9);
  }
}

TEST_P(DecomposedRun, LangevinNoiseDoesNotDependOnTheRanks) {
  const Snapshot atoms =
      random_system({.box = box_of({10, 10, 10}), .atoms = 50, .min_distance = 0.5});
  const Deck deck =
      GetParam().applied_to(with_langevin(lj_deck({.species = {{0, 1, 1, 1}}}), 0.01, 100,
                                          {.temperature = 1.5, .friction = 2, .seed = 4}));
  Simulation alone(deck, atoms);
  Simulation split(deck, ranks(), atoms);
  alone.run();
  split.run();
  EXPECT_TRUE(identical(split.snapshot().velocity, alone.snapshot().velocity));
  EXPECT_TRUE(identical(split.snapshot().position, alone.snapshot().position));
}

INSTANTIATE_TEST_SUITE_P(, DecomposedRun, testing::ValuesIn(split_executions()), execution_name);

}  // namespace
}  // namespace alder::test
