// SPDX-License-Identifier: BSD-3-Clause
// What the BAOAB scheme does at large timesteps, in closed form. Seeds are fixed, so a test passes
// always or never; bounds are four standard errors of independent samples.
#include <gtest/gtest.h>

#include <cmath>

#include "alder.hpp"
#include "support/compare.hpp"
#include "support/decks.hpp"
#include "support/executions.hpp"
#include "support/random_system.hpp"

namespace alder::test {
namespace {

class Baoab : public OnEveryBackend {};

const LjSettings no_interaction{
    .species = {{.epsilon = 0, .cutoff = 1, .mass = 0.5}, {.epsilon = 0, .cutoff = 1, .mass = 8}}};

// 4000 atoms of two species at rest, anywhere.
Snapshot gas() {
  Snapshot s;
  s.box = box_of({40, 40, 40});
  s.species = {{"A", 0.5, 0}, {"B", 8, 0}};
  Random random(17);
  for (std::int64_t id = 1; id <= 4000; ++id) {
    s.id.push_back(id);
    s.type.push_back(static_cast<std::int32_t>(random.below(2)));
    s.position.push_back(s.box.to_cartesian(random.vector(0, 1)));
    s.velocity.push_back({});
  }
  return s;
}

Deck thermostatted(const LjSettings& settings, double timestep, std::int64_t steps,
                   const ThermostatDeck& thermostat) {
  return with_langevin(lj_deck(settings), timestep, steps, thermostat);
}

// A free atom that starts in equilibrium takes steps h (v_n + v_n+1) / 2; the velocities decay by
// c = exp(-friction h) a step, so that <r^2> = 3 kT / m * h^2 / 2 * sum over n, m of the
// correlations, which the test adds up term by term.
TEST_P(Baoab, AFreeAtomDiffusesAsTheSchemeSays) {
  const double h = 0.05, friction = 20, temperature = 1.7;
  const int steps = 40;
  const Deck warm = GetParam().applied_to(thermostatted(
      no_interaction, h, 40, {.temperature = temperature, .friction = friction, .seed = 7}));
  Simulation first(warm, gas());
  first.run();
  Snapshot start = first.snapshot();
  start.step = 0;
  start.image.assign(start.id.size(), Int3{});
  const Deck deck = GetParam().applied_to(thermostatted(
      no_interaction, h, steps, {.temperature = temperature, .friction = friction, .seed = 8}));
  Simulation simulation(deck, start);
  simulation.run();
  const Snapshot end = simulation.snapshot();
  double n = 0, sum = 0;
  for (std::size_t i = 0; i < end.id.size(); ++i) {
    const double mass = end.type[i] == 0 ? 0.5 : 8;
    const Vec3 went = end.position[i] - start.position[i] +
                      static_cast<double>(end.image[i].x) * end.box.a() +
                      static_cast<double>(end.image[i].y) * end.box.b() +
                      static_cast<double>(end.image[i].z) * end.box.c();
    sum += dot(went, went) * mass / temperature;
    n += 3;
  }
  const double c = std::exp(-friction * h);
  double expected = 0;
  for (int a = 0; a < steps; ++a) {
    for (int b = 0; b < steps; ++b) {
      for (const int shift : {a - b, a - b + 1, a - b - 1, a - b}) {
        expected += 0.25 * h * h * std::pow(c, std::abs(shift));
      }
    }
  }
  EXPECT_NEAR(sum / n / expected, 1, 4 * std::sqrt(2 / n));
}

// The configurations of a harmonic oscillator are exact under BAOAB with any stable timestep.
// Dimers in the Lennard-Jones well at kT = 0.05 are nearly harmonic, and a step of 1.1 / omega
// would make the potential energy 40 % too large under a scheme whose error is (omega h)^2 / 4.
class Dimers {
 public:
  static constexpr double temperature = 0.05, cutoff = 1.7;

  static Snapshot atoms() {
    Snapshot s;
    s.box = box_of({63, 63, 63});
    s.species = {{"A", 1, 0}};
    Random random(3);
    for (int k = 0; k < 343; ++k) {
      const Vec3 r{9.0 * (k % 7), 9.0 * (k / 7 % 7), 9.0 * (k / 49)};
      for (const double x : {0.0, 1.12}) {
        s.id.push_back(std::ssize(s.id) + 1);
        s.type.push_back(0);
        s.position.push_back(r + Vec3{x, 0, 0});
        s.velocity.push_back({});
      }
    }
    return s;
  }

  static double energy(double r) {
    const double s6 = std::pow(r, -6);
    return 4 * (s6 * s6 - s6);
  }

  /// Mean pair energy of a bound dimer in three dimensions, by the midpoint rule.
  static double mean_energy() {
    double weight = 0, sum = 0;
    const int n = 100000;
    for (int k = 0; k < n; ++k) {
      const double r = 0.8 + (cutoff - 0.8) * (k + 0.5) / n;
      const double w = r * r * std::exp(-(energy(r) + 1) / temperature);
      weight += w;
      sum += w * energy(r);
    }
    return sum / weight;
  }
};

TEST_P(Baoab, ConfigurationsOfANearlyHarmonicDimerHaveNoTimestepError) {
  if (GetParam().threads > 1 && GetParam().precision == Precision::full) {
    GTEST_SKIP() << "threads have a test of their own";
  }
  Deck deck = GetParam().applied_to(
      thermostatted({.species = {{.cutoff = Dimers::cutoff}}}, 0.1, 2500,
                    {.temperature = Dimers::temperature, .friction = 4, .seed = 21}));
  deck.output.thermo.every = 10;
  Simulation simulation(deck, Dimers::atoms());
  double n = 0, sum = 0;
  simulation.on_thermo([&](const ThermoRow& row) {
    if (row.step < 500) return;
    n += 1;
    sum += row.potential_energy / 343;
  });
  simulation.run();
  const double excess = sum / n + 1;  // above the bottom of the well; about kT / 2
  EXPECT_NEAR(excess, Dimers::mean_energy() + 1, 0.05 * 0.5 * Dimers::temperature);
}

INSTANTIATE_TEST_SUITE_P(, Baoab, testing::ValuesIn(list_executions()), execution_name);

}  // namespace
}  // namespace alder::test
