// SPDX-License-Identifier: BSD-3-Clause
// A unit cell smaller than the range has the energy, pressure and forces of its replicas.
#include <gtest/gtest.h>

#include <cmath>

#include "alder.hpp"
#include "support/compare.hpp"
#include "support/decks.hpp"
#include "support/executions.hpp"
#include "support/ranks.hpp"

namespace alder::test {
namespace {

class SmallCell : public OnEveryBackend {
 protected:
  static Evaluation evaluate(LatticeDeck lattice, std::int64_t repeat) {
    lattice.repeat = {repeat, repeat, repeat};
    lattice.species = {"A"};
    Deck deck = GetParam().applied_to(lj_deck({.tail = true}));
    deck.system.lattice = lattice;
    return Simulation(deck, ranks()).evaluate();
  }

  static void compare_with_replica(const LatticeDeck& lattice) {
    const Evaluation cell = evaluate(lattice, 1);
    const Evaluation replica = evaluate(lattice, 6);
    ASSERT_EQ(replica.n_atoms, 216 * cell.n_atoms);
    const double tolerance = GetParam().tolerance(1e-12);
    const auto n = static_cast<double>(cell.n_atoms);
    EXPECT_TRUE(
        close(cell.total / n, replica.total / static_cast<double>(replica.n_atoms), tolerance));
    EXPECT_TRUE(close(cell.tail / cell.total, replica.tail / replica.total, tolerance));
    EXPECT_TRUE(close(cell.pressure_tensor, replica.pressure_tensor, tolerance));
    std::vector<Vec3> expected;
    for (std::size_t i = 0; i < replica.forces.size(); ++i) {
      expected.push_back(cell.forces[i % cell.forces.size()]);
    }
    EXPECT_TRUE(close(replica.forces, expected, tolerance));
  }
};

LatticeDeck fcc() {
  LatticeDeck lattice;
  lattice.style = LatticeDeck::Style::fcc;
  lattice.density = 0.8442;
  return lattice;
}

// The perfect crystal, whose forces vanish by symmetry: what is left is rounding of pair forces of
// order 1.
TEST_P(SmallCell, FccOfFourAtoms) {
  const Evaluation cell = evaluate(fcc(), 1);
  const Evaluation replica = evaluate(fcc(), 6);
  ASSERT_EQ(cell.n_atoms, 4);
  const double tolerance = GetParam().tolerance(1e-12);
  EXPECT_TRUE(close(cell.total / 4, replica.total / 864, tolerance));
  EXPECT_TRUE(close(cell.pressure_tensor, replica.pressure_tensor, tolerance));
  for (const Vec3& f : cell.forces) EXPECT_LT(std::sqrt(dot(f, f)), tolerance);
  for (const Vec3& f : replica.forces) EXPECT_LT(std::sqrt(dot(f, f)), tolerance);
}

TEST_P(SmallCell, DistortedCellOfFourAtoms) {
  LatticeDeck lattice = fcc();
  lattice.style = LatticeDeck::Style::custom;
  lattice.basis = {{0.02, -0.03, 0}, {0.47, 0.51, 0.04}, {0.5, 0.01, 0.52}, {0, 0.5, 0.46}};
  compare_with_replica(lattice);
}

TEST_P(SmallCell, TriclinicCellOfTwoAtoms) {
  LatticeDeck lattice = fcc();
  lattice.style = LatticeDeck::Style::custom;
  lattice.basis = {{0.1, 0.2, 0.3}, {0.55, 0.72, 0.84}};
  lattice.vectors = {{1, 0, 0}, {0.45, 0.9, 0}, {-0.3, 0.4, 1.1}};
  compare_with_replica(lattice);
}

INSTANTIATE_TEST_SUITE_P(, SmallCell, testing::ValuesIn(all_executions()), execution_name);

}  // namespace
}  // namespace alder::test
