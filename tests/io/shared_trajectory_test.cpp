// SPDX-License-Identifier: BSD-3-Clause
// Trajectories written by several ranks together are those that one rank writes, to the byte.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <utility>

#include "base/error.hpp"
#include "domain/global_rows.hpp"
#include "io/h5md_reader.hpp"
#include "io/shared_trajectory.hpp"
#include "support/h5_contents.hpp"
#include "support/ranks.hpp"
#include "support/run_decks.hpp"
#include "support/shared_folder.hpp"
#include "support/temporary_folder.hpp"

namespace alder::test {
namespace {

// The 256 atoms of the small deck are 10 chunks of 26 atoms, the last one short.
constexpr const char* chunks = "output.trajectory.chunk_atoms=27";

Deck deck_with(const std::vector<std::string>& more, std::int64_t steps = 60) {
  std::vector<std::string> all{"execution.reproducible=true", "execution.threads=1",
                               "output.trajectory.every=20", "output.checkpoint.every=1000"};
  all.insert(all.end(), more.begin(), more.end());
  return small_deck("{type: nve}", steps, all);
}

void expect_same_trajectory(const std::string& a, const std::string& b) {
  const auto left = h5_contents(a + "/small.h5md");
  const auto right = h5_contents(b + "/small.h5md");
  ASSERT_EQ(left.size(), right.size());
  for (const auto& [name, bytes] : left) EXPECT_TRUE(bytes == right.at(name)) << name;
}

TEST(DealtRows, AreWholeChunksOnEveryRank) {
  for (const std::int64_t rows : {1, 7, 256, 1000}) {
    for (const int n : {1, 2, 3, 8}) {
      const RowBlocks blocks = deal_rows(rows, n, 26);
      std::int64_t row = 0;
      for (int rank = 0; rank < n; ++rank) {
        EXPECT_EQ(blocks.begin(rank), row);
        if (blocks.size(rank) > 0) {
          EXPECT_EQ(blocks.begin(rank) % 26, 0);
          EXPECT_EQ(blocks.owner(row), rank);
          EXPECT_EQ(blocks.owner(blocks.end(rank) - 1), rank);
        }
        row = blocks.end(rank);
      }
      EXPECT_EQ(row, rows);
    }
  }
}

TEST(SharedTrajectory, IsTheOneOfASingleRank) {
  for (const auto& more :
       std::vector<std::vector<std::string>>{{chunks},
                                             {chunks, "output.trajectory.precision=single"},
                                             {chunks, "output.trajectory.compression.gzip=1"},
                                             {chunks, "output.trajectory.unwrap=true"},
                                             {"output.trajectory.chunk_atoms=1"},
                                             {"output.trajectory.precision=single"}}) {
    SCOPED_TRACE(more.back());
    const SharedFolder folder;
    const TemporaryFolder alone;
    Ranks self;
    run_in(folder.path(), deck_with(more), ranks());
    if (!ranks().is_first()) continue;
    run_in(alone.path("run"), deck_with(more), self);
    expect_same_trajectory(folder.path(), alone.path("run"));
  }
}

TEST(SharedTrajectory, ContinuesOnOtherRanks) {
  const SharedFolder folder;
  const TemporaryFolder alone;
  Ranks self;
  const Deck deck = deck_with({chunks}, 200);
  run_in(folder.path(), deck, ranks(), 37);
  if (ranks().is_first()) run_in(folder.path(), deck, self, 91);
  ranks().communicator().barrier();
  run_in(folder.path(), deck, ranks());
  if (!ranks().is_first()) return;
  run_in(alone.path("run"), deck, self);
  expect_same_trajectory(folder.path(), alone.path("run"));
}

// Each atom's energy on its own row, the sum that of the system.
TEST(SharedTrajectory, HasTheEnergiesOfAtoms) {
  const std::vector<std::string> more{
      chunks, "output.trajectory.fields=[position, velocity, potential_energy]"};
  const SharedFolder folder;
  const TemporaryFolder alone;
  Ranks self;
  run_in(folder.path(), deck_with(more), ranks());
  if (!ranks().is_first()) return;
  run_in(alone.path("run"), deck_with(more), self);
  const Units& units = deck_with(more).units;
  const Snapshot ours = H5mdReader(folder.path() + "/small.h5md").read(-1, units);
  const Snapshot theirs = H5mdReader(alone.path("run/small.h5md")).read(-1, units);
  ASSERT_EQ(ours.potential_energy.size(), 256U);
  for (std::size_t i = 0; i < ours.id.size(); ++i) {
    EXPECT_NEAR(ours.potential_energy[i], theirs.potential_energy[i], 1e-12) << i;
  }
}

// Rows of ids that have gaps, dealt to the ranks by hand: rank r has every size-th atom.
TEST(GlobalRows, ArePlacedByIdsWithGaps) {
  Communicator& all = ranks().communicator();
  constexpr std::int64_t n = 101;
  Snapshot mine;
  mine.box = {.origin = {}, .lx = 10, .ly = 10, .lz = 10};
  mine.species = {{"A", 1, 0}};
  for (std::int64_t k = n - 1 - all.rank(); k >= 0; k -= all.size()) {
    mine.id.push_back(k * k + 3);
    mine.type.push_back(0);
    mine.position.push_back({0.05 * static_cast<double>(k), 1, 2});
    mine.velocity.push_back({static_cast<double>(k), 0, -1});
  }
  const Device device = Device::open(Backend::cpu, 1);
  const Frame frame(mine.box, 1);
  Atoms atoms(device, frame, mine);
  GlobalRows rows(all, atoms);
  const RowBlocks blocks = deal_rows(n, all.size(), 10);
  std::vector<double> xyz(static_cast<std::size_t>(3 * blocks.size(all.rank())), -5);
  rows.copy(atoms, frame, AtomQuantity::velocity, 2, blocks, std::span<double>(xyz));
  for (std::int64_t row = blocks.begin(all.rank()); row < blocks.end(all.rank()); ++row) {
    const auto at = static_cast<std::size_t>(3 * (row - blocks.begin(all.rank())));
    EXPECT_EQ(xyz[at], 2.0 * static_cast<double>(row)) << row;
    EXPECT_EQ(xyz[at + 2], -2) << row;
  }
}

// The last rank that writes meets a limit: all ranks end with the same error, and what was written
// before stays whole.
TEST(SharedTrajectory, EndsOnAllRanksWhereOneCannotWrite) {
  Communicator& all = ranks().communicator();
  const SharedFolder folder;
  if (all.is_first()) std::filesystem::create_directories(folder.path());
  all.barrier();
  const std::string path = folder.path() + "/limited.h5md";
  TrajectoryDeck deck;
  deck.fields = {"position"};
  deck.chunk_atoms = 10;
  Snapshot system;
  system.box = {.origin = {}, .lx = 10, .ly = 10, .lz = 10};
  system.species = {{"A", 1, 0}};
  for (std::int64_t i = 1; i <= 100; ++i) system.id.push_back(i);
  system.type.assign(100, 0);
  std::unique_ptr<H5mdWriter> first;
  if (all.is_first()) {
    first = std::make_unique<H5mdWriter>(path, deck, units_named("lj"), system, Provenance{});
  }
  {
    SharedTrajectory file(all, path, std::move(first), 100);
    TrajectoryFrame frame = empty_frame(deck, units_named("lj"));
    frame.box = system.box;
    const auto own = static_cast<std::size_t>(3 * file.blocks().size(all.rank()));
    frame.quantities[0].single.assign(own, 7);
    file.write(frame);
    file.write(frame);
    const bool limited = all.rank() == file.blocks().owner(99);
    rlimit old{};
    getrlimit(RLIMIT_FSIZE, &old);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    if (limited) {
      rlimit none = old;
      none.rlim_cur = 1;
      setrlimit(RLIMIT_FSIZE, &none);
    }
    EXPECT_THROW(file.write(frame), EnvironmentError);
    setrlimit(RLIMIT_FSIZE, &old);
    std::signal(SIGXFSZ, handler);
    frame.quantities[0].single.assign(own, 8);
    file.write(frame);
  }
  all.barrier();
  const H5mdReader reader(path);
  ASSERT_EQ(reader.frames(), 3);
  for (const std::int64_t k : {0, 1, 2}) {
    for (const Vec3& r : reader.read(k, units_named("lj")).position) {
      EXPECT_EQ(r.x, k < 2 ? 7 : 8);
      EXPECT_EQ(r.z, k < 2 ? 7 : 8);
    }
  }
}

}  // namespace
}  // namespace alder::test
