// SPDX-License-Identifier: BSD-3-Clause
// Every potential of the catalogue: formula, derivative, truncation.
#include "pair/catalogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "pair/formula.hpp"
#include "support/compare.hpp"
#include "support/errors.hpp"

namespace alder::test {
namespace {

class EveryPotential : public testing::TestWithParam<const PairStyle*> {
 protected:
  static const PairStyle& style() { return *GetParam(); }

  /// Calls check(coefficients, r) at distances all over the range of every sample.
  template <class Check>
  static void at_samples(Check check) {
    ASSERT_FALSE(style().samples.empty());
    for (const PairStyle::Example& sample : style().samples) {
      ASSERT_EQ(sample.values.size(), style().parameters.size());
      const PairCoefficients pair{.cutoff = sample.r_max, .values = sample.values};
      for (int k = 0; k < 60; ++k) {
        const double r = sample.r_min + (sample.r_max - sample.r_min) * (k + 0.5) / 60;
        SCOPED_TRACE("r = " + std::to_string(r));
        check(pair, r);
      }
    }
  }
  static double energy(const PairCoefficients& pair, Shift shift, double r) {
    return style().evaluate(pair, shift, r * r).energy;
  }
  static double force(const PairCoefficients& pair, Shift shift, double r) {
    return r * style().evaluate(pair, shift, r * r).force_over_r;
  }
};

TEST_P(EveryPotential, HasTheEnergyOfItsFormula) {
  at_samples([](const PairCoefficients& pair, double r) {
    std::map<std::string, double> names{{"r", r}};
    for (std::size_t k = 0; k < pair.values.size(); ++k) {
      names[std::string(style().parameters[k].name)] = pair.values[k];
    }
    // Rounding is that of the parts, which may cancel: judge it by the energy scale of the sample.
    const double scale = std::abs(energy(pair, Shift::none, r)) + std::abs(pair.values[0]);
    EXPECT_TRUE(
        close(energy(pair, Shift::none, r), formula_value(style().formula, names), 1e-13, scale));
  });
}

// Central differences of eighth order with h = 0.003 r: truncation about h^8 = 1e-20 of the
// highest derivatives, rounding 1e-16 / 0.003 of the energy.
TEST_P(EveryPotential, HasAForceThatIsTheDerivativeOfItsEnergy) {
  for (const Shift shift : {Shift::none, Shift::energy, Shift::force}) {
    at_samples([shift](const PairCoefficients& pair, double r) {
      const double h = 0.003 * r;
      const auto difference = [&](int n) {
        return energy(pair, shift, r + n * h) - energy(pair, shift, r - n * h);
      };
      const double slope = (4.0 / 5 * difference(1) - 1.0 / 5 * difference(2) +
                            4.0 / 105 * difference(3) - 1.0 / 280 * difference(4)) /
                           h;
      const double scale = std::abs(slope) + std::abs(energy(pair, shift, r) / r) + 1e-3;
      EXPECT_TRUE(close(force(pair, shift, r), -slope, 1e-9, scale));
    });
  }
}

TEST_P(EveryPotential, EndsContinuouslyWhereItIsShifted) {
  for (const PairStyle::Example& sample : style().samples) {
    const PairCoefficients pair{.cutoff = sample.r_max, .values = sample.values};
    const double rc = sample.r_max;
    const double u = energy(pair, Shift::none, rc);
    const double f = force(pair, Shift::none, rc);
    const double scale = std::abs(u) + rc * std::abs(f);
    EXPECT_TRUE(close(energy(pair, Shift::energy, rc), 0, 1e-14, scale));
    EXPECT_TRUE(close(energy(pair, Shift::force, rc), 0, 1e-14, scale));
    EXPECT_TRUE(close(force(pair, Shift::force, rc), 0, 1e-14, scale));
    EXPECT_EQ(force(pair, Shift::energy, rc), f);
    // U - U(rc) + (r - rc) F(rc) inside.
    const double r = sample.r_min;
    const double inside = energy(pair, Shift::none, r);
    EXPECT_TRUE(close(energy(pair, Shift::energy, r), inside - u, 1e-14, inside));
    EXPECT_TRUE(close(energy(pair, Shift::force, r), inside - u + (r - rc) * f, 1e-13, inside));
    EXPECT_TRUE(close(force(pair, Shift::force, r), force(pair, Shift::none, r) - f, 1e-13));
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
  std::string name(tested.param->name);
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(, EveryPotential, testing::ValuesIn(every_style()), style_name);

TEST(Catalogue, HasNoNameTwice) {
  std::set<std::string_view> names;
  for (const PairStyle& style : pair_styles()) EXPECT_TRUE(names.insert(style.name).second);
  EXPECT_TRUE(names.contains("lj/cut"));
}

TEST(Catalogue, AnUnknownStyleIsNamedWithTheKnownOnes) {
  EXPECT_THAT(error_of<InputError>([] { pair_style("lj/cat"); }),
              testing::StartsWith("there is no pair style 'lj/cat' (known: lj/cut"));
}

}  // namespace
}  // namespace alder::test
