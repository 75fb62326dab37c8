// SPDX-License-Identifier: BSD-3-Clause
// A list is rebuilt at the same steps whenever the host learns that it must be: at once, or from a
// GPU after it has packed ghosts, after it has summed energies, or a step later.
#include <gtest/gtest.h>

#include "alder.hpp"
#include "support/compare.hpp"
#include "support/decks.hpp"
#include "support/executions.hpp"
#include "support/random_system.hpp"
#include "support/ranks.hpp"

namespace alder::test {
namespace {

constexpr std::int64_t n_steps = 120;

struct Outcome {
  Snapshot end;
  std::int64_t builds = 0;
};

class ListCheck : public OnEveryBackend {
 protected:
  void SetUp() override {
    OnEveryBackend::SetUp();
    fill(box_of({9, 8, 10}, {2, 0, -1}), 360);
  }
  void fill(const Box& box, std::int64_t n_atoms) {
    atoms_ = random_system({.box = box, .atoms = n_atoms, .min_distance = 0.95});
    Random random(5);
    for (Vec3& v : atoms_.velocity) v = random.vector(-4, 4);
  }
  [[nodiscard]] Simulation make(const Execution& execution) const {
    Deck deck = with_nve(lj_deck({.shift = Shift::force, .skin = 0.3}), 0.003, n_steps);
    deck.output.thermo.every = 1;
    return {execution.applied_to(deck), ranks(), atoms_};
  }
  // Nothing is asked of the steps.
  [[nodiscard]] Outcome at_rest(const Execution& execution) const {
    Simulation simulation = make(execution);
    const Report report = simulation.run();
    return {simulation.snapshot(), report.neighbor_builds};
  }
  // The potential energy at every step, with so many builds.
  static std::vector<double> energies_of_steps(Simulation& simulation, std::int64_t builds) {
    std::vector<double> energies;
    simulation.on_thermo([&](const ThermoRow& row) { energies.push_back(row.potential_energy); });
    EXPECT_EQ(simulation.run().neighbor_builds, builds);
    return energies;
  }

 private:
  Snapshot atoms_;
};

TEST_P(ListCheck, ComesToTheSameWhenTheStateIsReadAtAnyStep) {
  const Outcome expected = at_rest(GetParam());
  EXPECT_GT(expected.builds, 8);
  Simulation every_step = make(GetParam());
  every_step.on_step(1, [](const Snapshot&) {});
  EXPECT_EQ(every_step.run().neighbor_builds, expected.builds);
  EXPECT_TRUE(identical(every_step.snapshot().position, expected.end.position));
  EXPECT_TRUE(identical(every_step.snapshot().velocity, expected.end.velocity));

  Simulation now_and_then = make(GetParam());
  for (std::int64_t left = n_steps, k = 1; left > 0; left -= k, k = std::min(left, k + 2)) {
    now_and_then.advance(k);
    if (k % 3 != 0) static_cast<void>(now_and_then.snapshot());
  }
  EXPECT_TRUE(identical(now_and_then.snapshot().velocity, expected.end.velocity));
}

// Kernels with energies may round forces differently on a GPU.
TEST_P(ListCheck, ComesToTheSameWhenEnergiesAreWanted) {
  const Outcome expected = at_rest(GetParam());
  Simulation with_energies = make(GetParam());
  const std::vector<double> energies = energies_of_steps(with_energies, expected.builds);
  EXPECT_TRUE(close(with_energies.snapshot().velocity, expected.end.velocity,
                    GetParam().tolerance(1e-9) * 1e2));
  Simulation on_cpu = make({Backend::cpu, GetParam().precision, 1});
  const std::vector<double> wanted = energies_of_steps(on_cpu, expected.builds);
  ASSERT_EQ(energies.size(), wanted.size());
  for (std::size_t k = 0; k < wanted.size(); ++k) {
    EXPECT_TRUE(close(energies[k], wanted[k], GetParam().tolerance(1e-9) * 1e2)) << "row " << k;
  }
}

// Ghosts on one rank: the box is thinner than two ranges along a and c.
TEST_P(ListCheck, BuildsAtTheStepsOfTheCpuInAThinBox) {
  fill(box_of({4.5, 8, 5}, {0.5, 0, -1}), 90);
  const Outcome expected = at_rest({Backend::cpu, GetParam().precision, 1});
  EXPECT_GT(expected.builds, 8);
  const Outcome found = at_rest(GetParam());
  EXPECT_EQ(found.builds, expected.builds);
  EXPECT_TRUE(close(found.end.velocity, expected.end.velocity, GetParam().tolerance(1e-9) * 1e2));
}

TEST_P(ListCheck, BuildsAtTheStepsOfTheCpu) {
  const Outcome expected = at_rest({Backend::cpu, GetParam().precision, 1});
  const Outcome found = at_rest(GetParam());
  EXPECT_EQ(found.builds, expected.builds);
  EXPECT_TRUE(close(found.end.velocity, expected.end.velocity, GetParam().tolerance(1e-9) * 1e2));
}

INSTANTIATE_TEST_SUITE_P(, ListCheck, testing::ValuesIn(list_executions()), execution_name);

}  // namespace
}  // namespace alder::test
