// SPDX-License-Identifier: BSD-3-Clause
// checks.energy_drift: the fit, and what becomes of a stage that drifts.
#include <gtest/gtest.h>

#include <cmath>

#include "alder.hpp"
#include "base/error.hpp"
#include "simulation/energy_drift.hpp"
#include "support/decks.hpp"

namespace alder::test {
namespace {

// Sums about the means, by hand: xx 5, xy -11, yy 26, so the scatter is 26 - 11^2 / 5 = 1.8.
TEST(LineFit, SlopeAndItsError) {
  LineFit fit;
  for (const auto& [x, y] : {std::pair{0.0, 3.0}, {1.0, 2.0}, {2.0, -2.0}, {3.0, -3.0}}) {
    fit.add(x + 1e6, y);
  }
  EXPECT_NEAR(fit.slope(), -2.2, 1e-9);
  EXPECT_NEAR(fit.slope_error(), std::sqrt((1.8 / 2) / 5), 1e-9);
}

// A melting crystal, whose neighbor list may be made too seldom: then the energy falls at a rate of
// 0.07, thirty times its standard error.
Deck melt(bool careless, double limit, bool stop) {
  Deck deck = with_nve(lj_deck({.species = {{1, 1, 2.0, 1}}}), careless ? 0.01 : 0.005, 1000);
  if (careless) deck.neighbor = {.skin = 0.1, .every = 60, .delay = 0, .check = false};
  LatticeDeck lattice;
  lattice.density = 0.8442;
  lattice.repeat = {3, 3, 3};
  lattice.species = {"A"};
  deck.system.lattice = lattice;
  deck.system.velocities = VelocitiesDeck{.temperature = 1.44, .seed = 11, .zero_momentum = true};
  deck.output.thermo.every = 20;
  deck.execution.backend = Backend::cpu;
  deck.execution.precision = Precision::full;
  deck.checks.energy_drift = {.max_per_atom_per_time = limit, .stop = stop};
  return deck;
}

TEST(EnergyDrift, IsTheSlopeOfTheTable) {
  Simulation simulation(melt(false, 1, false));
  LineFit fit;
  simulation.on_thermo([&](const ThermoRow& row) { fit.add(row.time, row.total_energy / 108); });
  const Report report = simulation.run();
  ASSERT_EQ(report.energy_drift.size(), 1U);
  EXPECT_NEAR(report.energy_drift[0].per_atom_per_time, fit.slope(), 1e-12);
  EXPECT_NE(fit.slope(), 0);
  EXPECT_EQ(report.energy_drift[0].limit, 1);
  EXPECT_FALSE(report.energy_drift[0].exceeded);
}

TEST(EnergyDrift, BeyondTheLimitIsReportedOrEndsTheRun) {
  Simulation warned(melt(true, 1e-5, false));
  const Report report = warned.run();
  ASSERT_EQ(report.energy_drift.size(), 1U);
  EXPECT_TRUE(report.energy_drift[0].exceeded);
  EXPECT_EQ(report.steps, 1000);

  Simulation stopped(melt(true, 1e-5, true));
  try {
    stopped.run();
    FAIL() << "the run went on";
  } catch (const PhysicsError& error) {
    EXPECT_NE(std::string(error.what()).find("checks.energy_drift allows (1e-05 epsilon/tau"),
              std::string::npos)
        << error.what();
  }
  EXPECT_LT(stopped.step(), 1000);
}

TEST(EnergyDrift, IsNotAskedOfThermostats) {
  Deck deck = melt(false, 1e-9, true);
  deck.stages[0].ensemble.type = EnsembleDeck::Type::nvt;
  deck.stages[0].ensemble.thermostat = ThermostatDeck{.temperature = 1, .friction = 1, .seed = 3};
  Simulation simulation(deck);
  EXPECT_TRUE(simulation.run().energy_drift.empty());
}

}  // namespace
}  // namespace alder::test
