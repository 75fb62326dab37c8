// SPDX-License-Identifier: BSD-3-Clause
#include "deck/expression.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "support/deck_text.hpp"

namespace alder::test {
namespace {

using testing::HasSubstr;

const std::map<std::string, std::string> variables{
    {"T", "1.5"}, {"a", "5.26 angstrom"}, {"n", "4"}, {"eps", "0.0104 eV"}};

double value(const std::string& expression) {
  return std::stod(evaluate_expression(expression, variables));
}

std::string said(const std::string& expression) {
  return error_of<InputError>([&] { evaluate_expression(expression, variables); });
}

TEST(Expression, FollowsTheRulesOfArithmetic) {
  EXPECT_EQ(value("1 + 2 * 3"), 7);
  EXPECT_EQ(value("(1 + 2) * 3"), 9);
  EXPECT_EQ(value("8 / 4 / 2"), 1);
  EXPECT_EQ(value("7 - 4 - 2"), 1);
  EXPECT_EQ(value("2 ^ 3 ^ 2"), 512);
  EXPECT_EQ(value("-2 ^ 2"), -4);
  EXPECT_EQ(value("2 ^ -1"), 0.5);
  EXPECT_EQ(value("2 * -3"), -6);
  EXPECT_EQ(value("T * n"), 6);
  EXPECT_EQ(value("1e-3"), 1e-3);
  EXPECT_EQ(value("sqrt(16) + abs(-2) + floor(1.7) + ceil(1.2) + round(2.6)"), 4 + 2 + 1 + 2 + 3);
  EXPECT_EQ(value("min(3, 2) + max(3, 2)"), 5);
  EXPECT_EQ(value("exp(1)"), std::exp(1.0));
  EXPECT_EQ(value("log(2)"), std::log(2.0));
  EXPECT_EQ(value("2*pi"), 2 * std::acos(-1.0));
}

TEST(Expression, KeepsEveryDigit) {
  EXPECT_EQ(value("1/3"), 1.0 / 3);
  EXPECT_EQ(value("0.1 + 0.2"), 0.1 + 0.2);
}

TEST(Expression, CarriesUnits) {
  EXPECT_EQ(evaluate_expression("a", variables), "5.26 angstrom");
  EXPECT_EQ(evaluate_expression("a * 2", variables), "10.52 angstrom");
  EXPECT_EQ(evaluate_expression("a / n", variables), "1.315 angstrom");
  EXPECT_EQ(evaluate_expression("a + a", variables), "10.52 angstrom");
  EXPECT_EQ(evaluate_expression("a / a", variables), "1");
}

TEST(Expression, SaysWhatIsWrong) {
  EXPECT_THAT(said("a + eps"), HasSubstr("cannot add 'angstrom' and 'eV'"));
  EXPECT_THAT(said("a + 1"), HasSubstr("cannot add 'angstrom' and ''"));
  EXPECT_THAT(said("a * eps"), HasSubstr("two numbers that carry units"));
  EXPECT_THAT(said("1 / a"), HasSubstr("cannot divide by a number in 'angstrom'"));
  EXPECT_THAT(said("a ^ 2"), HasSubstr("cannot raise a number with a unit"));
  EXPECT_THAT(said("sqrt(a)"), HasSubstr("takes pure numbers"));
  EXPECT_THAT(said("tt"), HasSubstr("there is no variable 'tt'"));
  EXPECT_THAT(said("sin(1)"), HasSubstr("there is no function 'sin'"));
  EXPECT_THAT(said("1 / 0"), HasSubstr("is not a finite number"));
  EXPECT_THAT(said("sqrt(-1)"), HasSubstr("is not a finite number"));
  EXPECT_THAT(said("1 +"), HasSubstr("expected a number or a variable"));
  EXPECT_THAT(said("(1"), HasSubstr("expected ')'"));
  EXPECT_THAT(said("1 2"), HasSubstr("unexpected '2'"));
  EXPECT_THAT(said(""), HasSubstr("expected a number"));
}

TEST(Expression, OfHopelessDepthIsRefusedNotOverflowed) {
  EXPECT_THAT(said(std::string(200000, '(')), HasSubstr("nested"));
  EXPECT_THAT(said(std::string(200000, '-') + "1"), HasSubstr("nested"));
}

TEST(Variable, StandsForItsTextAnywhere) {
  const std::string deck = "vars: {T: 1.25, twice: \"${2*T}\", style: fcc}\n" +
                           replaced(replaced(good_deck, "style: fcc", "style: \"${style}\""),
                                    "temperature: 1.0", "temperature: \"${twice}\"");
  const Deck read = parse_deck(deck);
  EXPECT_EQ(read.system.velocities->temperature, 2.5);
  EXPECT_EQ(read.system.lattice->style, LatticeDeck::Style::fcc);
}

TEST(Variable, ThatIsUnknownIsReportedWhereItIsUsed) {
  EXPECT_THAT(said_of("temperature: 1.0", "temperature: \"${TT}\""),
              HasSubstr("deck.yaml:5:29: error: in ${TT}: there is no variable 'TT'"));
  EXPECT_THAT(said_of("temperature: 1.0", "temperature: \"${T\""),
              HasSubstr("deck.yaml:5:29: error: '${' without '}'"));
}

}  // namespace
}  // namespace alder::test
