// SPDX-License-Identifier: BSD-3-Clause
// Every potential of the catalogue, in a small box on every backend, against sums of the formula
// it prints.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "alder.hpp"
#include "pair/catalogue.hpp"
#include "pair/printed.hpp"
#include "support/compare.hpp"
#include "support/decks.hpp"
#include "support/executions.hpp"
#include "support/pair_decks.hpp"
#include "support/random_system.hpp"

namespace alder::test {
namespace {

// Sums over all images of the printed formulas, in a random box.
struct PrintedSum {
  double energy = 0, coul = 0;
  std::vector<Vec3> force;
};

void add_pair(const Printed& printed, std::size_t i, const Vec3& d, PrintedSum& sum) {
  const double r = std::sqrt(dot(d, d));
  if (r >= printed.pair.reach()) return;
  sum.energy += 0.5 * printed.switched_energy(r);
  sum.coul += 0.5 * printed.coul(r);
  sum.force[i] += (printed.switched_force(r) / r) * d;
}

PrintedSum printed_sum(Printed printed, const Snapshot& s) {
  PrintedSum sum{0, 0, std::vector<Vec3>(s.id.size())};
  const Vec3 height = s.box.heights();
  // Atoms lie up to five boxes apart (random_system puts them outside too).
  const auto reach = [&](double h) { return 6 + static_cast<int>(printed.pair.reach() / h); };
  const Int3 images{reach(height.x), reach(height.y), reach(height.z)};
  for (std::size_t i = 0; i < s.id.size(); ++i) {
    const double self = s.charge.empty() ? 0 : printed.self_energy(s.charge[i]);
    sum.energy += self;
    sum.coul += self;
    for (std::size_t j = 0; j < s.id.size(); ++j) {
      printed.charges = s.charge.empty() ? 0 : s.charge[i] * s.charge[j];
      for (int x = -images.x; x <= images.x; ++x) {
        for (int y = -images.y; y <= images.y; ++y) {
          for (int z = -images.z; z <= images.z; ++z) {
            if (i == j && x == 0 && y == 0 && z == 0) continue;
            const Vec3 d = s.position[i] - s.position[j] + static_cast<double>(x) * s.box.a() +
                           static_cast<double>(y) * s.box.b() + static_cast<double>(z) * s.box.c();
            add_pair(printed, i, d, sum);
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
    const PairStyle::Example& sample = style.samples[k];
    const double edge = 1.3 * sample.r_max;
    Snapshot atoms =
        random_system({.box = box_of({edge, 1.1 * edge, edge}, {0.3 * edge, 0, -0.2 * edge}),
                       .atoms = 12,
                       .min_distance = 1.1 * sample.r_min,
                       .seed = 40 + k});
    if (style.uses_charges) set_charges(atoms);
    const PairCoefficients pair = coefficients_of(style, sample);
    const PrintedSum expected = printed_sum({style, pair}, atoms);
    Simulation simulation(execution().applied_to(pair_deck(style, sample, 1)), atoms);
    const Evaluation e = simulation.evaluate();
    const double tolerance = execution().tolerance(style.own_switch ? 1e-9 : 1e-10);
    const double scale = std::abs(expected.energy) + root_mean_square(expected.force);
    EXPECT_TRUE(close(e.forces, expected.force, tolerance));
    EXPECT_TRUE(close(e.total, expected.energy, tolerance, scale));
    EXPECT_TRUE(close(e.coul, expected.coul, tolerance, scale));
    EXPECT_TRUE(close(e.vdw, e.total - e.coul, 1e-13, scale + std::abs(e.coul)));
    const std::vector<double> of_atoms = simulation.atom_energies();
    const double sum = std::accumulate(of_atoms.begin(), of_atoms.end(), 0.0);
    EXPECT_TRUE(close(sum, expected.energy, tolerance, scale));
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
