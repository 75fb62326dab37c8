// SPDX-License-Identifier: BSD-3-Clause
// The split of the box into bricks.
#include "domain/process_grid.hpp"

#include <gtest/gtest.h>

#include "support/errors.hpp"
#include "support/random_system.hpp"

namespace alder::test {
namespace {

TEST(ProcessGrid, HasTheLeastSurface) {
  EXPECT_EQ(best_process_grid(8, box_of({10, 10, 10})), (Int3{2, 2, 2}));
  EXPECT_EQ(best_process_grid(64, box_of({10, 10, 10})), (Int3{4, 4, 4}));
  // A long box is cut across; a flat one not at all along its thin axis.
  EXPECT_EQ(best_process_grid(4, box_of({100, 10, 10})), (Int3{4, 1, 1}));
  EXPECT_EQ(best_process_grid(4, box_of({100, 100, 5})), (Int3{2, 2, 1}));
  EXPECT_EQ(best_process_grid(7, box_of({10, 10, 40})), (Int3{1, 1, 7}));
}

TEST(ProcessGrid, GivesEveryPositionOneOwner) {
  Random random(1);
  for (const Int3& bricks : {Int3{1, 1, 1}, Int3{3, 1, 2}, Int3{5, 7, 1}, Int3{4, 4, 4}}) {
    const ProcessGrid grid(bricks);
    for (const Int3& log2 : {Int3{0, 0, 0}, Int3{1, 0, 3}}) {
      for (int k = 0; k < 200; ++k) {
        const Position p{.x = random.bits() >> log2.x,
                         .y = random.bits() >> log2.y,
                         .z = random.bits() >> log2.z};
        const int owner = grid.owner(p, log2);
        for (int rank = 0; rank < grid.n_ranks(); ++rank) {
          EXPECT_EQ(grid.brick(rank).contains(p, log2), rank == owner);
        }
      }
    }
  }
}

TEST(ProcessGrid, OwnsTheEdgesOfTheBox) {
  const ProcessGrid grid({3, 3, 3});
  EXPECT_EQ(grid.owner({.x = 0, .y = 0, .z = 0}, {}), 0);
  EXPECT_EQ(grid.owner({.x = UINT64_MAX, .y = UINT64_MAX, .z = UINT64_MAX}, {}), 26);
}

TEST(ProcessGrid, FollowsMovedCuts) {
  ProcessGrid grid({2, 1, 1});
  const std::uint64_t cut = std::uint64_t{3} << 62;  // three quarters
  grid.set_cuts(0, {0, cut, 0});
  EXPECT_EQ(grid.owner({.x = cut - 1, .y = 0, .z = 0}, {}), 0);
  EXPECT_EQ(grid.owner({.x = cut, .y = 0, .z = 0}, {}), 1);
}

TEST(ProcessGrid, RefusesAGridThatHasNotOneBrickPerRank) {
  const Box box = box_of({10, 10, 40});
  EXPECT_EQ(choose_process_grid(6, box, std::array<std::int64_t, 3>{3, 2, 1}), (Int3{3, 2, 1}));
  EXPECT_EQ(choose_process_grid(6, box, {}), best_process_grid(6, box));
  EXPECT_EQ(error_of<InputError>([&] {
              static_cast<void>(choose_process_grid(4, box, std::array<std::int64_t, 3>{3, 2, 1}));
            }),
            "execution.grid [3, 2, 1] has 6 bricks, but the run has 4 ranks; leave it out or try "
            "[1, 1, 4]");
}

}  // namespace
}  // namespace alder::test
