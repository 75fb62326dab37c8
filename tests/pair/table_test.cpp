// SPDX-License-Identifier: BSD-3-Clause
// Tabulated potentials: files and what is wrong with them, splines, and what a table cannot say.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "alder.hpp"
#include "pair/radial_table.hpp"
#include "pair/table_file.hpp"
#include "support/compare.hpp"
#include "support/errors.hpp"
#include "support/executions.hpp"
#include "support/pair_decks.hpp"
#include "support/random_system.hpp"
#include "support/ranks.hpp"
#include "support/temporary_folder.hpp"

namespace alder::test {
namespace {

using testing::HasSubstr;

constexpr auto two_sections = R"(# two tables
FIRST
N 3 R 1 3

1 9 30 4
2 9 20 3
3 9 10 2

SECOND
N 2 FPRIME -1 -2
1 1.5 7 8
2 2.5 5 6   # the last row
)";

class TableFile : public testing::Test {
 protected:
  RadialTable read(const std::string& text, const std::string& keyword,
                   const Units& units = units_named("lj")) const {
    return read_table_file(folder_.write("u.table", text), keyword, units);
  }
  std::string error(const std::string& text) const {
    return error_of<InputError>([&] { read(text, "SECOND"); });
  }
  TemporaryFolder folder_;
};

TEST_F(TableFile, HasSectionsWithDistancesAsTheHeaderSays) {
  const RadialTable first = read(two_sections, "FIRST");
  ASSERT_EQ(first.rows.size(), 3);
  EXPECT_EQ(first.rows[1].r, 2);
  EXPECT_EQ(first.rows[1].energy, 20);
  EXPECT_EQ(first.rows[2].force, 2);
  EXPECT_FALSE(first.force_slopes);
  const RadialTable second = read(two_sections, "SECOND");
  ASSERT_EQ(second.rows.size(), 2);
  EXPECT_EQ(second.rows[1].r, 2.5);
  EXPECT_EQ((*second.force_slopes)[1], -2);
  const RadialTable squares = read("A\nN 3 RSQ 1 3\n1 0 1 1\n2 0 1 1\n3 0 1 1\n", "A");
  EXPECT_DOUBLE_EQ(squares.rows[1].r, std::sqrt(5.0));
}

TEST_F(TableFile, IsInTheUnitsOfTheDeck) {
  const Units& metal = units_named("metal");
  const RadialTable table = read(two_sections, "SECOND", units_named("si"));
  const Units& si = units_named("si");
  EXPECT_DOUBLE_EQ(table.rows[0].r, 1.5 * si.length);
  EXPECT_DOUBLE_EQ(table.rows[0].energy, 7 * si.energy);
  EXPECT_DOUBLE_EQ(table.rows[0].force, 8 * si.energy / si.length);
  EXPECT_DOUBLE_EQ(read(two_sections, "SECOND", metal).rows[0].r, 1.5);
}

TEST_F(TableFile, SaysWhereItIsWrong) {
  EXPECT_THAT(error("FIRST\nN 2 R 1 2\n1 1 1 1\n2 2 1 1\n"),
              HasSubstr("there is no section 'SECOND' (there are: FIRST)"));
  EXPECT_THAT(error("SECOND\n1 2 3 4\n"), HasSubstr("u.table:2:1: error: expected the section's"));
  EXPECT_THAT(error("SECOND\nN 2 BITMAP 1 2\n"), HasSubstr("u.table:2:5: error: distances of BIT"));
  EXPECT_THAT(error("SECOND\nN 3\n1 1 1 1\n2 2 1 1\n"), HasSubstr("ends after row 2 of 3"));
  EXPECT_THAT(error("SECOND\nN 2\n1 1 1\n2 2 1 1\n"), HasSubstr("u.table:3:1: error: expected a"));
  EXPECT_THAT(error("SECOND\nN 2\n1 1 x 1\n2 2 1 1\n"), HasSubstr("u.table:3:5"));
  EXPECT_THAT(error("SECOND\nN 2\n1 2 1 1\n2 1 1 1\n"), HasSubstr("u.table:4:3: error: distances"));
  EXPECT_THAT(error("SECOND\nN 1\n"), HasSubstr("at least 2 rows"));
}

TEST(TableNodes, NeedACutoffAmongTheRows) {
  const RadialTable table{{{1, 3, 1}, {2, 2, 1}, {3, 1, 1}}, {}};
  const auto error = [&](double cutoff) {
    return error_of<InputError>([&] { table_nodes(table, Interpolation::linear, 10, cutoff); });
  };
  EXPECT_THAT(error(3.5), HasSubstr("is not between them"));
  EXPECT_THAT(error(1), HasSubstr("is not between them"));
  EXPECT_EQ(table_nodes(table, Interpolation::linear, 10, 2.5).size(), 9 * 8);
}

// A cubic is its own spline.
TEST(CubicSpline, IsExactForCubics) {
  const auto f = [](double x) { return 1 + x * (2 + x * (-3 + 0.5 * x)); };
  const std::vector<double> x{0, 0.3, 1, 1.5, 4};
  std::vector<double> y;
  for (const double v : x) y.push_back(f(v));
  const CubicSpline spline(x, y, 2, 2 - 6 * 4 + 1.5 * 16);
  for (const double v : {0.0, 0.1, 0.9, 1.5, 2.7, 4.0}) EXPECT_NEAR(spline.at(v), f(v), 1e-13);
}

// Linear tables are no derivatives, but come close to the potential they are made from; errors of
// the interpolation fall with the square of its steps.
TEST(LinearTable, ComesCloserWithMorePoints) {
  const RadialTable table{lennard_jones_rows(0.8, 2.5, 4000), {}};
  const auto error = [&](std::size_t points) {
    const auto nodes = std::make_shared<const std::vector<double>>(
        table_nodes(table, Interpolation::linear, points, 2.5));
    PairCoefficients pair{.cutoff = 2.5, .values = {}};
    pair.nodes = {nodes, 0, points - 1, 0.8};
    double worst = 0;
    for (double r = 0.9; r < 2.4; r += 0.00137) {
      const double s6 = std::pow(r, -6);
      const auto term = pair_style("table").evaluate(pair, {}, 1, 0, r * r);
      worst = std::max(worst, std::abs(r * term.force_over_r - 24 * s6 * (2 * s6 - 1) / r));
    }
    return worst;
  };
  const double coarse = error(1000);
  EXPECT_LT(coarse, 0.1);
  EXPECT_NEAR(coarse / error(2000), 4, 0.4);
}

class TableOnEveryBackend : public OnEveryBackend {};

// Atoms closer than the first row: nothing is known, and nothing is made up.
TEST_P(TableOnEveryBackend, EndsWhereItsRowsEnd) {
  const PairStyle& style = pair_style("table");
  Deck deck = GetParam().applied_to(pair_deck(style, style.samples[0], 1));
  Snapshot atoms = random_system({.box = box_of({6, 6, 6}), .atoms = 2});
  atoms.position = {{1, 1, 1}, {1, 1, 1.9}};
  EXPECT_TRUE(std::isfinite(Simulation(deck, ranks(), atoms).evaluate().total));
  atoms.position[1].z = 1.5;
  EXPECT_TRUE(std::isnan(Simulation(deck, ranks(), atoms).evaluate().total));
}

INSTANTIATE_TEST_SUITE_P(, TableOnEveryBackend, testing::ValuesIn(all_executions()),
                         execution_name);

}  // namespace
}  // namespace alder::test
