// SPDX-License-Identifier: BSD-3-Clause
// Energy and momentum of a Lennard-Jones liquid over 1e5 steps.
#include <gtest/gtest.h>

#include <cmath>

#include "alder.hpp"
#include "atoms/velocities.hpp"
#include "support/compare.hpp"
#include "support/decks.hpp"
#include "support/executions.hpp"

namespace alder::test {
namespace {

// 108 atoms of a liquid at T about 0.7, melted from the crystal; the cutoff of 2 fits a box of 5.
Deck liquid(double timestep, std::int64_t steps) {
  Deck deck =
      with_nve(lj_deck({.species = {{1, 1, 2.0, 1}}, .shift = Shift::force}), timestep, steps);
  LatticeDeck lattice;
  lattice.density = 0.8442;
  lattice.repeat = {3, 3, 3};
  lattice.species = {"A"};
  deck.system.lattice = lattice;
  deck.system.velocities = VelocitiesDeck{.temperature = 1.44, .seed = 11, .zero_momentum = true};
  deck.output.thermo.every = 100;
  return deck;
}

struct Course {
  std::vector<double> time, energy;  // total energy per atom
  Vec3 momentum;
  double thermal_momentum = 0;  // sqrt(sum of squares)

  [[nodiscard]] double mean() const {
    double sum = 0;
    for (const double e : energy) sum += e;
    return sum / static_cast<double>(energy.size());
  }
  /// Root mean square deviation from the mean.
  [[nodiscard]] double fluctuation() const {
    double sum = 0;
    for (const double e : energy) sum += (e - mean()) * (e - mean());
    return std::sqrt(sum / static_cast<double>(energy.size()));
  }
  /// Slope of the straight line fitted to energy over time.
  [[nodiscard]] double drift() const {
    double mean_time = 0, xy = 0, xx = 0;
    for (const double t : time) mean_time += t / static_cast<double>(time.size());
    for (std::size_t k = 0; k < time.size(); ++k) {
      xy += (time[k] - mean_time) * (energy[k] - mean());
      xx += (time[k] - mean_time) * (time[k] - mean_time);
    }
    return xy / xx;
  }
};

Course run(const Deck& deck) {
  Course course;
  Simulation simulation(deck);
  simulation.on_thermo([&](const ThermoRow& row) {
    if (row.time < 5) return;  // the crystal melts
    course.time.push_back(row.time);
    course.energy.push_back(row.total_energy / 108);
  });
  simulation.run();
  for (const Vec3& v : simulation.snapshot().velocity) {
    course.momentum += v;
    course.thermal_momentum += dot(v, v);
  }
  course.thermal_momentum = std::sqrt(course.thermal_momentum);
  return course;
}

class Conservation : public OnEveryBackend {};

// The scheme is symplectic and the potential has a continuous force: a shadow energy that differs
// from the energy by O(dt^2) is conserved, so the energy fluctuates and does not drift. A fitted
// slope of pure fluctuations over a time T with n independent rows is about
// sqrt(12 / n) fluctuation / T; five times that is allowed with n = 100, rows being correlated.
// Momentum gains a rounding of 2^-53 of the largest velocities a step and atom, at random:
// sqrt(1e5 108) 2^-53 3 = 1e-12.
TEST_P(Conservation, OfEnergyAndMomentumOver100000Steps) {
  const Course course = run(GetParam().applied_to(liquid(0.004, 100000)));
  const double total_time = course.time.back() - course.time.front();
  const double fluctuation = course.fluctuation();
  EXPECT_GT(fluctuation, 1e-6);
  EXPECT_LT(fluctuation, 2e-3);
  EXPECT_LT(std::abs(course.drift()), 5 * std::sqrt(12.0 / 100) * fluctuation / total_time);
  EXPECT_LT(std::abs(course.drift()), 1e-5);
  const double allowed = GetParam().precision == Precision::mixed ? 1e-3 : 1e-10;
  EXPECT_LT(std::sqrt(dot(course.momentum, course.momentum)), allowed * course.thermal_momentum);
}

// Halving the step quarters the fluctuation of a second-order scheme. Over five seeds the ratio of
// runs of this length is 4.02 +- 0.09.
TEST_P(Conservation, FluctuationFallsWithTheSquareOfTheStep) {
  if (GetParam().precision == Precision::mixed) GTEST_SKIP() << "float forces add noise";
  const auto course = [](double timestep, std::int64_t steps, std::int64_t every) {
    Deck deck = liquid(timestep, steps);
    deck.output.thermo.every = every;
    return run(GetParam().applied_to(deck));
  };
  const double coarse = course(0.004, 40000, 20).fluctuation();
  const double fine = course(0.002, 80000, 40).fluctuation();
  EXPECT_NEAR(coarse / fine, 4, 0.4);
}

INSTANTIATE_TEST_SUITE_P(, Conservation,
                         testing::Values(Execution{Backend::cpu, Precision::full, 1},
                                         Execution{Backend::cpu, Precision::mixed, 1}),
                         execution_name);

}  // namespace
}  // namespace alder::test
