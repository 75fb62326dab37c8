// SPDX-License-Identifier: BSD-3-Clause
// The registry of fields: storage order, ghosts, the way back to a snapshot.
#include "atoms/atoms.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "support/compare.hpp"
#include "support/random_system.hpp"

namespace alder::test {
namespace {

struct Sample {
  Snapshot snapshot;
  Frame frame;
  Device device = Device::open(Backend::cpu, 2);

  Sample() {
    snapshot = random_system({.box = box_of({9, 8, 7}, {1, 2, -1}), .atoms = 50, .species = 3});
    Random random(3);
    for (Vec3& v : snapshot.velocity) v = random.vector(-1, 1);
    for (std::size_t i = 0; i < snapshot.id.size(); ++i) {
      snapshot.charge.push_back(random.uniform(-1, 1));
      snapshot.image.push_back({static_cast<int>(random.below(7)) - 3, 2, -1});
    }
    frame = Frame(snapshot.box, 2.8);
  }
};

Vec3 unwrapped(const Snapshot& s, std::size_t i) {
  return s.position[i] + static_cast<double>(s.image[i].x) * s.box.a() +
         static_cast<double>(s.image[i].y) * s.box.b() +
         static_cast<double>(s.image[i].z) * s.box.c();
}

TEST(Atoms, GiveBackTheSnapshotTheyWereMadeOf) {
  const Sample sample;
  const Atoms atoms(sample.device, sample.frame, sample.snapshot);
  const Snapshot back = atoms.snapshot(sample.frame);
  EXPECT_EQ(back.id, sample.snapshot.id);
  EXPECT_EQ(back.type, sample.snapshot.type);
  EXPECT_EQ(back.velocity, sample.snapshot.velocity);
  EXPECT_EQ(back.charge, sample.snapshot.charge);
  for (std::size_t i = 0; i < back.id.size(); ++i) {
    const Vec3 off = unwrapped(back, i) - unwrapped(sample.snapshot, i);
    EXPECT_LT(std::sqrt(dot(off, off)), 1e-13);
  }
}

TEST(Atoms, DropKeepsTheOthersWhole) {
  for (const std::vector<std::uint32_t>& rows : std::vector<std::vector<std::uint32_t>>{
           {}, {49}, {0}, {7, 3, 20}, {3, 49, 48, 46, 0}, {45, 46, 47, 48, 49}}) {
    const Sample sample;
    Atoms atoms(sample.device, sample.frame, sample.snapshot);
    std::map<std::int64_t, double> charge_of;
    for (std::size_t i = 0; i < 50; ++i) {
      if (std::find(rows.begin(), rows.end(), i) != rows.end()) continue;
      charge_of[sample.snapshot.id[i]] = sample.snapshot.charge[i];
    }
    atoms.drop(rows);
    const Snapshot left = atoms.snapshot(sample.frame);
    ASSERT_EQ(left.id.size(), 50 - rows.size());
    std::map<std::int64_t, double> found;
    for (std::size_t i = 0; i < left.id.size(); ++i) found[left.id[i]] = left.charge[i];
    EXPECT_EQ(found, charge_of);
  }
  const Sample sample;
  Atoms atoms(sample.device, sample.frame, sample.snapshot);
  std::vector<std::uint32_t> all(50);
  std::iota(all.begin(), all.end(), 0U);
  atoms.drop(all);
  EXPECT_EQ(atoms.n_local(), 0);
}

TEST(Atoms, ReorderMovesEveryFieldOfAnAtom) {
  const Sample sample;
  Atoms atoms(sample.device, sample.frame, sample.snapshot);
  const auto extra = atoms.add_field<std::int64_t>({.name = "extra"});
  const auto fixed = atoms.add_field<std::int64_t>({.name = "fixed", .sorted = false});
  atoms.set_rows<std::int64_t>(extra, sample.snapshot.id);
  atoms.set_rows<std::int64_t>(fixed, sample.snapshot.id);

  std::vector<std::uint32_t> order(50);
  std::iota(order.begin(), order.end(), 0U);
  std::rotate(order.begin(), order.begin() + 17, order.end());
  Buffer<std::uint32_t> buffer(sample.device);
  buffer.copy_from(order);
  atoms.reorder(buffer);

  const auto tags = atoms.rows(atoms.tag());
  for (std::size_t i = 0; i < 50; ++i) EXPECT_EQ(tags[i], sample.snapshot.id[order[i]]);
  EXPECT_EQ(atoms.rows(extra), tags);
  EXPECT_EQ(atoms.rows(fixed), sample.snapshot.id);
  const Snapshot back = atoms.snapshot(sample.frame);
  EXPECT_EQ(back.id, sample.snapshot.id);
  EXPECT_EQ(back.velocity, sample.snapshot.velocity);
  EXPECT_EQ(back.charge, sample.snapshot.charge);
}

TEST(Atoms, SortingTakesRoomForOneMoreFieldOfEachSize) {
  const Sample sample;
  Atoms atoms(sample.device, sample.frame, sample.snapshot);
  std::vector<std::uint32_t> order(50);
  std::iota(order.rbegin(), order.rend(), 0U);
  Buffer<std::uint32_t> buffer(sample.device);
  buffer.copy_from(order);
  const std::size_t before = atoms.bytes();
  for (int k = 0; k < 5; ++k) {
    atoms.reorder(buffer);
    // Those of 32 bytes go to the forces' memory.
    EXPECT_EQ(atoms.bytes(), before + 50 * (sizeof(Image) + sizeof(std::int64_t)));
  }
}

TEST(Atoms, RoomForGhostsKeepsTheLocalRows) {
  const Sample sample;
  Atoms atoms(sample.device, sample.frame, sample.snapshot);
  atoms.set_ghosts(1000);
  EXPECT_EQ(atoms.view().n_ghost, 1000);
  EXPECT_EQ(atoms.snapshot(sample.frame).velocity, sample.snapshot.velocity);
  EXPECT_EQ(atoms.snapshot(sample.frame).id, sample.snapshot.id);
  atoms.set_ghosts(0);
  EXPECT_EQ(atoms.n_ghost(), 0);
  EXPECT_EQ(atoms.snapshot(sample.frame).id, sample.snapshot.id);
}

TEST(Atoms, CountTheirSpecies) {
  const Sample sample;
  const Atoms atoms(sample.device, sample.frame, sample.snapshot);
  std::vector<std::int64_t> expected(3, 0);
  for (const std::int32_t t : sample.snapshot.type) ++expected[static_cast<std::size_t>(t)];
  EXPECT_EQ(atoms.species_counts(), expected);
}

TEST(Atoms, WithoutChargesHaveNoChargeField) {
  Sample sample;
  sample.snapshot.charge.clear();
  Atoms atoms(sample.device, sample.frame, sample.snapshot);
  EXPECT_FALSE(atoms.charged());
  EXPECT_EQ(atoms.view().charge, nullptr);
  EXPECT_TRUE(atoms.snapshot(sample.frame).charge.empty());
}

}  // namespace
}  // namespace alder::test
