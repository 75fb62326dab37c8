// SPDX-License-Identifier: BSD-3-Clause
// The pair kernels of every instruction set this processor has, in both precisions and with both
// kinds of sums, against a sum that shares no code with the engine.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "alder.hpp"
#include "backend/device.hpp"
#include "support/compare.hpp"
#include "support/decks.hpp"
#include "support/executions.hpp"
#include "support/lj_sum.hpp"
#include "support/random_system.hpp"
#include "support/ranks.hpp"

namespace alder::test {
namespace {

struct Kernel {
  Simd simd = Simd::automatic;
  Precision precision = Precision::full;
  bool reproducible = false;
};

std::string kernel_name(const testing::TestParamInfo<Kernel>& info) {
  return std::string(to_string(info.param.simd)) +
         (info.param.precision == Precision::mixed ? "_mixed" : "_double") +
         (info.param.reproducible ? "_reproducible" : "");
}

std::vector<Kernel> all_kernels() {
  std::vector<Kernel> all;
  for (const Simd simd : instruction_sets()) {
    for (const Precision precision : {Precision::mixed, Precision::full}) {
      for (const bool reproducible : {false, true}) all.push_back({simd, precision, reproducible});
    }
  }
  return all;
}

class Kernels : public testing::TestWithParam<Kernel> {
 protected:
  void SetUp() override {
    try {
      static_cast<void>(choose_simd(GetParam().simd));
    } catch (const EnvironmentError& e) {
      GTEST_SKIP() << e.what();
    }
  }

  static Evaluation evaluate(const Snapshot& atoms, const LjSettings& settings, int threads = 1) {
    Deck deck = lj_deck(settings);
    deck.execution.backend = Backend::cpu;
    deck.execution.simd = GetParam().simd;
    deck.execution.precision = GetParam().precision;
    deck.execution.reproducible = GetParam().reproducible;
    deck.execution.threads = threads;
    return Simulation(deck, ranks(), atoms).evaluate();
  }

  static bool mixed() { return GetParam().precision == Precision::mixed; }

