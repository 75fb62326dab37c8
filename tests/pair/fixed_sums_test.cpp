// SPDX-License-Identifier: BSD-3-Clause
// Fixed-point sums of pair forces on every backend: right, exactly antisymmetric, independent of
// the order of the list, and a clear error where a force does not fit. tests/simd does the same for
// every instruction set.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "alder.hpp"
#include "base/error.hpp"
#include "support/compare.hpp"
#include "support/decks.hpp"
#include "support/errors.hpp"
#include "support/executions.hpp"
#include "support/lj_sum.hpp"
#include "support/random_system.hpp"

namespace alder::test {
namespace {

class FixedSums : public OnEveryBackend {
 protected:
  static bool mixed() { return GetParam().precision == Precision::mixed; }
  static Evaluation evaluate(const Snapshot& atoms, const LjSettings& settings = {}) {
    Deck deck = GetParam().applied_to(lj_deck(settings));
    deck.execution.reproducible = true;
    return Simulation(deck, atoms).evaluate();
  }
  // A dilute gas with two atoms at a given distance.
  static Snapshot with_close_pair(double distance) {
    Snapshot atoms = random_system({.box = box_of({20, 20, 20}), .atoms = 300, .min_distance = 1});
    atoms.position[1] = atoms.position[0] + Vec3{0, distance, 0};
    return atoms;
  }
};

TEST_P(FixedSums, GiveTheForcesAndEnergies) {
  const Snapshot atoms =
      random_system({.box = box_of({12, 10, 9}, {2, 1, -3}), .atoms = 500, .species = 2});
  const LjSettings settings{.species = {{1, 1, 2.5, 1}, {0.6, 1.15, 2.8, 2}},
                            .shift = Shift::force};
  const LjSum expected = lj_sum(atoms, settings);
  const Evaluation e = evaluate(atoms, settings);
  EXPECT_TRUE(close(e.forces, expected.force, mixed() ? 2e-5 : 1e-9));
  EXPECT_TRUE(close(e.vdw, expected.energy, mixed() ? 2e-5 : 1e-9));
}

TEST_P(FixedSums, OfForcesAddUpToZero) {
  const Snapshot atoms = random_system({.box = box_of({12, 10, 9}), .atoms = 600});
  Vec3 total{};
  for (const Vec3& f : evaluate(atoms).forces) total += f;
  // Loops below AVX-512 round displacements of double precision to 2^-52 of the frame before.
  const double bound = mixed() || GetParam().backend == Backend::cuda ? 0 : 1e-8;
  for (const double component : {total.x, total.y, total.z}) {
    EXPECT_LE(std::abs(component), bound);
  }
}

TEST_P(FixedSums, DoNotDependOnTheOrderOfTheList) {
  const Snapshot atoms = random_system({.box = box_of({12, 10, 9}), .atoms = 600});
  const Evaluation expected = evaluate(atoms, {.skin = 0.3});
  for (const double skin : {0.0, 0.5, 1.1, 1.9}) {
    const Evaluation e = evaluate(atoms, {.skin = skin});
    EXPECT_TRUE(identical(e.forces, expected.forces)) << "skin " << skin;
    EXPECT_EQ(e.vdw, expected.vdw) << "skin " << skin;
    EXPECT_EQ(e.pressure_tensor, expected.pressure_tensor) << "skin " << skin;
  }
}

// 32-bit sums of mixed precision would wrap below about 0.7.
TEST_P(FixedSums, HoldTheForcesOfCloseAtoms) {
  for (const double distance : {0.8, 0.7, 0.65, 0.6, 0.5, 0.4}) {
    if (!mixed() && distance < 0.65) break;  // beyond the grid of double precision
    SCOPED_TRACE(distance);
    const Snapshot atoms = with_close_pair(distance);
    const LjSum expected = lj_sum(atoms, {});
    EXPECT_TRUE(close(evaluate(atoms).forces, expected.force, mixed() ? 1e-6 : 1e-12));
  }
}

TEST_P(FixedSums, SayWhereAForceDoesNotFit) {
  const Snapshot atoms = with_close_pair(0.1);
  EXPECT_THROW(static_cast<void>(evaluate(atoms)), PhysicsError);
}

// Two atoms on their way into each other. Where only a GPU knows at first, a look at the state
// tells.
TEST_P(FixedSums, SayWhereAForceOfAStepDoesNotFit) {
  Snapshot atoms = with_close_pair(0.9);
  atoms.velocity[0] = {0, 400, 0};  // to a distance of 0.1
  Deck deck = GetParam().applied_to(with_nve(lj_deck({.skin = 2}), 0.002, 200));
  deck.execution.reproducible = true;
  Simulation simulation(deck, atoms);
  EXPECT_THAT(error_of<PhysicsError>([&] { simulation.run(); }),
              testing::HasSubstr("a pair force is too large for reproducible sums"));
}

INSTANTIATE_TEST_SUITE_P(, FixedSums, testing::ValuesIn(list_executions()), execution_name);

}  // namespace
}  // namespace alder::test
