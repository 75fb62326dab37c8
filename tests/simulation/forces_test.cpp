// SPDX-License-Identifier: BSD-3-Clause
// Forces, energy and virial of every backend against a sum that shares no code with the engine.
#include <gtest/gtest.h>

#include <algorithm>

#include "alder.hpp"
#include "support/compare.hpp"
#include "support/decks.hpp"
#include "support/executions.hpp"
#include "support/lj_sum.hpp"
#include "support/random_system.hpp"
#include "support/ranks.hpp"

namespace alder::test {
namespace {

class Forces : public OnEveryBackend {
 protected:
  static void check(const RandomSystem& wanted, const LjSettings& settings = {}) {
    const Snapshot atoms = random_system(wanted);
    const LjSum expected = lj_sum(atoms, settings);
    Simulation simulation(GetParam().applied_to(lj_deck(settings)), ranks(), atoms);
    const Evaluation e = simulation.evaluate();
    const double tolerance = GetParam().tolerance(1e-12);
    EXPECT_TRUE(close(e.vdw - e.tail, expected.energy, tolerance));
    // The forces of an atom's own images cancel: judge what is left by the pair forces, of order 1.
    const double scale = std::max(root_mean_square(expected.force), wanted.atoms == 1 ? 1.0 : 0.0);
    EXPECT_TRUE(close(e.forces, expected.force, tolerance, scale));
    std::array<double, 6> pressure = expected.virial;
    for (double& p : pressure) p /= atoms.box.lx * atoms.box.ly * atoms.box.lz;
    EXPECT_TRUE(close(e.pressure_tensor, pressure, tolerance));
    const std::vector<double> energies = simulation.atom_energies();
    ASSERT_EQ(energies.size(), expected.atom_energy.size());
    for (std::size_t i = 0; i < energies.size(); ++i) {
      EXPECT_TRUE(close(energies[i], expected.atom_energy[i], 1e-12, scale));
    }
  }
};

const LjSettings mixture{.species = {{1, 1, 2.5, 1}, {0.6, 1.15, 2.8, 2}, {1.7, 0.8, 1.9, 0.5}}};

TEST_P(Forces, OrthogonalBox) {
  check({.box = box_of({12, 10, 9}), .atoms = 400});
}

TEST_P(Forces, TriclinicBox) {
  check({.box = box_of({11, 10, 9}, {3.1, -2.2, 1.9}), .atoms = 400});
}

TEST_P(Forces, StronglyTriclinicBox) {
  check({.box = box_of({9, 10, 8}, {4.5, -4.4, 5}), .atoms = 300});
}

TEST_P(Forces, TiltsBeyondHalfAnEdge) {
  check({.box = box_of({9, 10, 8}, {12.6, -7, 9}), .atoms = 300});
}

TEST_P(Forces, BoxSmallerThanTheRange) {
  check({.box = box_of({2.2, 3.1, 2.7}), .atoms = 7});
  check({.box = box_of({1.3, 1.25, 1.4}), .atoms = 1});
}

TEST_P(Forces, TriclinicBoxSmallerThanTheRange) {
  check({.box = box_of({2.6, 2.2, 2.4}, {0.9, -0.8, 1.1}), .atoms = 6});
  check({.box = box_of({2.6, 2.2, 2.4}, {2.9, -1.8, 2.1}), .atoms = 6});
}

TEST_P(Forces, OneThinDirection) {
  check({.box = box_of({2.4, 14, 18}), .atoms = 250});
  check({.box = box_of({14, 2.4, 13}, {3, 2, 1}), .atoms = 180});
  check({.box = box_of({14, 13, 2.4}), .atoms = 180});
}

TEST_P(Forces, SparseGas) {
  check({.box = box_of({60, 55, 70}), .atoms = 2000, .min_distance = 0.9});
}

TEST_P(Forces, FewAtomsInALargeBox) {
  check({.box = box_of({300, 200, 250}), .atoms = 20, .seed = 3});
}

TEST_P(Forces, OneAtom) {
  check({.box = box_of({10, 10, 10}), .atoms = 1});
}

TEST_P(Forces, TwoAtoms) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    check({.box = box_of({5, 4.5, 5.5}, {1, 0, -1}), .atoms = 2, .seed = seed});
  }
}

TEST_P(Forces, MixtureWithGeometricMixing) {
  LjSettings settings = mixture;
  settings.mixing = Mixing::geometric;
  settings.shift = Shift::energy;
  check({.box = box_of({11, 12, 10}), .atoms = 400, .species = 3}, settings);
}

TEST_P(Forces, MixtureWithArithmeticMixing) {
  check({.box = box_of({11, 12, 10}, {2, 1, -3}), .atoms = 400, .species = 3}, mixture);
}

TEST_P(Forces, MixtureWithSixthPowerMixing) {
  LjSettings settings = mixture;
  settings.mixing = Mixing::sixthpower;
  check({.box = box_of({11, 12, 10}), .atoms = 400, .species = 3}, settings);
}

TEST_P(Forces, MixtureInABoxSmallerThanTheRange) {
  check({.box = box_of({2.6, 3.2, 3.4}, {0.7, 0.4, -0.9}), .atoms = 10, .species = 3}, mixture);
}

TEST_P(Forces, ForceShift) {
  LjSettings settings = mixture;
  settings.shift = Shift::force;
  check({.box = box_of({11, 12, 10}), .atoms = 400, .species = 3}, settings);
}

TEST_P(Forces, NoSkin) {
  LjSettings settings;
  settings.skin = 0;
  check({.box = box_of({11, 12, 10}), .atoms = 400}, settings);
}

TEST_P(Forces, ManyRandomBoxes) {
  Random random(2026);
  for (int k = 0; k < 40; ++k) {
    const Vec3 lengths = random.vector(2, 9);
    const Vec3 tilts = random.vector(-1, 1);
    const double volume = lengths.x * lengths.y * lengths.z;
    const RandomSystem wanted{
        .box = box_of(lengths, {tilts.x * lengths.x, tilts.y * lengths.x, tilts.z * lengths.y}),
        .atoms = 1 + random.below(static_cast<std::int64_t>(volume / 4) + 1),
        .species = 3,
        .min_distance = 0.7,
        .seed = random.bits()};
    SCOPED_TRACE("box " + std::to_string(k));
    check(wanted, mixture);
  }
}

INSTANTIATE_TEST_SUITE_P(, Forces, testing::ValuesIn(all_executions()), execution_name);

}  // namespace
}  // namespace alder::test
