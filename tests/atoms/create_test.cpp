// SPDX-License-Identifier: BSD-3-Clause
// Atoms put into a box: lattices in regions against LAMMPS' and counted by hand, random places
// against all pairs with all images.
#include "atoms/create.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include "base/error.hpp"
#include "support/errors.hpp"

namespace alder::test {
namespace {

const std::vector<Species> two_species{{"A", 1, 0}, {"B", 2, 0.5}};

BoxDeck box_of(double length, double xy = 0, double xz = 0, double yz = 0) {
  BoxDeck box;
  box.lengths = {length, length, length};
  box.tilts = {xy, xz, yz};
  return box;
}

CreateDeck lattice_of(LatticeDeck::Style style, double a) {
  CreateDeck block;
  block.lattice = LatticeDeck{};
  block.lattice->style = style;
  block.lattice->a = a;
  block.lattice->species = {"A"};
  return block;
}

CreateDeck random_of(std::int64_t count, double distance, std::uint64_t seed = 7) {
  CreateDeck block;
  block.random = RandomDeck{};
  block.random->species = "B";
  block.random->count = count;
  block.random->seed = seed;
  block.min_distance = distance;
  return block;
}

RegionDeck sphere(const Vec3& center, double radius, bool outside = false) {
  RegionDeck region;
  region.sphere = SphereDeck{center, radius};
  region.outside = outside;
  return region;
}

CreateDeck in(CreateDeck block, RegionDeck region) {
  block.region = std::move(region);
  return block;
}

Snapshot created(const BoxDeck& box, const std::vector<CreateDeck>& blocks,
                 const std::array<bool, 3>& periodic = {true, true, true}) {
  Snapshot s = empty_box(box, two_species);
  s.box.periodic = periodic;
  create_atoms(s, blocks);
  return s;
}

std::size_t count(const BoxDeck& box, const CreateDeck& block) {
  return created(box, {block}).id.size();
}

// Every pair and every image near enough to matter.
double least_distance(const Snapshot& s) {
  double least = HUGE_VAL;
  const auto reach = [&](std::size_t axis) { return s.box.periodic[axis] ? 2 : 0; };
  for (std::size_t i = 0; i < s.position.size(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      for (int x = -reach(0); x <= reach(0); ++x) {
        for (int y = -reach(1); y <= reach(1); ++y) {
          for (int z = -reach(2); z <= reach(2); ++z) {
            if (i == j && x == 0 && y == 0 && z == 0) continue;
            const Vec3 d = s.position[i] - s.position[j] + 1.0 * x * s.box.a() +
                           1.0 * y * s.box.b() + 1.0 * z * s.box.c();
            least = std::min(least, std::sqrt(dot(d, d)));
          }
        }
      }
    }
  }
  return least;
}

// Points of the integer lattice within 3 of one of them: 123 (OEIS A000605).
TEST(CreateLattice, FillsARegionUpToItsSurface) {
  const CreateDeck sc = lattice_of(LatticeDeck::Style::sc, 1);
  EXPECT_EQ(count(box_of(10), in(sc, sphere({5, 5, 5}, 3))), 123U);
  EXPECT_EQ(count(box_of(10), in(sc, sphere({5, 5, 5}, 3, true))), 877U);
}

TEST(CreateLattice, HasOneAtomOnPeriodicFacesAndTwoOnOthers) {
  const CreateDeck sc = lattice_of(LatticeDeck::Style::sc, 0.1);
  EXPECT_EQ(created(box_of(1), {sc}).id.size(), 1000U);
  EXPECT_EQ(created(box_of(1), {sc}, {true, false, false}).id.size(), 1210U);
  EXPECT_EQ(created(box_of(1, 0.3, -0.2, 0.5), {sc}).id.size(), 1000U);
}

// Numbers of atoms that create_atoms of LAMMPS 29 Sep 2021 makes in the same regions of the same
// tilted box; sphere, cylinder and block have places of the lattice on their surface.
TEST(CreateLattice, HasAsManyAtomsInRegionsAsLammps) {
  const BoxDeck box = box_of(20, 6);
  const CreateDeck fcc = lattice_of(LatticeDeck::Style::fcc, 2);
  RegionDeck cylinder, block, plane, either, both;
  cylinder.cylinder = CylinderDeck{"z", {12, 10, 0}, 5, {3, 17}};
  block.block = BlockDeck{{4, 14}, {}, {3, 7}};
  plane.plane = PlaneDeck{{10.5, 10, 10}, {1, 2, 3}};
  either.any_of = {sphere({10, 10, 10}, 6), cylinder, block};
  both.all_of = {sphere({10, 10, 10}, 6, true), cylinder, plane};
  EXPECT_EQ(count(box, in(fcc, sphere({10, 10, 10}, 6))), 459U);
  EXPECT_EQ(count(box, in(fcc, sphere({10, 10, 10}, 6, true))), 3541U);
  EXPECT_EQ(count(box, in(fcc, cylinder)), 611U);
  EXPECT_EQ(count(box, in(fcc, block)), 528U);
  EXPECT_EQ(count(box, in(fcc, plane)), 1988U);
  EXPECT_EQ(count(box, in(fcc, either)), 1087U);
  EXPECT_EQ(count(box, in(fcc, both)), 151U);
}

TEST(CreateLattice, LeavesOutWhatIsNearAtomsPlacedBefore) {
  CreateDeck around = lattice_of(LatticeDeck::Style::sc, 1);
  around.min_distance = 1.0001;
  CreateDeck first = in(lattice_of(LatticeDeck::Style::sc, 1), sphere({0, 5, 5}, 0.5));
  const Snapshot s = created(box_of(10), {first, around});
  EXPECT_EQ(s.id.size(), 1000U - 6);  // an atom on a periodic face has six neighbors
  EXPECT_EQ(std::set(s.id.begin(), s.id.end()).size(), s.id.size());
  EXPECT_EQ(s.id.back(), s.n_atoms());
}

TEST(CreateRandom, KeepsItsDistanceInAnyBox) {
  for (const auto& box : {box_of(6), box_of(6, 2.5, -2, 1), box_of(2.4)}) {
    for (const bool open : {false, true}) {
      Snapshot s = created(box, {lattice_of(LatticeDeck::Style::sc, 3), random_of(25, 0.5)},
                           {true, !open, true});
      EXPECT_GE(least_distance(s), 0.5) << box.lengths->front() << open;
      EXPECT_EQ(std::count(s.type.begin(), s.type.end(), 1), 25);
    }
  }
}

TEST(CreateRandom, IsEvenInItsRegion) {
  const Snapshot s = created(box_of(10), {in(random_of(8000, 0), sphere({5, 5, 5}, 4))});
  std::array<int, 8> octants{};
  int core = 0;
  for (const Vec3& r : s.position) {
    const Vec3 d = r - Vec3{5, 5, 5};
    EXPECT_LE(dot(d, d), 16);
    ++octants[static_cast<std::size_t>((d.x > 0) + 2 * (d.y > 0) + 4 * (d.z > 0))];
    if (dot(d, d) < 4) ++core;
  }
  for (const int n : octants) EXPECT_NEAR(n, 1000, 5 * std::sqrt(1000 * 7.0 / 8));
  EXPECT_NEAR(core, 1000, 5 * std::sqrt(1000 * 7.0 / 8));  // half the radius: an eighth
}

TEST(CreateRandom, MeetsADensityOfItsRegion) {
  CreateDeck block = random_of(0, 0);
  block.random->count.reset();
  block.random->density = 20;
  EXPECT_EQ(created(box_of(5, 1, 2, -1), {block}).id.size(), 2500U);
  const double ball = 20 * 4 / 3.0 * std::numbers::pi * 64;
  EXPECT_NEAR(static_cast<double>(count(box_of(10), in(block, sphere({5, 5, 5}, 4)))), ball, 3);
  // An eighth of the ball is in the box.
  EXPECT_NEAR(static_cast<double>(count(box_of(10), in(block, sphere({0, 0, 0}, 4)))), ball / 8, 1);
}

TEST(CreateRandom, DependsOnSeedAndBlockAlone) {
  const auto places = [](std::uint64_t seed, std::int64_t count) {
    return created(box_of(10), {random_of(count, 0.9, seed), random_of(5, 0.9, seed)}).position;
  };
  const std::vector<Vec3> few = places(1, 10), many = places(1, 20), other = places(2, 10);
  EXPECT_EQ(few, places(1, 10));
  EXPECT_TRUE(std::equal(few.begin(), few.begin() + 10, many.begin()));
  EXPECT_NE(few.front(), other.front());
  EXPECT_NE(few[0], few[10]);
}

TEST(CreateRandom, SaysWhereItEnded) {
  const std::string said = error_of<InputError>([] { created(box_of(3), {random_of(1000, 1)}); });
  EXPECT_THAT(said, testing::ContainsRegex(
                        "system.create\\[0\\] placed [12][0-9] of 1000 atoms: .*10000 random"));
  EXPECT_THAT(error_of<InputError>([] { created(box_of(3), {random_of(1, 3.1)}); }),
              testing::HasSubstr("min_distance is larger than the box is high along a"));
  EXPECT_THAT(error_of<InputError>([] {
                created(box_of(3), {in(random_of(1, 0), sphere({9, 9, 9}, 1))});
              }),
              testing::HasSubstr("system.create[0].region has no room in the box"));
}

TEST(CreateAtoms, GoesOnWithTheFieldsOfAtomsThatAreThere) {
  Snapshot s = empty_box(box_of(5), two_species);
  s.id = {41};
  s.type = {0};
  s.position = {{1, 1, 1}};
  s.velocity = {{1, 2, 3}};
  s.charge = {-1};
  create_atoms(s, {random_of(2, 1)});
  EXPECT_EQ(s.id, (std::vector<std::int64_t>{41, 42, 43}));
  EXPECT_EQ(s.charge, (std::vector<double>{-1, 0.5, 0.5}));
  EXPECT_EQ(s.velocity[2], Vec3{});
}

}  // namespace
}  // namespace alder::test
