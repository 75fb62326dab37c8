// SPDX-License-Identifier: BSD-3-Clause
// The test's own parser of formulas, on sums done by hand.
#include "pair/formula.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace alder::test {
namespace {

TEST(Formula, FollowsTheRulesOfArithmetic) {
  EXPECT_EQ(formula_value("1 + 2*3 - 8/4", {}), 5);
  EXPECT_EQ(formula_value("2^3^2", {}), 512);
  EXPECT_EQ(formula_value("-2^2 + (1 - 3)*-2", {}), 0);
  EXPECT_EQ(formula_value("10 - 3 - 2", {}), 5);
  EXPECT_EQ(formula_value("2^-1*8", {}), 4);
  EXPECT_EQ(formula_value("1.5e1*x_1", {{"x_1", 2}}), 30);
  EXPECT_EQ(formula_value("sqrt(16) + exp(0)", {}), 5);
}

TEST(Formula, RefusesWhatItDoesNotKnow) {
  EXPECT_THROW(formula_value("a + 1", {}), std::runtime_error);
  EXPECT_THROW(formula_value("(1 + 2", {}), std::runtime_error);
  EXPECT_THROW(formula_value("1 2", {}), std::runtime_error);
}

}  // namespace
}  // namespace alder::test
