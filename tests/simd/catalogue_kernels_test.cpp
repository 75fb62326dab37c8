// SPDX-License-Identifier: BSD-3-Clause
// The kernels of every potential, instruction set, precision and kind of sums against the sum over
// all pairs.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "alder.hpp"
#include "backend/device.hpp"
#include "pair/catalogue.hpp"
#include "support/compare.hpp"
#include "support/decks.hpp"
#include "support/executions.hpp"
#include "support/pair_decks.hpp"
#include "support/random_system.hpp"
#include "support/ranks.hpp"

namespace alder::test {
namespace {

struct Kernel {
  std::string style;
  Simd simd = Simd::automatic;
  Precision precision = Precision::full;
};

std::vector<Kernel> all_kernels() {
  std::vector<Kernel> all;
  for (const PairStyle& style : pair_styles()) {
    for (const Simd simd : instruction_sets()) {
      for (const Precision precision : {Precision::mixed, Precision::full}) {
        all.push_back({std::string(style.name), simd, precision});
      }
    }
  }
  return all;
}

class CatalogueKernels : public testing::TestWithParam<Kernel> {
 protected:
  void SetUp() override {
    try {
      static_cast<void>(choose_simd(GetParam().simd));
    } catch (const EnvironmentError& e) {
      GTEST_SKIP() << e.what();
    }
  }
};

// Two species, so that coefficients are looked up; a tilted box; both ways to sum.
TEST_P(CatalogueKernels, AgreeWithAllPairs) {
  const PairStyle& style = pair_style(GetParam().style);
  const PairStyle::Example& sample = style.samples.front();
  const double edge = 1.6 * sample.r_max;
  const double distance = 1.2 * sample.r_min;
  const double room = 1.1 * std::pow(edge / distance, 3);  // atoms do not fill a box beyond 0.4
  Snapshot atoms = random_system({.box = box_of({edge, edge, 1.1 * edge}, {0.2 * edge, 0, 0}),
                                  .atoms = static_cast<std::int64_t>(std::min(60.0, 0.4 * room)),
                                  .species = 2,
                                  .min_distance = distance});
  if (style.uses_charges) set_charges(atoms);
  Deck deck = pair_deck(style, sample, 2);
  deck.execution.backend = Backend::reference;
  const Evaluation expected = Simulation(deck, ranks(), atoms).evaluate();
  deck.execution.backend = Backend::cpu;
  deck.execution.simd = GetParam().simd;
  deck.execution.precision = GetParam().precision;
  const bool mixed = GetParam().precision == Precision::mixed;
  for (const bool reproducible : {false, true}) {
    SCOPED_TRACE(reproducible);
    deck.execution.reproducible = reproducible;
    const Evaluation e = Simulation(deck, ranks(), atoms).evaluate();
    // Fixed sums round to 2^-20 or 2^-36 of a typical strong force.
    const double tolerance = mixed ? 1e-5 : reproducible ? 1e-9 : 1e-11;
    const double size = root_mean_square(expected.forces);
    const double scale = std::abs(expected.total) + size * sample.r_max;
    EXPECT_TRUE(close(e.forces, expected.forces, tolerance));
    EXPECT_TRUE(close(e.coul, expected.coul, tolerance, scale));
    EXPECT_TRUE(close(e.vdw, expected.vdw, tolerance, scale));
    EXPECT_TRUE(close(e.pressure_tensor, expected.pressure_tensor, 2 * tolerance));
  }
}

std::string kernel_name(const testing::TestParamInfo<Kernel>& info) {
  return printable(info.param.style) + "_" + std::string(to_string(info.param.simd)) +
         (info.param.precision == Precision::mixed ? "_mixed" : "_double");
}

INSTANTIATE_TEST_SUITE_P(, CatalogueKernels, testing::ValuesIn(all_kernels()), kernel_name);

}  // namespace
}  // namespace alder::test
