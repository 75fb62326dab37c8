// SPDX-License-Identifier: BSD-3-Clause
// Combination rules against numbers worked out by hand.
#include "pair/mixing.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/compare.hpp"

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
