// SPDX-License-Identifier: BSD-3-Clause
// execution.reproducible: the bits of a run do not depend on the ranks and threads it is made on,
// nor on restarts among them.
#include <gtest/gtest.h>

#include <tuple>

#include "alder.hpp"
#include "domain/communicator.hpp"
#include "domain/fixed_sum.hpp"
#include "support/compare.hpp"
#include "support/decks.hpp"
#include "support/executions.hpp"
#include "support/random_system.hpp"
#include "support/ranks.hpp"
#include "support/run_decks.hpp"
#include "support/shared_folder.hpp"
#include "support/temporary_folder.hpp"

namespace alder::test {
namespace {

constexpr const char* nve = "{type: nve}";
constexpr const char* langevin =
    "{type: nvt, thermostat: {style: langevin, temperature: 2.0, friction: 1.0, seed: 9}}";

Deck deck_of(const char* ensemble, const char* precision, int threads, std::int64_t steps,
             const char* backend = "cpu") {
  // The files of the run are few, so that it is not their writing that takes the time.
  return small_deck(
      ensemble, steps,
      {"execution.reproducible=true", std::string("execution.precision=") + precision,
       std::string("execution.backend=") + backend, "execution.threads=" + std::to_string(threads),
       "output.checkpoint.every=230", "output.trajectory.every=100"});
}

void expect_same_bits(const Snapshot& a, const Snapshot& b) {
  EXPECT_EQ(a.id, b.id);
  EXPECT_TRUE(identical(a.position, b.position));
  EXPECT_TRUE(identical(a.velocity, b.velocity));
  EXPECT_EQ(a.image, b.image);
}

using Setting = std::tuple<const char*, Execution>;  // ensemble and the rest

class Reproducible : public testing::TestWithParam<Setting> {
 protected:
  void SetUp() override {
    const std::string reason = execution().reason_to_skip();
    if (!reason.empty()) GTEST_SKIP() << reason;
  }
  static const Execution& execution() { return std::get<1>(GetParam()); }
  static bool on_gpu() { return execution().backend == Backend::cuda; }
  static Deck deck(int threads, std::int64_t steps) {
    const bool mixed = execution().precision == Precision::mixed;
    return deck_of(std::get<0>(GetParam()), mixed ? "mixed" : "double", threads, steps,
                   on_gpu() ? "cuda" : "cpu");
  }
};

// Rows of the thermo table too: their text holds 17 digits.
TEST_P(Reproducible, OnAnyRanksAndThreads) {
  const std::int64_t steps = on_gpu() ? 40 : ranks().size() > 4 ? 300 : 1000;
  const SharedFolder split;
  const TemporaryFolder alone;
  Ranks self;
  Snapshot expected;
  if (ranks().is_first()) expected = run_in(alone.path("run"), deck(1, steps), self);
  for (const int threads : {1, 2}) {
    if (on_gpu() && threads > 1) continue;
    SCOPED_TRACE(std::to_string(threads) + " threads");
    const std::string folder = split.path() + std::to_string(threads);
    const Snapshot found = run_in(folder, deck(threads, steps), ranks());
    if (!ranks().is_first()) continue;
    expect_same_bits(found, expected);
    EXPECT_EQ(read_file(folder + "/small.thermo.csv"),
              read_file(alone.path("run/small.thermo.csv")));
  }
}

TEST_P(Reproducible, AfterRestartsOnOtherRanks) {
  const std::int64_t steps = on_gpu() ? 40 : ranks().size() > 4 ? 150 : 600;
  const SharedFolder folder;
  const TemporaryFolder alone;
  Ranks self;
  Snapshot expected;
  if (ranks().is_first()) expected = run_in(alone.path("run"), deck(1, steps), self);
  run_in(folder.path(), deck(1, steps), ranks(), on_gpu() ? 12 : 37);
  if (ranks().is_first()) run_in(folder.path(), deck(2, steps), self, on_gpu() ? 27 : 91);
  ranks().communicator().barrier();
  const Snapshot found = run_in(folder.path(), deck(1, steps), ranks());
  if (!ranks().is_first()) return;
  expect_same_bits(found, expected);
  EXPECT_EQ(read_file(folder.path() + "/small.thermo.csv"),
            read_file(alone.path("run/small.thermo.csv")));
}

INSTANTIATE_TEST_SUITE_P(
    Settings, Reproducible,
    testing::Combine(testing::Values(nve, langevin),
                     testing::Values(Execution{Backend::cpu, Precision::full},
                                     Execution{Backend::cpu, Precision::mixed},
                                     Execution{Backend::cuda, Precision::full},
                                     Execution{Backend::cuda, Precision::mixed})),
    [](const auto& each) {
      return std::string(std::get<0>(each.param) == nve ? "nve_" : "langevin_") +
             name_of(std::get<1>(each.param));
    });

class ReproducibleEnergies : public OnEveryBackend {};

// Two species, a tilted box, a tail, and images of atoms in a frame of several boxes.
TEST_P(ReproducibleEnergies, InMixturesAndSmallBoxes) {
  Ranks self;
  for (const Vec3& lengths : {Vec3{14, 11, 9}, Vec3{3, 2.5, 12}}) {
    const std::int64_t atoms = lengths.y > 9 ? 700 : 40;
    const Snapshot start =
        random_system({.box = box_of(lengths, {1, -0.5, 0.7}), .atoms = atoms, .species = 2});
    Deck deck = GetParam().applied_to(
        lj_deck({.species = {{1, 1, 2.5, 1}, {0.7, 1.1, 2.9, 3}}, .tail = true}));
    deck.execution.reproducible = true;
    const Evaluation alone = Simulation(deck, self, start).evaluate();
    const Evaluation split = Simulation(deck, ranks(), start).evaluate();
    EXPECT_EQ(split.total, alone.total);
    EXPECT_EQ(split.pressure_tensor_full, alone.pressure_tensor_full);
    EXPECT_TRUE(identical(split.forces, alone.forces));
    deck.execution.reproducible = false;
    const Evaluation plain = Simulation(deck, self, start).evaluate();
    EXPECT_TRUE(
        close(alone.total, plain.total, GetParam().precision == Precision::full ? 1e-10 : 1e-5));
  }
}

INSTANTIATE_TEST_SUITE_P(, ReproducibleEnergies, testing::ValuesIn(list_executions()),
                         execution_name);

struct HarmonicBody {
  static constexpr int count = 2;
  using Value = Numbers<count>;
  using HostOnly = void;
  std::int64_t first, sign;
  Value operator()(std::int64_t i) const {
    const double x = 1 / static_cast<double>(first + i + 1);
    return {{x, static_cast<double>(sign) * x * x * 1e-200}};
  }
};

// 1 + 1/2 + ... + 1/n = ln n + gamma + 1/2n - 1/12n^2 ...; the second sum tends to pi^2 / 6.
TEST(FixedSum, HasTheSameBitsHoweverItIsSplit) {
  const Device device = Device::open(Backend::cpu, 1);
  constexpr std::int64_t n = 100000;
  Communicator& all = ranks().communicator();
  const std::int64_t begin = n * all.rank() / all.size(), end = n * (all.rank() + 1) / all.size();
  const auto split = fixed_sum(device, all, end - begin, n, HarmonicBody{begin, -1});
  const auto alone = fixed_sum(device, Ranks().communicator(), n, n, HarmonicBody{0, -1});
  EXPECT_EQ(split.at[0], alone.at[0]);
  EXPECT_EQ(split.at[1], alone.at[1]);
  EXPECT_NEAR(alone.at[0], std::log(1e5) + 0.57721566490153286 + 0.5e-5 - 1e-10 / 12, 2e-10);
  EXPECT_NEAR(alone.at[1] * 1e200, -(1.6449340668482264 - 1e-5 + 0.5e-10), 2e-10);
}

TEST(FixedSum, SaysNotANumber) {
  const Device device = Device::open(Backend::cpu, 1);
  // 1 / 0 on the first rank alone.
  const std::int64_t first = ranks().is_first() ? -1 : 5;
  const auto sum =
      fixed_sum(device, ranks().communicator(), 3, 3 * ranks().size(), HarmonicBody{first, 1});
  EXPECT_TRUE(std::isnan(sum.at[0]));
  EXPECT_EQ(fixed_sum(device, ranks().communicator(), 0, 0, HarmonicBody{0, 1}).at[0], 0);
}

}  // namespace
}  // namespace alder::test
