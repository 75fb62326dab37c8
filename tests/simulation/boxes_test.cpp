// SPDX-License-Identifier: BSD-3-Clause
// Systems in two dimensions, and copies of systems.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "alder.hpp"
#include "support/compare.hpp"
#include "support/decks.hpp"
#include "support/errors.hpp"
#include "support/executions.hpp"
#include "support/ranks.hpp"

namespace alder::test {
namespace {

class Boxes : public OnEveryBackend {};

// A triclinic mixture repeated along a and c: every copy has the energy and forces of the one that
// is its own neighbor.
TEST_P(Boxes, CopiesOfATriclinicSystemRepeatItsForces) {
  Deck deck = GetParam().applied_to(read_deck(data_file("lj_cut_triclinic/deck.yaml")));
  const Evaluation one = Simulation(deck, ranks()).evaluate();
  deck.system.replicate = {2, 1, 3};
  const Evaluation six = Simulation(deck, ranks()).evaluate();
  ASSERT_EQ(six.n_atoms, 6 * one.n_atoms);
  const double tolerance = GetParam().tolerance(1e-11);
  EXPECT_TRUE(close(six.total, 6 * one.total, tolerance));
  EXPECT_TRUE(close(six.volume, 6 * one.volume, 1e-14));
  EXPECT_TRUE(close(six.pressure_tensor, one.pressure_tensor, tolerance));
  std::vector<Vec3> expected;
  for (std::size_t i = 0; i < six.forces.size(); ++i) {
    expected.push_back(one.forces[i % one.forces.size()]);
  }
  EXPECT_TRUE(close(six.forces, expected, tolerance));
}

Deck layer() {
  Deck deck = lj_deck({.shift = Shift::energy});
  deck.system.dimensions = 2;
  LatticeDeck lattice;
  lattice.style = LatticeDeck::Style::hex;
  lattice.area_density = 0.6;
  lattice.repeat = {16, 9, 1};
  lattice.species = {"A"};
  deck.system.lattice = lattice;
  deck.system.velocities = VelocitiesDeck{.temperature = 1.3, .seed = 4};
  return deck;
}

// The energy of a triangular lattice by hand: shells of 6 and 6 atoms at d and sqrt(3) d, and none
// across the layer, however thin the box.
TEST_P(Boxes, LayersSeeNoImagesOfThemselves) {
  Deck deck = GetParam().applied_to(layer());
  deck.system.lattice->area_density.reset();
  deck.system.lattice->a = 1.3;  // next shell at 2.6
  const Evaluation e = Simulation(deck, ranks()).evaluate();
  const auto u = [](double r) {
    const auto bare = [](double x) { return 4 * (std::pow(x, -12) - std::pow(x, -6)); };
    return bare(r) - bare(2.5);
  };
  const double expected = 288 * 3 * (u(1.3) + u(1.3 * std::sqrt(3.0)));
  EXPECT_TRUE(close(e.total, expected, GetParam().tolerance(1e-12)));
  EXPECT_TRUE(close(e.volume, 288 * 1.3 * 1.3 * std::sqrt(0.75), 1e-12));
  EXPECT_TRUE(close(e.temperature, 1.3, 1e-12));
  EXPECT_TRUE(close(e.kinetic_energy, 287 * 1.3, 1e-12));
}

TEST_P(Boxes, LangevinNoiseStaysInThePlane) {
  const ThermostatDeck thermostat{.temperature = 0.9, .friction = 2, .seed = 8};
  const Deck deck = GetParam().applied_to(with_langevin(layer(), 0.005, 400, thermostat));
  double sum = 0;
  int rows = 0;
  Simulation simulation(deck, ranks());
  simulation.on_thermo([&](const ThermoRow& row) {
    if (row.step < 200) return;
    sum += row.temperature * 287 / 288;  // the noise moves the center of mass too
    ++rows;
  });
  simulation.run();
  for (const Vec3& v : simulation.snapshot().velocity) EXPECT_EQ(v.z, 0);
  for (const Vec3& r : simulation.snapshot().position) EXPECT_NEAR(r.z, 0, 1e-15);
  if (!ranks().is_first()) return;
  ASSERT_GE(rows, 2);
  // A row scatters by T / sqrt(N) = 0.053; rows 100 steps apart have forgotten each other.
  EXPECT_NEAR(sum / rows, 0.9, 5 * 0.9 / std::sqrt(288.0 * rows));
}

INSTANTIATE_TEST_SUITE_P(, Boxes, testing::ValuesIn(all_executions()), execution_name);

std::string said_of(const Deck& deck) {
  return error_of<InputError>([&] { Simulation(deck, ranks()).evaluate(); });
}

TEST(TwoDimensions, NeedOnePlaneAndNoTail) {
  Deck deck = read_deck(data_file("lj_cut_mono/deck.yaml"));
  deck.system.dimensions = 2;
  deck.system.box.boundary.reset();
  EXPECT_THAT(said_of(deck), testing::HasSubstr("all atoms must have the same z, but atom 2 is "
                                                "not in the plane of atom 1"));
  Deck tail = layer();
  tail.forcefield.pair.front().shift = Shift::none;
  tail.forcefield.pair.front().tail = true;
  EXPECT_THAT(said_of(tail), testing::HasSubstr("is known in three dimensions only"));
}

// In a flat box all random atoms are in its plane.
TEST(TwoDimensions, ArePopulatedAtRandom) {
  Deck deck = layer();
  deck.system.lattice.reset();
  deck.system.box.lengths = {20, 20, 7};
  deck.system.box.origin = {0, 0, 3};
  CreateDeck block;
  block.random = RandomDeck{};
  block.random->species = "A";
  block.random->area_density = 0.5;
  block.min_distance = 1;
  deck.system.create = {block};
  Simulation simulation(deck, ranks());
  EXPECT_EQ(simulation.evaluate().volume, 400);
  const Snapshot s = simulation.snapshot();
  if (ranks().is_first()) {
    EXPECT_EQ(s.id.size(), 200U);
  }
  for (const Vec3& r : s.position) EXPECT_NEAR(r.z, 3, 1e-14);
}

}  // namespace
}  // namespace alder::test
