// SPDX-License-Identifier: BSD-3-Clause
// Velocity Verlet: order, reversibility, independence of the neighbor list.
#include <gtest/gtest.h>

#include <cmath>

#include "alder.hpp"
#include "support/compare.hpp"
#include "support/decks.hpp"
#include "support/executions.hpp"
#include "support/random_system.hpp"

namespace alder::test {
namespace {

std::vector<Vec3> unwrapped(const Snapshot& s) {
  std::vector<Vec3> rows;
  for (std::size_t i = 0; i < s.position.size(); ++i) {
    rows.push_back(s.position[i] + static_cast<double>(s.image[i].x) * s.box.a() +
                   static_cast<double>(s.image[i].y) * s.box.b() +
                   static_cast<double>(s.image[i].z) * s.box.c());
  }
  return rows;
}

// Two atoms at rest at r0, force-shifted so that the cutoff leaves no kink.
Snapshot dimer(double r0) {
  Snapshot s;
  s.box = box_of({20, 20, 20});
  s.species = {{"A", 1, 0}};
  s.id = {1, 2};
  s.type = {0, 0};
  s.position = {{5, 5, 5}, {5 + r0, 5, 5}};
  s.velocity = {{}, {}};
  return s;
}

double dimer_distance_at(double timestep, double time, const Execution& execution) {
  const auto steps = static_cast<std::int64_t>(std::lround(time / timestep));
  const Deck deck = with_nve(lj_deck({.shift = Shift::force}), timestep, steps);
  Simulation simulation(execution.applied_to(deck), dimer(1.25));
  simulation.run();
  const std::vector<Vec3> r = unwrapped(simulation.snapshot());
  return r[1].x - r[0].x;
}

// The dimer's distance by Runge and Kutta's fourth-order rule with a step 50 times smaller: reduced
// mass 1/2, so r'' = 2 F(r), F the force-shifted Lennard-Jones force written out here.
double exact_dimer_distance(double time) {
  const auto lj = [](double r) { return 48 * std::pow(r, -13) - 24 * std::pow(r, -7); };
  const auto acceleration = [&](double r) { return 2 * (lj(r) - lj(2.5)); };
  double r = 1.25, v = 0;
  constexpr int n = 20000;
  const double h = time / n;
  for (int k = 0; k < n; ++k) {
    const double k1 = acceleration(r);
    const double k2 = acceleration(r + 0.5 * h * v);
    const double k3 = acceleration(r + 0.5 * h * v + 0.25 * h * h * k1);
    const double k4 = acceleration(r + h * v + 0.5 * h * h * k2);
    r += h * v + h * h / 6 * (k1 + k2 + k3);
    v += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
  }
  return r;
}

class Verlet : public OnEveryBackend {};

TEST_P(Verlet, ConvergesWithSecondOrderToTheExactDimer) {
  if (GetParam().precision == Precision::mixed) GTEST_SKIP() << "float forces hide the order";
  const double time = 1;
  const double exact = exact_dimer_distance(time);
  const double coarse = std::abs(dimer_distance_at(0.004, time, GetParam()) - exact);
  const double fine = std::abs(dimer_distance_at(0.002, time, GetParam()) - exact);
  const double finest = std::abs(dimer_distance_at(0.001, time, GetParam()) - exact);
  EXPECT_LT(finest, 1e-3);
  EXPECT_NEAR(coarse / fine, 4, 0.3);
  EXPECT_NEAR(fine / finest, 4, 0.1);
}

Snapshot warm_liquid(std::int64_t atoms, std::uint64_t seed) {
  const double edge = std::cbrt(static_cast<double>(atoms) / 0.5);
  Snapshot s = random_system(
      {.box = box_of({edge, edge, edge}), .atoms = atoms, .min_distance = 0.95, .seed = seed});
  Random random(seed + 1);
  Vec3 mean{};
  for (Vec3& v : s.velocity) mean += (1 / static_cast<double>(atoms)) * (v = random.vector(-1, 1));
  for (Vec3& v : s.velocity) v -= mean;
  return s;
}

// Positions are integers and every step's force depends on them alone, so going back differs only
// by the rounding of velocities (2^-53 a step), which the liquid amplifies.
TEST_P(Verlet, GoesBackTheWayItCame) {
  const Snapshot start = warm_liquid(200, 4);
  const Deck deck = GetParam().applied_to(with_nve(lj_deck({.shift = Shift::force}), 0.002, 100));
  Simulation forward(deck, start);
  forward.run();
  Snapshot turned = forward.snapshot();
  EXPECT_FALSE(close(unwrapped(turned), start.position, 1e-3));
  for (Vec3& v : turned.velocity) v = -v;
  turned.step = 0;
  turned.time = 0;
  Simulation backward(deck, turned);
  backward.run();
  const Snapshot end = backward.snapshot();
  const double tolerance = GetParam().precision == Precision::mixed ? 1e-5 : 1e-12;
  // `start` has atoms outside the box without images: compare with its first configuration.
  Simulation first(deck, start);
  EXPECT_TRUE(close(unwrapped(end), unwrapped(first.snapshot()), tolerance));
}

TEST_P(Verlet, DoesNotDependOnTheSkin) {
  const Snapshot start = warm_liquid(300, 5);
  std::vector<std::vector<Vec3>> ends;
  for (const double skin : {0.05, 0.3, 1.0}) {
    const Deck deck = with_nve(lj_deck({.shift = Shift::force, .skin = skin}), 0.003, 150);
    Simulation simulation(GetParam().applied_to(deck), start);
    simulation.run();
    ends.push_back(unwrapped(simulation.snapshot()));
  }
  const double tolerance = GetParam().precision == Precision::mixed ? 1e-4 : 1e-11;
  EXPECT_TRUE(close(ends[0], ends[2], tolerance));
  EXPECT_TRUE(close(ends[1], ends[2], tolerance));
}

// In a box smaller than two ranges atoms are seen together with their images: one that crosses a
// face between two builds must go on seeing the same ones. A skin of 0.6 holds for 40 steps.
TEST_P(Verlet, DoesNotDependOnTheRebuildRuleInASmallBox) {
  const Snapshot start = warm_liquid(40, 5);
  ASSERT_LT(start.box.lx, 2 * 2.5);
  std::vector<std::vector<Vec3>> ends;
  for (const std::int64_t every : {1, 40}) {
    Deck deck = with_nve(lj_deck({.shift = Shift::force, .skin = 0.6}), 0.003, 200);
    deck.neighbor.every = every;
    deck.neighbor.check = false;
    Simulation simulation(GetParam().applied_to(deck), start);
    EXPECT_EQ(simulation.run().neighbor_builds, 1 + 200 / every);
    ends.push_back(unwrapped(simulation.snapshot()));
  }
  EXPECT_TRUE(close(ends[0], ends[1], GetParam().precision == Precision::mixed ? 1e-4 : 1e-10));
}

TEST_P(Verlet, MovesFreeAtomsOnStraightLines) {
  Snapshot s = warm_liquid(60, 6);
  Deck deck = lj_deck({.species = {{0, 1, 2.5, 1}}});  // epsilon 0
  Simulation simulation(GetParam().applied_to(with_nve(deck, 0.01, 1000)), s);
  const std::vector<Vec3> before = unwrapped(simulation.snapshot());
  simulation.run();
  std::vector<Vec3> expected;
  for (std::size_t i = 0; i < before.size(); ++i)
    expected.push_back(before[i] + 10 * s.velocity[i]);
  EXPECT_TRUE(close(unwrapped(simulation.snapshot()), expected, 1e-12));
  EXPECT_EQ(simulation.snapshot().velocity, s.velocity);
}

INSTANTIATE_TEST_SUITE_P(, Verlet, testing::ValuesIn(list_executions()), execution_name);

}  // namespace
}  // namespace alder::test
