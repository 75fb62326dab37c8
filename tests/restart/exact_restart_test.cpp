// SPDX-License-Identifier: BSD-3-Clause
// A run that was interrupted and continued leaves the same bytes as one that was not.
#include <gtest/gtest.h>

#include "support/run_decks.hpp"
#include "support/temporary_folder.hpp"

namespace alder::test {
namespace {

constexpr const char* nve = "{type: nve}";
constexpr const char* langevin =
    "{type: nvt, thermostat: {style: langevin, temperature: 2.0, friction: 1.0, seed: 9}}";

class ExactRestart : public testing::TestWithParam<const char*> {};

TEST_P(ExactRestart, AfterAStopAtAnyStep) {
  const Deck deck = small_deck(GetParam());
  const TemporaryFolder whole;
  run_until(deck, whole.path("."));
  // Between list builds, at one, at a checkpoint, a frame, a row, the end of a stage.
  for (const std::int64_t step : {1, 2, 3, 5, 11, 12, 20, 25, 26, 28, 33, 49, 59}) {
    SCOPED_TRACE("stopped at step " + std::to_string(step));
    const TemporaryFolder folder;
    run_until(deck, folder.path("."), step);
    const Report report = run_until(deck, folder.path("."));
    EXPECT_EQ(report.resumed_from, step);
    expect_same_outputs(whole.path("."), folder.path("."));
  }
}

TEST_P(ExactRestart, AfterStopsAtEveryStep) {
  const Deck deck = small_deck(GetParam());
  const TemporaryFolder whole;
  const TemporaryFolder folder;
  run_until(deck, whole.path("."));
  for (std::int64_t step = 0; step < 60; ++step) run_until(deck, folder.path("."), step);
  run_until(deck, folder.path("."));
  expect_same_outputs(whole.path("."), folder.path("."));
}

INSTANTIATE_TEST_SUITE_P(Ensembles, ExactRestart, testing::Values(nve, langevin),
                         [](const auto& each) {
                           return std::string(each.param == nve ? "nve" : "langevin");
                         });

TEST(ExactRestart, InMixedPrecision) {
  const Deck deck = small_deck(nve, 60, {"execution.precision=mixed"});
  const TemporaryFolder whole;
  const TemporaryFolder folder;
  run_until(deck, whole.path("."));
  for (const std::int64_t step : {3, 14, 26, 47}) run_until(deck, folder.path("."), step);
  run_until(deck, folder.path("."));
  expect_same_outputs(whole.path("."), folder.path("."));
}

// Its frame is longer than the box.
TEST(ExactRestart, InABoxWhoseFacesFollowTheAtoms) {
  const Deck deck = small_deck(
      nve, 60,
      {"system.box.boundary=[periodic, shrink, shrink]", "system.velocities.temperature=8"});
  const TemporaryFolder whole;
  const TemporaryFolder folder;
  run_until(deck, whole.path("."));
  for (const std::int64_t step : {3, 14, 26, 47}) run_until(deck, folder.path("."), step);
  run_until(deck, folder.path("."));
  expect_same_outputs(whole.path("."), folder.path("."));
}

// The oracle of the tests above can fail: other physics leaves other bytes.
TEST(ExactRestart, ADifferentSeedLeavesOtherBytes) {
  const TemporaryFolder a;
  const TemporaryFolder b;
  run_until(small_deck(), a.path("."));
  run_until(small_deck(nve, 60, {"system.velocities.seed=6"}), b.path("."));
  EXPECT_NE(read_file(a.path("small.thermo.csv")), read_file(b.path("small.thermo.csv")));
}

TEST(ExactRestart, MoreStepsContinueAFinishedRun) {
  const TemporaryFolder whole;
  const TemporaryFolder folder;
  run_until(small_deck(nve, 60), whole.path("."));
  run_until(small_deck(nve, 44), folder.path("."));
  run_until(small_deck(nve, 60), folder.path("."));
  // The row of the first run's last step, 44, is extra; the frames are the same.
  const std::string longer = read_file(folder.path("small.thermo.csv"));
  const auto row = longer.find("\n44,");
  ASSERT_NE(row, std::string::npos);
  const std::string without_row = longer.substr(0, row) + longer.substr(longer.find('\n', row + 1));
  EXPECT_EQ(without_row, read_file(whole.path("small.thermo.csv")));
}

}  // namespace
}  // namespace alder::test
