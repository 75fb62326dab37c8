// SPDX-License-Identifier: BSD-3-Clause
// A list is rebuilt at the same steps whenever the host learns that it must be: at once, where
// energies are wanted, or a step later from a GPU.
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
    atoms_ =
        random_system({.box = box_of({9, 8, 10}, {2, 0, -1}), .atoms = 360, .min_distance = 0.95});
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
  with_energies.on_thermo([](const ThermoRow&) {});
  EXPECT_EQ(with_energies.run().neighbor_builds, expected.builds);
  EXPECT_TRUE(close(with_energies.snapshot().velocity, expected.end.velocity,
                    GetParam().tolerance(1e-9) * 1e2));
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
