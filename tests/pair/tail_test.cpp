// SPDX-License-Identifier: BSD-3-Clause
// Tail corrections against the closed forms and against plain numerical integration.
#include "pair/tail.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "alder.hpp"
#include "pair/catalogue.hpp"
#include "support/compare.hpp"
#include "support/decks.hpp"
#include "support/random_system.hpp"

namespace alder::test {
namespace {

TEST(TailIntegral, OfInversePowersIsExact) {
  for (const int n : {4, 5, 6, 7, 9, 12, 14, 24}) {
    const auto energy = [n](double r) { return std::pow(r, -n); };
    for (const double rc : {0.7, 2.5, 12.0}) {
      EXPECT_TRUE(close(tail_integral(energy, rc), std::pow(rc, 3 - n) / (n - 3), 1e-13)) << n;
    }
  }
}

// Integral of exp(-r) r^2 from rc: exp(-rc) (rc^2 + 2 rc + 2).
TEST(TailIntegral, OfAnExponential) {
  const auto energy = [](double r) { return std::exp(-r); };
  for (const double rc : {1.0, 3.0}) {
    EXPECT_TRUE(close(tail_integral(energy, rc), std::exp(-rc) * (rc * rc + 2 * rc + 2), 1e-9));
  }
}

// Simpson's rule in ln r up to 1e5 cutoffs for every potential whose tail is integrable.
TEST(TailIntegral, AgreesWithSimpsonForEveryPotential) {
  for (const PairStyle& style : pair_styles()) {
    SCOPED_TRACE(style.name);
    if (!style.has_tail || style.has_parts()) continue;
    for (const PairStyle::Example& sample : style.samples) {
      const PairCoefficients pair{.cutoff = sample.r_max, .values = sample.values};
      const auto energy = [&](double r) { return style.evaluate(pair, {}, 1, 0, r * r).energy; };
      const auto integrand = [&](double t) {
        const double r = sample.r_max * std::exp(t);
        return energy(r) * r * r * r;
      };
      if (std::abs(integrand(11)) > 1e-6 * std::abs(integrand(0))) continue;  // decays too slowly
      constexpr int n = 20000;
      const double h = 11.0 / n;
      double sum = integrand(0) + integrand(11);
      for (int k = 1; k < n; ++k) sum += (k % 2 == 1 ? 4 : 2) * integrand(k * h);
      EXPECT_TRUE(close(tail_integral(energy, sample.r_max), sum * h / 3, 1e-9));
    }
  }
}

// U = 8/3 pi N rho eps sigma^3 [(sigma/rc)^9 / 3 - (sigma/rc)^3] and
// P = 16/3 pi rho^2 eps sigma^3 [2/3 (sigma/rc)^9 - (sigma/rc)^3] (Allen and Tildesley, 2.8).
TEST(TailCorrection, IsTheClosedFormForLennardJones) {
  const double epsilon = 0.7, sigma = 1.1, rc = 2.9;
  const Snapshot atoms = random_system({.box = box_of({9, 8, 7}), .atoms = 100});
  const LjSettings settings{.species = {{epsilon, sigma, rc, 1}}, .tail = true};
  LjSettings plain = settings;
  plain.tail = false;
  const Evaluation with = Simulation(lj_deck(settings), atoms).evaluate();
  const Evaluation without = Simulation(lj_deck(plain), atoms).evaluate();
  const double rho = 100 / (9.0 * 8 * 7);
  const double s3 = std::pow(sigma, 3);
  const double x3 = std::pow(sigma / rc, 3);
  const double x9 = x3 * x3 * x3;
  const double energy = 8.0 / 3 * M_PI * 100 * rho * epsilon * s3 * (x9 / 3 - x3);
  const double pressure = 16.0 / 3 * M_PI * rho * rho * epsilon * s3 * (2 * x9 / 3 - x3);
  EXPECT_TRUE(close(with.tail, energy, 1e-13));
  EXPECT_TRUE(close(with.vdw - without.vdw, energy, 1e-11));
  EXPECT_TRUE(close(with.total, with.vdw, 1e-15));
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_TRUE(close(with.pressure_tensor[k] - without.pressure_tensor[k], pressure, 1e-9));
    EXPECT_EQ(with.pressure_tensor[k + 3], without.pressure_tensor[k + 3]);
  }
}

// Two species that are the same in all but name have the correction of one.
TEST(TailCorrection, CountsPairsOfSpecies) {
  Snapshot atoms = random_system({.box = box_of({9, 8, 7}), .atoms = 100, .species = 2});
  const LjSettings two{.species = {LjSpecies{}, LjSpecies{}}, .tail = true};
  const double split = Simulation(lj_deck(two), atoms).evaluate().tail;
  atoms.species.pop_back();
  for (std::int32_t& t : atoms.type) t = 0;
  const LjSettings one{.tail = true};
  EXPECT_TRUE(close(split, Simulation(lj_deck(one), atoms).evaluate().tail, 1e-13));
}

}  // namespace
}  // namespace alder::test
