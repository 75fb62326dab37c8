// SPDX-License-Identifier: BSD-3-Clause
// Forces of atoms without ghosts in reach are computed while ghosts travel, on the emulated GPU.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "atoms/make_system.hpp"
#include "backend/host_view.hpp"
#include "emulation/config.hpp"
#include "emulation/queue.hpp"
#include "simulation/engine.hpp"
#include "support/compare.hpp"
#include "support/ranks.hpp"
#include "support/recording_communicator.hpp"
#include "support/run_decks.hpp"

namespace alder::test {
namespace {

constexpr Want energies{.energy = true, .virial = true};

// A crystal so long that a fourth of it has an inside, on the ranks of this program. Lists are
// built every `every` steps.
class Overlap : public testing::Test {
 protected:
  Overlap() : recorder(ranks().communicator()) {
    emulation::config().order = emulation::Order::random;
    recorder.before_transfer = [this] {
      events.emplace_back("messages");
      most_pending = std::max(most_pending, emulation::n_pending());
    };
  }
  ~Overlap() override { emulation::log_launches(nullptr); }

  void make(const char* precision, int every, const char* gpu_aware = "off",
            const char* repeat = "[4, 4, 16]") {
    const Deck deck =
        small_deck("{type: nve}", 100,
                   {"execution.backend=cuda", std::string("execution.precision=") + precision,
                    std::string("system.lattice.repeat=") + repeat,
                    std::string("execution.gpu_aware_mpi=") + gpu_aware,
                    "neighbor={every: " + std::to_string(every) + ", check: false}"});
    engine =
        std::make_unique<Engine>(deck, Device::open(Backend::cuda), recorder, make_system(deck));
    engine->begin_stage(deck.stages.front());
    engine->evaluate();
  }
  // What happens of interest in a step.
  std::vector<std::string> events_of_step(Want want) {
    events.clear();
    emulation::log_launches(&events);
    engine->step(want);
    emulation::log_launches(nullptr);
    std::vector<std::string> found;
    for (const std::string& e : events) {
      if (e == "PackOwnersBody<Position, PackedPosition>") found.emplace_back("pack");
      if (e == "PackImagesBody<Position, PackedPosition>") found.emplace_back("pack");
      if (e == "UnpackGhostsBody<Position, PackedPosition>") found.emplace_back("unpack");
      if (e == "PackOwnersBody<ShortPosition, PackedShortPosition>")
        found.emplace_back("pack short");
      if (e == "UnpackGhostsBody<ShortPosition, PackedShortPosition>") {
        found.emplace_back("unpack short");
      }
      if (e == "ShortenPositionBody") found.emplace_back("shorten");
      if (e == "pair lj/cut") found.emplace_back("forces");
      if (e == "messages") found.push_back(e);
    }
    return found;
  }
  void make_steps(int steps, Want want) {
    for (int k = 0; k < steps; ++k) engine->step(want);
  }
  Snapshot after(int steps, Want want) {
    make_steps(steps, want);
    return engine->snapshot_everywhere();
  }

  [[nodiscard]] double sum_of_atom_energies() {
    const HostView<double> energy(engine->device(), engine->atom_energies(), engine->n_local());
    const double mine = std::accumulate(energy.data(), energy.data() + engine->n_local(), 0.0);
    return ranks().communicator().sum(mine);
  }

