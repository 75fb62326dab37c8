// SPDX-License-Identifier: BSD-3-Clause
// What the list holds, against a search over all atoms and images; when it is rebuilt.
#include "neighbor/neighbor_list.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include "domain/domain.hpp"
#include "support/random_system.hpp"
#include "support/ranks.hpp"

namespace alder::test {
namespace {

constexpr double cutoff = 2.5, skin = 0.3, range = cutoff + skin;

// A system on the ranks of this program, ready for lists.
class System {
 public:
  System(const Snapshot& whole, int threads, const RebuildRule& rule = {.skin = skin})
      : snapshot(whole),
        device(Device::open(Backend::cpu, threads)),
        communicator(ranks().communicator()),
        frame(whole.box, range),
        domain(device, communicator,
               ProcessGrid(best_process_grid(communicator.size(), whole.box))),
        atoms(device, frame, domain.distribute(whole, share_header(communicator, whole), frame)),
        list(device, cutoff, rule) {}

  void build() {
    domain.migrate(atoms, frame);
    list.sort(atoms, frame, domain.grid().brick(communicator.rank()));
    domain.borders(atoms, frame, list.grid(), range);
    list.build(atoms, frame, domain.ghost_start());
  }

  Snapshot snapshot;
  Device device;
  Communicator& communicator;
  Frame frame;
  Domain domain;
  Atoms atoms;
  NeighborList list;
};

struct Neighbor {
  std::int64_t tag;
  Vec3 apart;
};

// d less whole boxes, so that every fraction of it is within half a box.
Vec3 folded(Vec3 d, const Box& box) {
  d -= std::round(d.z / box.lz) * box.c();
  d -= std::round(d.y / box.ly) * box.b();
  d -= std::round(d.x / box.lx) * box.a();
  return d;
}

// Every atom or image within range.
std::vector<Neighbor> found_by_search(const Snapshot& s, std::size_t i) {
  const Vec3 height = s.box.heights();
  const auto reach = [](double h) { return 1 + static_cast<int>(range / h); };
  const Int3 images{reach(height.x), reach(height.y), reach(height.z)};
  std::vector<Neighbor> all;
  for (std::size_t j = 0; j < s.id.size(); ++j) {
    const Vec3 nearest = folded(s.position[i] - s.position[j], s.box);
    for (int z = -images.z; z <= images.z; ++z) {
      for (int y = -images.y; y <= images.y; ++y) {
        for (int x = -images.x; x <= images.x; ++x) {
          if (i == j && x == 0 && y == 0 && z == 0) continue;
          const Vec3 d = nearest + static_cast<double>(x) * s.box.a() +
                         static_cast<double>(y) * s.box.b() + static_cast<double>(z) * s.box.c();
          if (dot(d, d) < range * range) all.push_back({s.id[j], d});
        }
      }
    }
  }
  return all;
}

bool same(const Neighbor& a, const Neighbor& b) {
  const Vec3 off = a.apart - b.apart;
  return a.tag == b.tag && dot(off, off) < 1e-16;
}

// `every`: compares only every so manyeth row with a search.
void expect_lists_every_pair_once(System& system, std::int64_t every = 1) {
  std::map<std::int64_t, std::size_t> row_of;
  for (std::size_t i = 0; i < system.snapshot.id.size(); ++i) row_of[system.snapshot.id[i]] = i;
  const AtomsView view = system.atoms.view();
  const NeighborView list = system.list.view();
  std::int64_t pairs = 0;
  for (std::int64_t i = 0; i < view.n_local; ++i) {
    std::vector<Neighbor> listed;
    HostRows{list}.for_each(i, [&](std::uint32_t j) {
      ASSERT_NE(j, i);
      ASSERT_LT(j, view.n_local + view.n_ghost);
      listed.push_back(
          {view.tag[j], system.frame.displacement(view.position[i], view.position[j])});
      // Cells are searched with 16 bits: up to a hundredth farther.
      EXPECT_LT(dot(listed.back().apart, listed.back().apart), 1.0201 * range * range);
    });
    pairs += std::ssize(listed);
    if (i % every != 0) continue;
    const std::vector<Neighbor> expected = found_by_search(system.snapshot, row_of.at(view.tag[i]));
    for (const Neighbor& n : expected) {
      const auto times = std::count_if(listed.begin(), listed.end(),
                                       [&](const Neighbor& l) { return same(l, n); });
      EXPECT_EQ(times, 1) << "atom " << view.tag[i] << " and " << n.tag << " at (" << n.apart.x
                          << ", " << n.apart.y << ", " << n.apart.z << ")";
    }
    const auto near = std::count_if(listed.begin(), listed.end(), [](const Neighbor& l) {
      return dot(l.apart, l.apart) < range * range * (1 - 1e-12);
    });
    EXPECT_LE(near, std::ssize(expected)) << "atom " << view.tag[i];
  }
  EXPECT_EQ(system.list.statistics().pairs, pairs);
}

void check(const RandomSystem& wanted, int threads = 2) {
  System system(random_system(wanted), threads);
  system.build();
  expect_lists_every_pair_once(system);
}

TEST(NeighborList, HoldsEveryPairOnce) {
  check({.box = box_of({12, 10, 9}), .atoms = 300});
  check({.box = box_of({11, 10, 9}, {3.1, -2.2, 1.9}), .atoms = 300});
  check({.box = box_of({9, 10, 8}, {4.5, -4.4, 5}), .atoms = 200});
}

TEST(NeighborList, HoldsEveryPairOnceInSmallBoxes) {
  check({.box = box_of({1.3, 1.25, 1.4}), .atoms = 1});
  check({.box = box_of({2.2, 3.1, 2.7}), .atoms = 7});
  check({.box = box_of({2.6, 2.2, 2.4}, {0.9, -0.8, 1.1}), .atoms = 6});
  check({.box = box_of({2.4, 11, 12}), .atoms = 100});
}

TEST(NeighborList, HoldsEveryPairOnceInThinGas) {
  check({.box = box_of({300, 200, 250}), .atoms = 30});
  check({.box = box_of({40, 30, 35}), .atoms = 400});
}

TEST(NeighborList, HoldsEveryPairOnceInRandomBoxes) {
  Random random(77);
  for (int k = 0; k < 20; ++k) {
    SCOPED_TRACE("box " + std::to_string(k));
    const Vec3 lengths = random.vector(2, 9), tilts = random.vector(-0.5, 0.5);
    check({.box = box_of(lengths, {tilts.x * lengths.x, tilts.y * lengths.x, tilts.z * lengths.y}),
           .atoms = 1 + random.below(60),
           .min_distance = 0.4,
           .seed = random.bits()});
  }
}

// 16 bits of so wide a frame cannot tell the range from several times that.
TEST(NeighborList, HoldsNothingFartherInAVastBox) {
  Snapshot s = random_system({.box = box_of({12, 12, 12}), .atoms = 200});
  s.box = box_of({3000, 3000, 3000});
  Random random(9);
  for (Vec3& r : s.position) r = s.box.to_cartesian({0.5, 0.2, 0.9}) + random.vector(0, 12);
  for (const int threads : {1, 2}) {
    System system(s, threads);
    system.build();
    expect_lists_every_pair_once(system);
    EXPECT_GT(system.communicator.sum(system.list.statistics().pairs), 200);
  }
}

// So many atoms that neighbors are farther apart in storage than the entries of a part can tell:
// those round the frame, and in a vast box, whose cells are wide, those of one line of cells.
TEST(NeighborList, HoldsEveryPairOfManyAtoms) {
  for (const double edge : {45.0, 6000.0}) {
    Snapshot s;
    s.box = box_of({edge, edge, edge});
    s.species = {{"A", 1, 0}};
    Random random(12);
    for (std::int64_t id = 1; id <= 36000; ++id) {
      s.id.push_back(id);
      s.type.push_back(0);
      s.position.push_back(s.box.to_cartesian({0.1, 0.1, 0.1}) + random.vector(0, 45));
      s.velocity.push_back({});
    }
    System system(s, 2);
    system.build();
    expect_lists_every_pair_once(system, 997);
    if (ranks().size() > 1) continue;
    std::int64_t rows_of_parts = 0;
    for (std::int64_t i = 0; i < system.atoms.n_local(); ++i) {
      int parts = 0;
      HostRows{system.list.view()}.for_each_part(
          i, [&](const ListPart&, const std::uint16_t*) { ++parts; });
      rows_of_parts += parts > 1 ? 1 : 0;
    }
    EXPECT_GT(rows_of_parts, 0);
    if (edge < 100) {
      EXPECT_LT(rows_of_parts, 9000);
    }
  }
}

// All the atoms of a blob see each other: its rows are a hundred times longer than the others.
Snapshot gas_with_blob(double blob_edge) {
  Snapshot s;
  s.box = box_of({30, 30, 30});
  s.species = {{"A", 1, 0}};
  Random random(8);
  for (std::int64_t id = 1; id <= 900; ++id) {
    s.id.push_back(id);
    s.type.push_back(0);
    const Vec3 centre = s.box.to_cartesian({0.9, 0.1, 0.5});
    s.position.push_back(id <= 300 ? centre + random.vector(0, blob_edge)
                                   : s.box.to_cartesian(random.vector(0, 1)));
    s.velocity.push_back({});
  }
  return s;
}

TEST(NeighborList, GrowsForADenseBlob) {
  for (const int threads : {1, 2, 3}) {
    System system(gas_with_blob(1.5), threads);
    system.build();
    expect_lists_every_pair_once(system);
  }
}

// The same list after the atoms have gathered.
TEST(NeighborList, GrowsBetweenBuilds) {
  System system(gas_with_blob(20), 2);
  system.build();
  const std::int64_t before = system.list.statistics().pairs;
  const Snapshot dense = gas_with_blob(1.5);
  const AtomsView view = system.atoms.view();
  for (std::int64_t i = 0; i < view.n_local; ++i) {
    Image image;
    const auto row = static_cast<std::size_t>(view.tag[i] - 1);
    view.position[i] = system.frame.from_cartesian(dense.position[row], 0, image);
  }
  system.snapshot = dense;
  system.build();
  expect_lists_every_pair_once(system);
  Communicator& c = system.communicator;
  EXPECT_GT(c.sum(system.list.statistics().pairs), 5 * c.sum(before));
  EXPECT_EQ(system.list.statistics().builds, 2);
}

void expect_same_rows(System& one, System& other) {
  ASSERT_EQ(other.atoms.n_local(), one.atoms.n_local());
  const HostRows a{one.list.view()}, b{other.list.view()};
  for (std::int64_t i = 0; i < one.atoms.n_local(); ++i) {
    ASSERT_EQ(one.atoms.view().tag[i], other.atoms.view().tag[i]);
    std::vector<std::uint32_t> row, same_row;
    a.for_each(i, [&](std::uint32_t j) { row.push_back(j); });
    b.for_each(i, [&](std::uint32_t j) { same_row.push_back(j); });
    ASSERT_EQ(row, same_row) << "row " << i;
  }
}

TEST(NeighborList, IsTheSameForAnyNumberOfThreads) {
  const Snapshot whole = random_system({.box = box_of({12, 11, 10}, {2, 1, -1}), .atoms = 500});
  System one(whole, 1);
  one.build();
  for (const int threads : {2, 3, 7}) {
    System many(whole, threads);
    many.build();
    expect_same_rows(one, many);
  }
}

// Rebuild rules: an atom of the first rank moves, all ranks decide alike.
class RebuildRules : public testing::Test {
 protected:
  void make(const RebuildRule& rule) {
    system =
        std::make_unique<System>(random_system({.box = box_of({12, 10, 9}), .atoms = 60}), 1, rule);
    system->build();
  }
  void move(double by) const {
    if (!ranks().is_first()) return;
    const AtomsView view = system->atoms.view();
    Image image;
    system->frame.advance(view.position[0], image, {by, 0, 0});
  }
  [[nodiscard]] bool stale() const {
    return system->list.look(system->atoms, system->frame, system->communicator) ==
           ListState::stale;
  }

