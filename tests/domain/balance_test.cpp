// SPDX-License-Identifier: BSD-3-Clause
// Cuts that follow the work: systems with most of their atoms in a part of the box.
#include "domain/balance.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "alder.hpp"
#include "support/compare.hpp"
#include "support/decks.hpp"
#include "support/random_system.hpp"
#include "support/ranks.hpp"

namespace alder::test {
namespace {

Deck balanced(Deck deck) {
  deck.execution.threads = 1;
  deck.execution.balance = BalanceDeck{.threshold = 1.1};
  return deck;
}

// Atoms of a random system that `keep` says, with thermal velocities.
template <class Keep>
Snapshot part_of(const RandomSystem& wanted, const Keep& keep) {
  const Snapshot all = random_system(wanted);
  Snapshot part;
  part.box = all.box;
  part.species = all.species;
  Random random(7);
  for (std::size_t i = 0; i < all.id.size(); ++i) {
    Vec3 f = all.box.to_fraction(all.position[i]);
    for (int k = 0; k < 3; ++k) f[k] -= std::floor(f[k]);
    if (!keep(f)) continue;
    part.id.push_back(all.id[i]);
    part.type.push_back(all.type[i]);
    part.position.push_back(all.position[i]);
    part.velocity.push_back(random.vector(-1, 1));
  }
  return part;
}

const RandomSystem dense{.box = box_of({12, 11, 26}), .atoms = 2000, .min_distance = 0.85};

Snapshot slab() {
  return part_of(dense, [](const Vec3& f) { return f.z > 0.6 && f.z < 0.8; });
}

// With a little vapour, out of the middle of the box.
Snapshot droplet() {
  return part_of(dense, [](const Vec3& f) {
    const Vec3 d{12 * (f.x - 0.3), 11 * (f.y - 0.4), 26 * (f.z - 0.25)};
    return dot(d, d) < 16 || std::fmod(f.x * 1000, 1) < 0.02;
  });
}

// The forces do not know of the cuts, and the bits of a reproducible run neither.
void check(const Snapshot& atoms) {
  Ranks self;
  const Deck deck = balanced(lj_deck());
  const Evaluation alone = Simulation(deck, self, atoms).evaluate();
  const Evaluation split = Simulation(deck, ranks(), atoms).evaluate();
  EXPECT_TRUE(close(split.total, alone.total, 1e-12));
  EXPECT_TRUE(close(split.forces, alone.forces, 1e-12));
  Deck run = balanced(with_nve(lj_deck({.shift = Shift::force}), 0.002, 300));
  run.execution.reproducible = true;
  Simulation one(run, self, atoms), many(run, ranks(), atoms);
  one.run();
  const Report report = many.run();
  EXPECT_TRUE(identical(many.snapshot().position, one.snapshot().position));
  EXPECT_TRUE(identical(many.snapshot().velocity, one.snapshot().velocity));
  if (ranks().size() < 3) return;  // two even halves may be right
  EXPECT_GT(report.cut_moves, 0);
  EXPECT_GT(report.imbalance_before, 1.5);
  EXPECT_LT(report.imbalance, 1.5);
}

TEST(Balance, SlabInVacuum) {
  check(slab());
}

TEST(Balance, DropletInVapour) {
  check(droplet());
}

// Where a system varies along one axis, the work is shared to what a few atoms weigh.
TEST(Balance, LayersAreEven) {
  const Snapshot atoms = slab();
  Deck deck = balanced(with_nve(lj_deck({.shift = Shift::force}), 0.002, 400));
  deck.execution.grid = {1, 1, ranks().size()};
  Simulation split(deck, ranks(), atoms);
  const Report report = split.run();
  if (ranks().size() == 1) return;
  EXPECT_GT(report.imbalance_before, 1.9);
  EXPECT_LT(report.imbalance, 1.15);
}

TEST(Balance, CutsAreWhereTheWorkIs) {
  // All the work at 5/8 of the first axis and at 1/8 and 3/8 of the second.
  std::vector<Position> position;
  std::vector<std::int64_t> cost;
  constexpr std::uint64_t eighth = std::uint64_t{1} << 61;
  for (std::uint64_t k = 0; k < 64; ++k) {
    position.push_back({.x = 5 * eighth + (k << 53), .y = (k % 2 == 0 ? 1 : 3) * eighth});
    cost.push_back(k % 2 == 0 ? 3 : 1);
  }
  const WorkOfAtoms work{position, cost, {0, 0, 0}};
  Ranks self;
  const std::vector<double> alike(8, 1);
  const ProcessGrid grid = balanced_grid(self.communicator(), {4, 2, 1}, work, alike);
  for (int k = 1; k < 4; ++k) {
    const double cut = std::ldexp(static_cast<double>(grid.cut(0, k)), -64);
    EXPECT_NEAR(cut, 0.625 + k / 4.0 * 64 * 0x1p-11, 0x1p-10);
  }
  // Half of the work is within the heavier layer, in proportion.
  const double cut = std::ldexp(static_cast<double>(grid.cut(1, 1)), -64);
  EXPECT_NEAR(cut, 0.125 + 2.0 / 3 * 0x1p-12, 1e-6);
  EXPECT_EQ(load(ranks().communicator(), 5).imbalance(), 1);
  const Load one_works = load(ranks().communicator(), ranks().is_first() ? 1 : 0);
  EXPECT_NEAR(one_works.imbalance(), ranks().size(), 1e-12);
  const Load halves = load_with(self.communicator(), ProcessGrid({2, 1, 1}), work, alike);
  EXPECT_NEAR(halves.imbalance(), 2, 1e-12);
}

// Work spread evenly over the box.
class EvenWork : public testing::Test {
 protected:
  static std::vector<Position> places() {
    constexpr std::uint64_t step = std::uint64_t{1} << 54;
    std::vector<Position> all;
    for (std::uint64_t k = 0; k < 1024; ++k) {
      all.push_back({.x = k * step, .y = (k * 5 % 1024) * step});
    }
    return all;
  }
  [[nodiscard]] static double cut(const ProcessGrid& grid, int axis, int k) {
    return std::ldexp(static_cast<double>(grid.cut(axis, k)), -64);
  }

