// SPDX-License-Identifier: BSD-3-Clause
// Every potential of the catalogue: formula, derivative, truncation.
#include "pair/catalogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "pair/printed.hpp"
#include "support/compare.hpp"
#include "support/errors.hpp"
#include "support/pair_decks.hpp"

namespace alder::test {
namespace {

class EveryPotential : public testing::TestWithParam<const PairStyle*> {
 protected:
  static const PairStyle& style() { return *GetParam(); }

  /// Calls check(coefficients, r) at distances all over the range of every sample, a little off
  /// the places where an end begins.
  template <class Check>
  static void at_samples(Check check) {
    ASSERT_FALSE(style().samples.empty());
    for (const PairStyle::Example& sample : style().samples) {
      ASSERT_EQ(sample.values.size(), style().parameters.size());
      PairCoefficients pair = coefficients_of(style(), sample);
      pair.inner = 0.75 * pair.cutoff;
      for (int k = 0; k < 60; ++k) {
        const double r = sample.r_min + (sample.r_max - sample.r_min) * (k + 0.5) / 60;
        // Differences reach 0.012 r to both sides.
        const auto near = [r](double end) { return std::abs(r - end) < 0.015 * r; };
        if (near(pair.inner) || near(pair.cutoff) || near(pair.coulomb_cutoff)) continue;
        SCOPED_TRACE("r = " + std::to_string(r));
        check(pair, r);
      }
    }
  }
  static constexpr double charges = -0.7;
  static double energy(const PairCoefficients& pair, const EndRule& end, double r) {
    return style().evaluate(pair, end, 1, charges, r * r).energy;
  }
  static double force(const PairCoefficients& pair, const EndRule& end, double r) {
    return r * style().evaluate(pair, end, 1, charges, r * r).force_over_r;
  }
  static std::vector<EndRule> ends() {
    return {{Shift::none, Switch::none},    {Shift::energy, Switch::none},
            {Shift::force, Switch::none},   {Shift::none, Switch::charmm},
            {Shift::none, Switch::gromacs}, {Shift::none, Switch::smooth},
            {Shift::energy, Switch::smooth}};
  }
};

// Rounding is that of the parts, which may cancel, but not in energy and force at once.
TEST_P(EveryPotential, HasTheEnergyOfItsFormula) {
  at_samples([](const PairCoefficients& pair, double r) {
    const Printed printed{style(), pair, charges};
    const double scale = std::abs(energy(pair, {}, r)) + std::abs(r * force(pair, {}, r)) + 1e-2;
    const double tolerance = style().is_tabulated ? 1e-11 : 1e-13;
    EXPECT_TRUE(close(energy(pair, {}, r), printed.energy(r), tolerance, scale));
    const double coul = style().evaluate(pair, {}, 1, charges, r * r).coul;
    EXPECT_TRUE(close(coul, printed.coul(r), 1e-13, scale));
  });
}

TEST_P(EveryPotential, HasAForceThatIsTheDerivativeOfItsEnergy) {
  for (const EndRule& end : ends()) {
    if (!style().is_derivative) break;
    at_samples([end](const PairCoefficients& pair, double r) {
      const double expected = minus_slope([&](double x) { return energy(pair, end, x); }, r);
      const double scale = std::abs(expected) + std::abs(energy(pair, end, r) / r) + 1e-3;
      EXPECT_TRUE(close(force(pair, end, r), expected, 1e-9, scale));
    });
  }
}

// Potentials that are not derivatives print their force.
TEST_P(EveryPotential, HasTheForceItPrints) {
  at_samples([](const PairCoefficients& pair, double r) {
    const Printed printed{style(), pair, charges};
    const double scale = std::abs(energy(pair, {}, r)) / r + std::abs(force(pair, {}, r)) + 1e-2;
    EXPECT_TRUE(close(force(pair, {}, r), printed.force(r), 1e-9, scale));
  });
}

TEST_P(EveryPotential, EndsContinuouslyWhereItIsShifted) {
  if (style().has_parts()) GTEST_SKIP() << "only its first part is shifted";
  for (const PairStyle::Example& sample : style().samples) {
    const PairCoefficients pair = coefficients_of(style(), sample);
    const EndRule by_energy{Shift::energy, Switch::none}, by_force{Shift::force, Switch::none};
    const double rc = sample.r_max;
    const double u = energy(pair, {}, rc);
    const double f = force(pair, {}, rc);
    const double scale = std::abs(u) + rc * std::abs(f);
    EXPECT_TRUE(close(energy(pair, by_energy, rc), 0, 1e-14, scale));
    EXPECT_TRUE(close(energy(pair, by_force, rc), 0, 1e-14, scale));
    EXPECT_TRUE(close(force(pair, by_force, rc), 0, 1e-14, scale));
    EXPECT_EQ(force(pair, by_energy, rc), f);
    // U - U(rc) + (r - rc) F(rc) inside.
    const double r = sample.r_min;
    const double inside = energy(pair, {}, r);
    const double large = std::abs(inside) + scale;
    EXPECT_TRUE(close(energy(pair, by_energy, r), inside - u, 1e-14, large));
    EXPECT_TRUE(close(energy(pair, by_force, r), inside - u + (r - rc) * f, 1e-13, large));
    EXPECT_TRUE(close(force(pair, by_force, r), force(pair, {}, r) - f, 1e-13, large));
  }
}

// A switch changes the energy before it begins by at most a constant, the force not at all; energy
// and force are continuous there and end at zero.
TEST_P(EveryPotential, IsSwitchedContinuously) {
  if (style().has_parts()) GTEST_SKIP() << "only its first part is switched";
  for (const PairStyle::Example& sample : style().samples) {
    PairCoefficients pair = coefficients_of(style(), sample);
    pair.inner = 0.75 * pair.cutoff;
    for (const EndRule& end : ends()) {
      if (end.switching == Switch::none) continue;
      SCOPED_TRACE(static_cast<int>(end.switching));
      const double r = sample.r_min, before = pair.inner * (1 - 1e-12),
                   after = pair.inner * (1 + 1e-12);
      const double scale = std::abs(energy(pair, {}, pair.inner)) +
                           pair.inner * std::abs(force(pair, {}, pair.inner));
      const double offset = energy(pair, end, r) - energy(pair, {}, r);
      const double large = std::abs(energy(pair, {}, r)) + scale;
      EXPECT_TRUE(
          close(energy(pair, end, before) - energy(pair, {}, before), offset, 1e-11, large));
      if (end.switching == Switch::charmm) {
        EXPECT_TRUE(close(offset, 0, 1e-14, large));
      }
      EXPECT_TRUE(close(force(pair, end, r), force(pair, {}, r), 1e-14, large));
      EXPECT_TRUE(close(energy(pair, end, after), energy(pair, end, before), 1e-10, scale));
      EXPECT_TRUE(close(force(pair, end, after), force(pair, end, before), 1e-9, scale));
      EXPECT_TRUE(close(force(pair, end, pair.cutoff), 0, 1e-12, scale));
      if (end.switching != Switch::smooth || end.shift == Shift::energy) {
        EXPECT_TRUE(close(energy(pair, end, pair.cutoff), 0, 1e-12, scale));
      }
    }
  }
}

TEST_P(EveryPotential, IsDescribed) {
  EXPECT_FALSE(style().name.empty());
  EXPECT_FALSE(style().doc.empty());
  std::set<std::string_view> names;
  for (const PairStyle::Parameter& p : style().parameters) {
    EXPECT_FALSE(p.doc.empty()) << p.name;
    EXPECT_TRUE(names.insert(p.name).second) << p.name << " is there twice";
    EXPECT_NE(p.name, "between");
    EXPECT_NE(p.name, "cutoff");
  }
}

std::vector<const PairStyle*> every_style() {
  std::vector<const PairStyle*> all;
  for (const PairStyle& style : pair_styles()) all.push_back(&style);
  return all;
}

std::string style_name(const testing::TestParamInfo<const PairStyle*>& tested) {
  return printable(tested.param->name);
}

INSTANTIATE_TEST_SUITE_P(, EveryPotential, testing::ValuesIn(every_style()), style_name);

TEST(Catalogue, HasNoNameTwice) {
  std::set<std::string_view> names;
  for (const PairStyle& style : pair_styles()) EXPECT_TRUE(names.insert(style.name).second);
  EXPECT_TRUE(names.contains("lj/cut"));
}

// Those whose force is not a derivative, by definition; all others are held to it above.
TEST(Catalogue, ExemptsByName) {
  std::set<std::string_view> exempt;
  for (const PairStyle& style : pair_styles()) {
    if (!style.is_derivative) exempt.insert(style.name);
  }
  EXPECT_THAT(exempt, testing::IsSubsetOf({"coul/wolf"}));
}

TEST(Catalogue, AnUnknownStyleIsNamedWithTheKnownOnes) {
  EXPECT_THAT(error_of<InputError>([] { pair_style("lj/cat"); }),
              testing::StartsWith("there is no pair style 'lj/cat' (known: "));
}

}  // namespace
}  // namespace alder::test