  // Float: the rounding of about 50 terms and of positions to 2^-32 of the frame. Double: 2^-52 of
  // the frame below v4, or the grid of fixed sums, 2^-36 of the strongest attraction. Small sums
  // are judged by terms of order 1.
  static void check(const RandomSystem& wanted, const LjSettings& settings = {}) {
    const Snapshot atoms = random_system(wanted);
    const LjSum expected = lj_sum(atoms, settings);
    const Evaluation e = evaluate(atoms, settings);
    // Beside the relative error: the rounding of up to some 50 contributions to the grid.
    const double rounding = !GetParam().reproducible ? 0 : mixed() ? 5e-6 : 1e-10;
    const double force = std::max(root_mean_square(expected.force), 1.0);
    EXPECT_TRUE(close(e.forces, expected.force, (mixed() ? 2e-6 : 1e-12) * force + rounding, 1.0));
    const double energy = std::max(std::abs(expected.energy), 1.0);
    // Energies of pairs are rounded to 2^-38 of the strongest attraction times the cutoff; some
    // 10,000 of them add up at random.
    const double energy_rounding = GetParam().reproducible ? 2e-9 : 0;
    EXPECT_TRUE(
        close(e.vdw, expected.energy, (mixed() ? 1e-5 : 1e-12) * energy + energy_rounding, 1.0));
    std::array<double, 6> pressure = expected.virial;
    for (double& p : pressure) p /= atoms.box.lx * atoms.box.ly * atoms.box.lz;
    double largest = 1;
    for (const double p : pressure) largest = std::max(largest, std::abs(p));
    for (std::size_t k = 0; k < 6; ++k) {
      EXPECT_TRUE(close(e.pressure_tensor[k], pressure[k],
                        (mixed() ? 1e-5 : 1e-12) * largest + energy_rounding, 1.0));
    }
  }
};

LjSettings mixture_of(int species, Shift shift) {
  LjSettings settings{.species = {}, .shift = shift};
  for (int k = 0; k < species; ++k) {
    settings.species.push_back({1 + 0.05 * k, 1 - 0.01 * k, 2.5 - 0.02 * k, 1});
  }
  return settings;
}

TEST_P(Kernels, OneSpecies) {
  check({.box = box_of({12, 10, 9}), .atoms = 400});
}

TEST_P(Kernels, TriclinicBox) {
  check({.box = box_of({11, 10, 9}, {3.1, -2.2, 1.9}), .atoms = 400});
}

TEST_P(Kernels, BoxSmallerThanTheRange) {
  check({.box = box_of({2.6, 2.2, 2.4}, {0.9, -0.8, 1.1}), .atoms = 6});
}

// A row of the table in a register: 2 to 16 species; in memory beyond.
TEST_P(Kernels, TableOfSpecies) {
  for (const int species : {2, 3, 4, 5, 8, 9, 16, 17, 20}) {
    SCOPED_TRACE(species);
    check({.box = box_of({12, 10, 9}), .atoms = 400, .species = species},
          mixture_of(species, Shift::none));
  }
}

TEST_P(Kernels, Shifts) {
  for (const Shift shift : {Shift::energy, Shift::force}) {
    for (const int species : {1, 3, 20}) {
      SCOPED_TRACE(species);
      check({.box = box_of({12, 10, 9}), .atoms = 400, .species = species},
            mixture_of(species, shift));
    }
  }
}

// Every length of a row's last vector.
TEST_P(Kernels, FewNeighbors) {
  for (std::int64_t atoms = 2; atoms <= 40; ++atoms) {
    SCOPED_TRACE(atoms);
    check({.box = box_of({6, 6, 6}), .atoms = atoms, .seed = 7});
  }
}

// Another skin and another number of threads mean other cells, another order in storage and in
// every row.
TEST_P(Kernels, ReproducibleSumsDoNotDependOnOrder) {
  const Snapshot atoms = random_system({.box = box_of({12, 10, 9}), .atoms = 600});
  const auto forces = [&](double skin, int threads) {
    LjSettings settings = mixture_of(1, Shift::none);
    settings.skin = skin;
    return evaluate(atoms, settings, threads).forces;
  };
  const std::vector<Vec3> expected = forces(0.3, 1);
  bool all_identical = true;
  for (const double skin : {0.0, 0.5, 1.1, 1.9}) {
    all_identical = all_identical && identical(forces(skin, skin > 1 ? 2 : 1), expected);
  }
  EXPECT_EQ(all_identical, GetParam().reproducible);
  EXPECT_TRUE(identical(forces(0.3, 2), expected));
}

// Fixed sums round a pair's two contributions to opposite numbers. Double kernels below v4 round
// the displacements to 2^-52 of the frame before, where a tie may break the symmetry.
TEST_P(Kernels, ReproducibleForcesAddUpToZero) {
  if (!GetParam().reproducible) GTEST_SKIP() << "plain sums cancel only to rounding";
  const Snapshot atoms = random_system({.box = box_of({12, 10, 9}), .atoms = 600});
  Vec3 total{};
  for (const Vec3& f : evaluate(atoms, {}).forces) total += f;
  const bool exact = mixed() || GetParam().simd == Simd::v4;
  for (const double component : {total.x, total.y, total.z}) {
    EXPECT_LE(std::abs(component), exact ? 0 : 1e-8);
  }
}

// Two atoms close together in a dilute gas: 32-bit sums would wrap below about 0.7 sigma, and every
// force down to the next test's overlap must come out right.
TEST_P(Kernels, CloseAtoms) {
  for (const double distance : {0.8, 0.75, 0.7, 0.65, 0.6, 0.5, 0.4}) {
    if (!mixed() && GetParam().reproducible && distance < 0.65) break;  // beyond the double grid
    SCOPED_TRACE(distance);
    Snapshot atoms = random_system({.box = box_of({20, 20, 20}), .atoms = 300, .min_distance = 1});
    atoms.position[1] = atoms.position[0] + Vec3{0, distance, 0};
    const LjSum expected = lj_sum(atoms, {});
    // The position's own rounding: 2^-32 of the box in float, times the stiffness of 13 / r.
    const double tolerance = mixed() ? 1e-6 : 1e-12;
    EXPECT_TRUE(close(evaluate(atoms, {}).forces, expected.force, tolerance));
  }
}

TEST_P(Kernels, OverlapsBeyondFixedSumsAreReported) {
  if (!GetParam().reproducible) GTEST_SKIP() << "plain sums have no bound";
  Snapshot atoms = random_system({.box = box_of({20, 20, 20}), .atoms = 300, .min_distance = 1});
  atoms.position[1] = atoms.position[0] + Vec3{0, 0.1, 0};
  EXPECT_THROW(static_cast<void>(evaluate(atoms, {})), PhysicsError);
}

INSTANTIATE_TEST_SUITE_P(, Kernels, testing::ValuesIn(all_kernels()), kernel_name);

TEST(ChooseSimd, TakesTheBestThereIs) {
  const Simd best = choose_simd(Simd::automatic);
  EXPECT_NE(best, Simd::automatic);
  EXPECT_EQ(choose_simd(best), best);
}

}  // namespace
}  // namespace alder::test
