// SPDX-License-Identifier: BSD-3-Clause
// Langevin dynamics: temperature, distribution, and noise that belongs to atoms.
#include <gtest/gtest.h>

#include <cmath>

#include "alder.hpp"
#include "support/compare.hpp"
#include "support/decks.hpp"
#include "support/executions.hpp"
#include "support/random_system.hpp"

namespace alder::test {
namespace {

Snapshot gas(std::int64_t atoms, double density, int species = 1) {
  const double edge = std::cbrt(static_cast<double>(atoms) / density);
  return random_system({.box = box_of({edge, edge, edge}),
                        .atoms = atoms,
                        .species = species,
                        .min_distance = 0.95});
}

ThermostatDeck thermostat(double temperature, double friction, std::uint64_t seed = 7) {
  ThermostatDeck t;
  t.temperature = temperature;
  t.friction = friction;
  t.seed = seed;
  return t;
}

class LangevinDynamics : public OnEveryBackend {};

// Free atoms: velocities are an Ornstein-Uhlenbeck process with the variance kT / m exactly, for
// any step. From zero after a time t it is kT / m (1 - exp(-2 friction t)), here 1 - e^-20. The
// mean square of n = 3 * 2000 components scatters by sqrt(2 / n) (four of those are allowed), the
// fourth moment 3 by sqrt(96 / n).
TEST_P(LangevinDynamics, GivesFreeAtomsTheMaxwellDistribution) {
  LjSettings settings{.species = {{0, 1, 1, 1}, {0, 1, 1, 4}}};
  Snapshot start = gas(2000, 0.3, 2);
  start.species[1].mass = 4;
  const Deck deck = with_langevin(lj_deck(settings), 0.05, 200, thermostat(1.3, 1));
  Simulation simulation(GetParam().applied_to(deck), start);
  simulation.run();
  double second = 0, fourth = 0;
  const Snapshot s = simulation.snapshot();
  for (std::size_t i = 0; i < s.velocity.size(); ++i) {
    const double mass = s.type[i] == 1 ? 4 : 1;
    for (int c = 0; c < 3; ++c) {
      const double x2 = mass * s.velocity[i][c] * s.velocity[i][c] / 1.3;
      second += x2 / 6000;
      fourth += x2 * x2 / 6000;
    }
  }
  EXPECT_NEAR(second, 1, 4 * std::sqrt(2.0 / 6000));
  EXPECT_NEAR(fourth, 3, 4 * std::sqrt(96.0 / 6000));
}

// The start of the same process: from rest, after one step, 1 - exp(-2 friction dt).
TEST_P(LangevinDynamics, HeatsFreeAtomsAtTheRateOfTheFriction) {
  const LjSettings settings{.species = {{0, 1, 1, 1}}};
  const Deck deck = with_langevin(lj_deck(settings), 0.05, 6, thermostat(2, 1.5));
  Simulation simulation(GetParam().applied_to(deck), gas(4000, 0.3));
  simulation.run();
  double sum = 0;
  for (const Vec3& v : simulation.snapshot().velocity) sum += dot(v, v);
  const double expected = 2 * (1 - std::exp(-2 * 1.5 * 0.3));
  EXPECT_TRUE(close(sum / 12000, expected, 4 * std::sqrt(2.0 / 12000)));
}

// A liquid: kinetic temperatures of rows 50 steps apart, friction time 0.5 = 100 steps, so about
// one in two rows is independent: n = 100 * 3 * 256 components scatter by sqrt(2 / n) = 0.005.
// BAOAB's kinetic temperature is off by O((omega dt)^2 / 12), 0.3 % here.
TEST(LangevinLiquid, MeetsItsTemperature) {
  Deck deck = with_langevin(lj_deck({.shift = Shift::force}), 0.005, 12000, thermostat(1.1, 2));
  deck.output.thermo.every = 50;
  Simulation simulation(deck, gas(256, 0.6));
  double sum = 0, rows = 0;
  simulation.on_thermo([&](const ThermoRow& row) {
    if (row.step < 2000) return;
    sum += 2 * row.kinetic_energy / (3 * 256);
    ++rows;
  });
  simulation.run();
  EXPECT_NEAR(sum / rows, 1.1, 1.1 * (4 * 0.005 + 0.003));
}

TEST(LangevinNoise, HasTheSameBitsOnAnyNumberOfThreads) {
  const Deck deck = with_langevin(lj_deck(), 0.004, 100, thermostat(1, 1));
  const Snapshot start = gas(1500, 0.6);
  Deck one = deck, two = deck;
  one.execution.threads = 1;
  two.execution.threads = 2;
  Simulation a(one, start), b(two, start);
  a.run();
  b.run();
  EXPECT_TRUE(identical(a.snapshot().position, b.snapshot().position));
  EXPECT_TRUE(identical(a.snapshot().velocity, b.snapshot().velocity));
}

// Shifting the box's origin through the liquid changes the order of storage, not the noise.
TEST(LangevinNoise, BelongsToTheAtomNotToItsPlaceInMemory) {
  const Deck deck = with_langevin(lj_deck({.species = {{0, 1, 1, 1}}}), 0.01, 50, thermostat(1, 1));
  const Snapshot start = gas(500, 0.6);
  Snapshot moved = start;
  for (Vec3& r : moved.position) r += Vec3{3.3, -2.1, 4.7};
  Simulation a(deck, start), b(deck, moved);
  a.run();
  b.run();
  EXPECT_TRUE(identical(a.snapshot().velocity, b.snapshot().velocity));
}

TEST_P(LangevinDynamics, WithoutFrictionIsConstantEnergy) {
  Snapshot start = gas(200, 0.5);
  Random random(3);
  for (Vec3& v : start.velocity) v = random.vector(-1, 1);
  const Deck deck = lj_deck({.shift = Shift::force});
  Simulation free(GetParam().applied_to(with_nve(deck, 0.003, 100)), start);
  Simulation bath(GetParam().applied_to(with_langevin(deck, 0.003, 100, thermostat(5, 0))), start);
  free.run();
  bath.run();
  // Two half drifts round differently from one whole.
  EXPECT_TRUE(close(bath.snapshot().velocity, free.snapshot().velocity,
                    GetParam().precision == Precision::mixed ? 1e-4 : 1e-11));
}

TEST(LangevinNoise, DiffersWithTheSeedAndTheStep) {
  const LjSettings free{.species = {{0, 1, 1, 1}}};
  const Snapshot start = gas(10, 0.1);
  const auto velocity = [&](std::uint64_t seed, std::int64_t steps) {
    Simulation s(with_langevin(lj_deck(free), 0.01, steps, thermostat(1, 1, seed)), start);
    s.run();
    return s.snapshot().velocity;
  };
  EXPECT_FALSE(close(velocity(1, 1), velocity(2, 1), 0.1));
  const std::vector<Vec3> one = velocity(1, 1), two = velocity(1, 2);
  const double decay = std::exp(-0.01);
  std::vector<Vec3> second;
  for (std::size_t i = 0; i < one.size(); ++i) second.push_back(two[i] - decay * one[i]);
  EXPECT_FALSE(close(second, one, 0.1));
}

INSTANTIATE_TEST_SUITE_P(, LangevinDynamics, testing::ValuesIn(list_executions()), execution_name);

}  // namespace
}  // namespace alder::test
