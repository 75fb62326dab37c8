// SPDX-License-Identifier: BSD-3-Clause
// The oracle itself, against a sum that shares no code with it.
#include "reference/all_pairs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/compare.hpp"
#include "support/lj_sum.hpp"
#include "support/random_system.hpp"

namespace alder::test {
namespace {

// Lennard-Jones by powers; like pairs only differ in the cutoff.
reference::PairInteraction interaction_of(const LjSettings& settings) {
  return {.cutoff =
              [settings](int a, int b) {
                return 0.5 * (settings.species[static_cast<std::size_t>(a)].cutoff +
                              settings.species[static_cast<std::size_t>(b)].cutoff);
              },
          .term =
              [](int, int, double, double r2) {
                const double r = std::sqrt(r2);
                return reference::Term{4 * (std::pow(r, -12) - std::pow(r, -6)),
                                       (48 * std::pow(r, -12) - 24 * std::pow(r, -6)) / r2};
              }};
}

void check(const RandomSystem& wanted) {
  const LjSettings settings{.species = {{1, 1, 2.5, 1}, {1, 1, 2.1, 1}}};
  const Snapshot atoms = random_system(wanted);
  const reference::Result actual = reference::all_pairs(atoms, interaction_of(settings));
  const LjSum expected = lj_sum(atoms, settings);
  EXPECT_TRUE(close(actual.energy, expected.energy, 1e-13));
  EXPECT_TRUE(close(array_of(actual.virial), expected.virial, 1e-13));
  // The forces of an atom's own images cancel: judge what is left by the pair forces, of order 1.
  const double scale = std::max(root_mean_square(expected.force), wanted.atoms == 1 ? 1.0 : 0.0);
  EXPECT_TRUE(close(actual.force, expected.force, 1e-13, scale));
}

TEST(AllPairs, OrthogonalBox) {
  check({.box = box_of({9, 8, 7}), .atoms = 150, .species = 2});
}

TEST(AllPairs, TriclinicBox) {
  check({.box = box_of({7, 8, 6}, {3.4, -2.9, 4}), .atoms = 120, .species = 2});
}

TEST(AllPairs, TinyBox) {
  check({.box = box_of({1.1, 1.3, 1.2}, {0.4, 0.3, -0.5}), .atoms = 1, .species = 2});
  check({.box = box_of({1.9, 2.1, 2.3}, {2.4, -1.3, 1.5}), .atoms = 4, .species = 2});
}

TEST(AllPairs, SimpleCubicLatticeSum) {
  // 1 atom in a unit cube, U = r^-12: the lattice sum over all images is 6.2021490450 (Jones and
  // Ingham, Proc. R. Soc. Lond. A 107, 636 (1925)); half of it belongs to the atom.
  Snapshot s;
  s.species = {{"A", 1, 0}};
  s.id = {1};
  s.type = {0};
  s.position = {{0.3, 0.2, 0.9}};
  const auto cutoff = [](int, int) { return 12.0; };
  const auto term = [](int, int, double, double r2) {
    return reference::Term{std::pow(r2, -6), 12 * std::pow(r2, -7)};
  };
  const reference::Result result = reference::all_pairs(s, {cutoff, term});
  EXPECT_NEAR(2 * result.energy, 6.2021490450, 1e-8);
  // The virial of an inverse power n is n U.
  EXPECT_TRUE(close(result.virial.trace(), 12 * result.energy, 1e-13));
}

}  // namespace
}  // namespace alder::test