  RecordingCommunicator recorder;
  std::vector<std::string> events;
  std::size_t most_pending = 0;
  std::unique_ptr<Engine> engine;
};

using Events = std::vector<std::string>;

TEST_F(Overlap, ForcesOfTheInteriorBeginBeforeMessagesAreWaitedFor) {
  if (ranks().size() == 1) GTEST_SKIP() << "one rank has no messages";
  for (const char* gpu_aware : {"off", "on"}) {
    make("mixed", 1000, gpu_aware);
    most_pending = 0;
    const std::int64_t waits = emulation::stream_waits();
    for (int k = 0; k < 30; ++k) {
      EXPECT_EQ(events_of_step({}),
                (Events{"pack short", "forces", "messages", "unpack short", "forces"}));
    }
    EXPECT_EQ(emulation::stream_waits(), waits) << "the host waited for more than the copies";
    // The order is random: in one step out of ten the GPU has forces yet to compute.
    Communicator& c = ranks().communicator();
    const auto seen_by_all = [&] { return c.max(std::int64_t{most_pending == 0}) == 0; };
    for (int k = 0; k < 500 && !seen_by_all(); ++k) make_steps(1, {});
    EXPECT_GT(most_pending, 0U) << "the host waited for everything before each message";
    // Sums over all rows are made in one go; what adds up the blocks has the kernel's name.
    EXPECT_EQ(events_of_step(energies),
              (Events{"pack short", "messages", "unpack short", "forces", "forces"}));
  }
}

// In mixed precision the copies of positions, which integrators write: no kernel makes them.
TEST_F(Overlap, GhostsGetWhatLoopsRead) {
  for (const auto& [precision, bytes] : {std::pair("double", 24), {"mixed", 12}}) {
    make(precision, 1000);
    recorder.transferred.clear();
    make_steps(3, {});
    std::size_t sent = 0;
    for (const Message& m : recorder.transferred) sent += m.bytes.size();
    EXPECT_EQ(sent, 3 * engine->domain().n_sent() * static_cast<std::size_t>(bytes));
    EXPECT_EQ(sent > 0, ranks().size() > 1);
  }
}

// They are in double precision, of positions to the last bit, also of ghosts.
TEST_F(Overlap, EnergiesOfAtomsAreExact) {
  make("mixed", 1000);
  make_steps(4, {});  // no pair came into range meanwhile
  const double found = sum_of_atom_energies();
  engine->evaluate();  // with a new list, and new ghosts
  EXPECT_TRUE(close(found, sum_of_atom_energies(), 1e-13));
}

TEST_F(Overlap, NothingIsSplitWithoutMessagesOrInterior) {
  if (ranks().size() > 1) {
    make("double", 1000, "off", "[4, 4, 4]");
    EXPECT_EQ(engine->neighbors().view().n_interior, 0);
    EXPECT_EQ(events_of_step({}), (Events{"pack", "messages", "unpack", "forces"}));
    return;
  }
  make("double", 1000);
  EXPECT_EQ(events_of_step({}), (Events{"forces"}));
  make("double", 1000, "off", "[2, 4, 4]");  // its ghosts are the rank's own atoms
  EXPECT_EQ(events_of_step({}), (Events{"pack", "unpack", "forces"}));
}

// Messages that surround what a rank sends to itself are no reason to wait either.
TEST_F(Overlap, TheHostWaitsForCopiesAlone) {
  for (const char* repeat : {"[2, 4, 4]", "[4, 4, 16]"}) {
    make("double", 1000, "off", repeat);
    const std::int64_t waits = emulation::stream_waits();
    make_steps(20, {});
    EXPECT_EQ(emulation::stream_waits(), waits) << repeat;
  }
}

// What is read back at a list build: how many atoms leave, and where some do how many to each rank;
// how many may be ghosts of others, and of how many each rank has some; whether the rows fitted.
TEST_F(Overlap, AListBuildWaitsForCountsAlone) {
  const bool several = ranks().size() > 1;
  std::int64_t with_leaving = 0;
  make("double", 1);
  for (int k = 0; k < 40; ++k) {
    std::vector<std::string> launches;
    emulation::log_launches(&launches);
    const std::int64_t before = emulation::stream_waits();
    engine->step({});
    const std::int64_t waits = emulation::stream_waits() - before;
    emulation::log_launches(nullptr);
    const auto times = [&launches](const char* name) {
      return std::count(launches.begin(), launches.end(), name);
    };
    const std::int64_t builds = times("neighbor_build") / 2;  // the rows, then sums of theirs
    EXPECT_GE(builds, 1);
    with_leaving += times("FindOwnerBody");
    EXPECT_EQ(waits, (several ? 3 + times("FindOwnerBody") : 0) + builds);
  }
  EXPECT_EQ(ranks().communicator().sum(with_leaving) > 0, several);
}

// Steps that want energies compute all rows in one go: the forces have the same bits.
TEST_F(Overlap, ForcesHaveTheSameBits) {
  for (const char* precision : {"double", "mixed"}) {
    make(precision, 5);
    const Snapshot split = after(17, {});
    make(precision, 5);
    const Snapshot whole = after(17, energies);
    EXPECT_TRUE(identical(split.position, whole.position));
    EXPECT_TRUE(identical(split.velocity, whole.velocity));
  }
}

// Rows without ghosts come first, each row once.
TEST_F(Overlap, RowsAreParted) {
  make("double", 1000);
  const NeighborView list = engine->neighbors().view();
  ASSERT_EQ(list.parted == nullptr, ranks().size() == 1);
  if (list.parted == nullptr) return;
  const std::int64_t n = engine->n_local();
  std::vector<bool> seen(static_cast<std::size_t>(n), false);
  for (std::int64_t k = 0; k < n; ++k) {
    const std::uint32_t row = list.parted[k];
    ASSERT_LT(row, n);
    EXPECT_FALSE(seen[row]);
    seen[row] = true;
    if (k > 0 && k != list.n_interior) {
      EXPECT_LT(list.parted[k - 1], row);
    }
    bool sees_ghosts = false;
    GpuRows{list}.for_each(row, [&](std::uint32_t j) { sees_ghosts |= j >= n; });
    EXPECT_EQ(sees_ghosts, k >= list.n_interior);
  }
  EXPECT_GT(list.n_interior, 0);
  EXPECT_LT(list.n_interior, n);
}

}  // namespace
}  // namespace alder::test
