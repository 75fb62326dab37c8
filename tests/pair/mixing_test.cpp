// SPDX-License-Identifier: BSD-3-Clause
// Combination rules against numbers worked out by hand.
#include "pair/mixing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/error.hpp"
#include "support/compare.hpp"
#include "support/errors.hpp"

namespace alder::test {
namespace {

// epsilon, sigma and cutoff of the mixed pair of (1, 1, 2) and (4, 3, 8).
PairCoefficients mixed(Mixing rule) {
  return mix(pair_style("lj/cut"), rule, {.cutoff = 2, .values = {1, 1}},
             {.cutoff = 8, .values = {4, 3}});
}

TEST(Mixing, Geometric) {
  const PairCoefficients m = mixed(Mixing::geometric);
  EXPECT_DOUBLE_EQ(m.values[0], 2);
  EXPECT_DOUBLE_EQ(m.values[1], std::sqrt(3.0));
  EXPECT_DOUBLE_EQ(m.cutoff, 4);
}

TEST(Mixing, Arithmetic) {
  const PairCoefficients m = mixed(Mixing::arithmetic);
  EXPECT_DOUBLE_EQ(m.values[0], 2);
  EXPECT_DOUBLE_EQ(m.values[1], 2);
  EXPECT_DOUBLE_EQ(m.cutoff, 5);
}

// sigma^6 = (1 + 729) / 2; epsilon = 2 sqrt(4) 27 / (1 + 729).
TEST(Mixing, SixthPower) {
  const PairCoefficients m = mixed(Mixing::sixthpower);
  EXPECT_TRUE(close(m.values[0], 108.0 / 730, 1e-15));
  EXPECT_TRUE(close(m.values[1], std::pow(365.0, 1.0 / 6), 1e-15));
  EXPECT_TRUE(close(m.cutoff, std::pow(0.5 * (64 + 262144), 1.0 / 6), 1e-15));
}

// A well of depth 1 and a bump of 4: a bump of depth sqrt(4). Lengths s = sqrt(1 / (2 b)) are 1 and
// 1/2: by sixth powers s^6 = (1 + 1/64) / 2, and the depth is weighed with 2 / 8 / (1 + 1/64).
TEST(Mixing, OfGaussians) {
  const auto mixed_by = [](Mixing rule) {
    return mix(pair_style("gauss"), rule, {.cutoff = 2, .values = {1, 0.5}},
               {.cutoff = 2, .values = {4, 2}});
  };
  EXPECT_TRUE(close(mixed_by(Mixing::geometric).values[1], 0.5 / 0.5, 1e-15));
  EXPECT_TRUE(close(mixed_by(Mixing::arithmetic).values[1], 0.5 / 0.5625, 1e-15));
  const PairCoefficients m = mixed_by(Mixing::sixthpower);
  EXPECT_TRUE(close(m.values[1], 0.5 / std::cbrt(65.0 / 128), 1e-15));
  EXPECT_TRUE(close(m.values[0], 2 * 0.25 / (65.0 / 64), 1e-15));
}

// Whatever is repulsive stays so.
TEST(Mixing, OfEnergiesOfBothSigns) {
  const PairStyle& style = pair_style("yukawa");
  const PairCoefficients plus{.cutoff = 2, .values = {4, 1.5}};
  const PairCoefficients minus{.cutoff = 2, .values = {-1, 1.5}};
  EXPECT_EQ(mix(style, Mixing::geometric, plus, minus).values[0], 2);
  EXPECT_EQ(mix(style, Mixing::geometric, minus, minus).values[0], -1);
  EXPECT_EQ(mix(style, Mixing::geometric, plus, minus).values[1], 1.5);  // of the whole style
  // The depth of a Gaussian well, where LAMMPS gets -0.894427, 1.30384 and 2.34521.
  const PairCoefficients m =
      mix(pair_style("gauss"), Mixing::geometric, {.cutoff = 2.5, .values = {1, 1}},
          {.cutoff = 2.2, .values = {-0.8, 1.7}});
  EXPECT_NEAR(m.values[0], -0.894427, 1e-6);
  EXPECT_NEAR(m.values[1], 1.30384, 1e-5);
  EXPECT_NEAR(m.cutoff, 2.34521, 1e-5);
}

// Without a length there is nothing to weigh with: LAMMPS gets 19.3649 and 1.4174.
TEST(Mixing, SixthPowerWithoutALength) {
  const PairCoefficients m = mix(pair_style("soft"), Mixing::sixthpower,
                                 {.cutoff = 1.3, .values = {25}}, {.cutoff = 1.5, .values = {15}});
  EXPECT_NEAR(m.values[0], 19.3649, 1e-4);
  EXPECT_NEAR(m.cutoff, 1.4174, 1e-4);
}

TEST(Mixing, OfShellsIsAlwaysTheMean) {
  const PairCoefficients m =
      mix(pair_style("lj/expand"), Mixing::geometric, {.cutoff = 2, .values = {1, 1, 0.1}},
          {.cutoff = 2, .values = {1, 1, 0.4}});
  EXPECT_DOUBLE_EQ(m.values[2], 0.25);
}

TEST(Mixing, OfParametersWithoutARuleIsRefused) {
  const PairCoefficients a{.cutoff = 2, .values = {1, 1, 1}};
  EXPECT_THAT(error_of<InputError>(
                  [&] { static_cast<void>(mix(pair_style("buck"), Mixing::geometric, a, a)); }),
              testing::StartsWith("there is no mixing rule for parameter 'a' of buck"));
}

TEST(Mixing, LikeWithLikeChangesNothing) {
  const PairCoefficients a{.cutoff = 2.7, .values = {0.3, 1.1}};
  for (const Mixing rule : {Mixing::geometric, Mixing::arithmetic, Mixing::sixthpower}) {
    const PairCoefficients m = mix(pair_style("lj/cut"), rule, a, a);
    EXPECT_TRUE(close(m.values[0], 0.3, 1e-15));
    EXPECT_EQ(m.values[1], 1.1);
    EXPECT_EQ(m.cutoff, 2.7);
  }
}

}  // namespace
}  // namespace alder::test
