// SPDX-License-Identifier: BSD-3-Clause
// Every potential of the catalogue, in a small box on every backend, against sums of the formula
// it prints.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "alder.hpp"
#include "pair/catalogue.hpp"
#include "pair/formula.hpp"
#include "support/compare.hpp"
#include "support/decks.hpp"
#include "support/executions.hpp"
#include "support/random_system.hpp"

namespace alder::test {
namespace {

using Example = PairStyle::Example;

double printed_energy(const PairStyle& style, const Example& sample, double r) {
  std::map<std::string, double> names{{"r", r}};
  for (std::size_t k = 0; k < sample.values.size(); ++k) {
    names[std::string(style.parameters[k].name)] = sample.values[k];
  }
  return formula_value(style.formula, names);
}

// By central differences of eighth order: truncation far below, rounding 1e-16 / 0.003 of the
// energy.
double printed_force(const PairStyle& style, const Example& sample, double r) {
  const double h = 0.003 * r;
  const auto difference = [&](int n) {
    return printed_energy(style, sample, r + n * h) - printed_energy(style, sample, r - n * h);
  };
  return -(4.0 / 5 * difference(1) - 1.0 / 5 * difference(2) + 4.0 / 105 * difference(3) -
           1.0 / 280 * difference(4)) /
         h;
}

std::string printable(std::string_view style) {
  std::string name(style);
  std::replace_if(
      name.begin(), name.end(),
      [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
}

std::vector<std::string> all_styles() {
  std::vector<std::string> names;
  for (const PairStyle& style : pair_styles()) names.emplace_back(style.name);
  return names;
}

// Sums over all images of the printed formula, in a random box.
struct PrintedSum {
  double energy = 0;
  std::vector<Vec3> force;
};

PrintedSum printed_sum(const PairStyle& style, const Example& sample, const Snapshot& s) {
  PrintedSum sum{0, std::vector<Vec3>(s.id.size())};
  const Vec3 height = s.box.heights();
  // Atoms lie up to five boxes apart (random_system puts them outside too).
  const auto reach = [&](double h) { return 6 + static_cast<int>(sample.r_max / h); };
  const Int3 images{reach(height.x), reach(height.y), reach(height.z)};
  for (std::size_t i = 0; i < s.id.size(); ++i) {
    for (std::size_t j = 0; j < s.id.size(); ++j) {
      for (int x = -images.x; x <= images.x; ++x) {
        for (int y = -images.y; y <= images.y; ++y) {
          for (int z = -images.z; z <= images.z; ++z) {
            if (i == j && x == 0 && y == 0 && z == 0) continue;
            const Vec3 d = s.position[i] - s.position[j] + static_cast<double>(x) * s.box.a() +
                           static_cast<double>(y) * s.box.b() + static_cast<double>(z) * s.box.c();
            const double r = std::sqrt(dot(d, d));
            if (r >= sample.r_max) continue;
            sum.energy += 0.5 * printed_energy(style, sample, r);
            sum.force[i] += (printed_force(style, sample, r) / r) * d;
          }
        }
      }
    }
  }
  return sum;
}

class PotentialInABox : public testing::TestWithParam<std::tuple<std::string, Execution>> {
 protected:
  void SetUp() override {
    if (const auto reason = execution().reason_to_skip(); !reason.empty()) GTEST_SKIP() << reason;
  }
  static const Execution& execution() { return std::get<1>(GetParam()); }
};

TEST_P(PotentialInABox, HasTheSumOfItsFormula) {
  const PairStyle& style = pair_style(std::get<0>(GetParam()));
  for (std::size_t k = 0; k < style.samples.size(); ++k) {
    SCOPED_TRACE("sample " + std::to_string(k));
    const Example& sample = style.samples[k];
    const double edge = 1.3 * sample.r_max;
    const Snapshot atoms =
        random_system({.box = box_of({edge, 1.1 * edge, edge}, {0.3 * edge, 0, -0.2 * edge}),
                       .atoms = 12,
                       .min_distance = 1.1 * sample.r_min,
                       .seed = 40 + k});
    const PrintedSum expected = printed_sum(style, sample, atoms);
    Deck deck = execution().applied_to(lj_deck());
    PairDeck pair;
    pair.style = style.name;
    pair.pairs = {{.a = 0, .b = 0, .cutoff = sample.r_max, .values = sample.values}};
    deck.forcefield.pair = {pair};
    const Evaluation e = Simulation(deck, atoms).evaluate();
    const double tolerance = execution().tolerance(1e-10);
    EXPECT_TRUE(close(e.forces, expected.force, tolerance));
    EXPECT_TRUE(close(e.total, expected.energy, tolerance,
                      std::abs(expected.energy) + root_mean_square(expected.force)));
  }
}

INSTANTIATE_TEST_SUITE_P(, PotentialInABox,
                         testing::Combine(testing::ValuesIn(all_styles()),
                                          testing::ValuesIn(all_executions())),
                         [](const auto& tested) {
                           return printable(std::get<0>(tested.param)) + "_" +
                                  name_of(std::get<1>(tested.param));
                         });

}  // namespace
}  // namespace alder::test