  Ranks self;
  std::vector<Position> position = places();
  std::vector<std::int64_t> cost = std::vector<std::int64_t>(1024, 7);
  WorkOfAtoms work{position, cost, {0, 0, 0}};
};

// The rank in the middle does as much as the two others.
TEST_F(EvenWork, FastRanksGetMore) {
  const std::vector<double> speeds{1, 2, 1};
  const ProcessGrid grid = balanced_grid(self.communicator(), {3, 1, 1}, work, speeds);
  EXPECT_NEAR(cut(grid, 0, 1), 0.25, 1e-3);
  EXPECT_NEAR(cut(grid, 0, 2), 0.75, 1e-3);
  const Load split = load_with(self.communicator(), grid, work, speeds);
  EXPECT_NEAR(split.largest, 1024 * 7 / 4.0, 14);
  EXPECT_NEAR(split.mean, 1024 * 7 / 4.0, 14);
  // A third each takes as many thirds of the time of a slow rank: 1, 1/2 and 1.
  const Load even = load_with(self.communicator(), ProcessGrid({3, 1, 1}), work, speeds);
  EXPECT_NEAR(even.imbalance(), 3 / 2.5, 0.01);
}

// Layers of bricks share by what their ranks do together: 1 + 1 and 1 + 3.
TEST_F(EvenWork, LayersOfFastRanksGetMore) {
  const ProcessGrid grid =
      balanced_grid(self.communicator(), {2, 2, 1}, work, std::vector<double>{1, 1, 1, 3});
  EXPECT_NEAR(cut(grid, 0, 1), 1 / 3.0, 1e-3);
  EXPECT_NEAR(cut(grid, 1, 1), 1 / 3.0, 1e-3);
}

// Nothing to share: no work at all, and all of it in one place.
TEST(Balance, DegenerateWork) {
  Ranks self;
  const std::vector<double> alike(4, 1);
  const ProcessGrid none =
      balanced_grid(self.communicator(), {3, 1, 1}, {{}, {}, {0, 0, 0}}, alike);
  EXPECT_LT(none.cut(0, 1), none.cut(0, 2));
  const std::vector<Position> one(5, Position{.x = ~std::uint64_t{0}});
  const std::vector<std::int64_t> cost(5, 1);
  const ProcessGrid grid =
      balanced_grid(self.communicator(), {4, 1, 1}, {one, cost, {0, 0, 0}}, alike);
  for (int k = 0; k < 3; ++k) EXPECT_LT(grid.cut(0, k), grid.cut(0, k + 1));
  EXPECT_EQ(load(self.communicator(), 0).imbalance(), 1);
}

}  // namespace
}  // namespace alder::test
