// SPDX-License-Identifier: BSD-3-Clause
// Cuts that follow the speeds of ranks, which a clock of the test tells.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "alder.hpp"
#include "atoms/make_system.hpp"
#include "domain/rank_speeds.hpp"
#include "simulation/engine.hpp"
#include "support/compare.hpp"
#include "support/ranks.hpp"
#include "support/run_decks.hpp"

namespace alder::test {
namespace {

// Each rank takes one second more than the one before.
TEST(RankSpeeds, AreWorkPerSecond) {
  Communicator& c = ranks().communicator();
  RankSpeeds speeds(c.size());
  EXPECT_EQ(speeds.speeds(), std::vector<double>(static_cast<std::size_t>(c.size()), 1));
  const Load seconds = speeds.look(c, 100, 1 + c.rank());
  const double mean = (1 + c.size()) / 2.0;
  EXPECT_EQ(seconds.largest, c.size());
  EXPECT_NEAR(seconds.mean, mean, 1e-12);
  for (int rank = 0; rank < c.size(); ++rank) {
    EXPECT_NEAR(speeds.speeds()[static_cast<std::size_t>(rank)], mean / (1 + rank), 1e-12);
  }
}

// Half of the work in the same time is half of the speed.
TEST(RankSpeeds, DoNotDependOnTheShareOfTheWork) {
  Communicator& c = ranks().communicator();
  RankSpeeds speeds(c.size());
  speeds.look(c, 100 * (1 + c.rank()), 0.5 * (1 + c.rank()));
  for (const double speed : speeds.speeds()) EXPECT_NEAR(speed, 1, 1e-12);
}

// Once among three looks a rank loses its processor; afterwards it is slow for good.
TEST(RankSpeeds, ForgetOneDisturbance) {
  Communicator& c = ranks().communicator();
  RankSpeeds speeds(c.size());
  const double slow = c.is_first() ? 3 : 1;
  const double mean = (2.0 + c.size()) / c.size();
  speeds.look(c, 100, 1);
  speeds.look(c, 100, 1);
  speeds.look(c, 100, slow);
  EXPECT_EQ(speeds.speeds()[0], 1);
  speeds.look(c, 100, 1);
  EXPECT_EQ(speeds.speeds()[0], 1);
  speeds.look(c, 100, slow);
  speeds.look(c, 100, slow);
  EXPECT_NEAR(speeds.speeds()[0], mean / 3, 1e-12);
}

// A rank without atoms is taken for one like the others, and no rank for a thousand times slower.
TEST(RankSpeeds, StayWithinReason) {
  Communicator& c = ranks().communicator();
  RankSpeeds idle(c.size());
  idle.look(c, c.is_first() ? 0 : 100, 2);
  EXPECT_EQ(idle.speeds()[0], 1);
  RankSpeeds slow(c.size());
  slow.look(c, 100, c.is_first() ? 1000 : 1);
  const double relative = 1000.0 * c.size() / (999 + c.size());
  EXPECT_NEAR(slow.speeds()[0], 1 / std::min(relative, 8.0), 1e-12);
  if (c.size() > 1) {
    EXPECT_EQ(slow.speeds()[1], 8);
  }
}

// A crystal in layers of bricks along c, whose list serves two steps, and a clock in which an atom
// takes each rank as long as the test says.
class BalanceByTime : public testing::Test {
 protected:
  void make(const std::string& by) {
    const int n = ranks().size();
    const Deck deck =
        small_deck("{type: nve}", 400,
                   {"execution.backend=cpu", "execution.balance={threshold: 1.1, by: " + by + "}",
                    "execution.grid=[1, 1, " + std::to_string(n) + "]",
                    "system.lattice.repeat=[4, 4, " + std::to_string(6 * n) + "]",
                    "neighbor={every: 2, check: false}"});
    engine = std::make_unique<Engine>(deck, Device::open(Backend::cpu, 1), ranks().communicator(),
                                      make_system(deck));
    engine->set_work_clock([this] { return seconds; });
    engine->begin_stage(deck.stages.front());
    engine->evaluate();
  }
  void step(int steps, double seconds_per_atom) {
    for (int k = 0; k < steps; ++k) {
      seconds += seconds_per_atom * static_cast<double>(engine->n_local());
      engine->step({});
    }
  }
  // Of all atoms, how many the first rank has.
  [[nodiscard]] double share_of_first() const {
    const std::int64_t mine = ranks().is_first() ? engine->n_local() : 0;
    return static_cast<double>(ranks().communicator().max(mine)) /
           static_cast<double>(engine->n_global());
  }

  double seconds = 0;
  std::unique_ptr<Engine> engine;
};

TEST_F(BalanceByTime, SlowRankGetsLess) {
  const int n = ranks().size();
  make("time");
  step(200, ranks().is_first() ? 3 : 1);
  const BalanceState& balance = engine->balance_state();
  if (n == 1) {
    EXPECT_EQ(balance.moves, 0);
    return;
  }
  // The others do three times what the slow one does; cuts are good to one of 12 n layers.
  EXPECT_NEAR(share_of_first(), 1.0 / (3 * n - 2), 1.0 / (12 * n));
  EXPECT_GT(balance.moves, 0);
  EXPECT_LE(balance.moves, 3);
  EXPECT_NEAR(balance.imbalance_by_time_before, 3.0 * n / (n + 2), 0.1);
  EXPECT_LT(balance.imbalance_by_time, 1.25);
}

TEST_F(BalanceByTime, WorkIsNotTimed) {
  make("work");
  step(100, ranks().is_first() ? 3 : 1);
  EXPECT_EQ(engine->balance_state().moves, 0);
  EXPECT_EQ(engine->balance_state().imbalance_by_time, 0);
  EXPECT_NEAR(share_of_first(), 1.0 / ranks().size(), 0.05);
}

// Ten builds during which another program takes most of a rank's processor, and small changes all
// the time.
TEST_F(BalanceByTime, DisturbancesDoNotMoveCuts) {
  make("time");
  const auto noisy = [](int look) { return 1 + 0.04 * ((look + ranks().rank()) % 2); };
  for (int look = 0; look < 8; ++look) {
    const bool is_disturbed = look == 3 && ranks().is_first();
    step(20, is_disturbed ? 3 : noisy(look));
  }
  EXPECT_EQ(engine->balance_state().moves, 0);
}

// Neither a rank's speed nor anything else that a clock says shows in positions.
TEST_F(BalanceByTime, ReproducibleRunsHaveTheSameBits) {
  const auto run = [](Ranks& on) {
    const Deck deck =
        small_deck("{type: nve}", 100,
                   {"execution.backend=cpu", "execution.threads=1",
                    "execution.balance={threshold: 1.01, by: time}", "execution.reproducible=true",
                    "neighbor={every: 2, check: false}"});
    Simulation simulation(deck, on);
    simulation.run();
    return simulation.snapshot();
  };
  Ranks self;
  const Snapshot one = run(self), many = run(ranks());
  EXPECT_TRUE(identical(many.position, one.position));
  EXPECT_TRUE(identical(many.velocity, one.velocity));
}

}  // namespace
}  // namespace alder::test