  std::unique_ptr<System> system;
};

TEST_F(RebuildRules, ChecksEveryStepByDefault) {
  make({.skin = skin});
  EXPECT_FALSE(stale());
  move(0.149);
  EXPECT_FALSE(stale());
  move(0.002);
  EXPECT_TRUE(stale());
  system->build();
  EXPECT_FALSE(stale());
  EXPECT_EQ(system->list.statistics().dangerous_builds, 0);
}

TEST_F(RebuildRules, EveryLooksAtMultiplesOnly) {
  make({.skin = skin, .every = 3});
  move(1);
  EXPECT_FALSE(stale());
  EXPECT_FALSE(stale());
  EXPECT_TRUE(stale());
  EXPECT_EQ(system->list.statistics().dangerous_builds, 1);
}

TEST_F(RebuildRules, DelayWaits) {
  make({.skin = skin, .every = 2, .delay = 5});
  move(1);
  for (int step = 1; step <= 5; ++step) EXPECT_FALSE(stale()) << step;
  EXPECT_TRUE(stale());  // the first multiple of 2 after 5
}

TEST_F(RebuildRules, WithoutCheckRebuildsAlways) {
  make({.skin = skin, .every = 4, .check = false});
  for (int round = 0; round < 2; ++round) {
    for (int step = 1; step <= 3; ++step) EXPECT_FALSE(stale());
    EXPECT_TRUE(stale());
    system->build();
  }
  EXPECT_EQ(system->list.statistics().builds, 3);
}

TEST_F(RebuildRules, ANumberThatIsNoneIsFar) {
  make({.skin = skin});
  move(std::nan(""));
  EXPECT_TRUE(stale());
}

}  // namespace
}  // namespace alder::test
