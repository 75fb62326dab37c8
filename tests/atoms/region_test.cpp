// SPDX-License-Identifier: BSD-3-Clause
// Regions: what is inside, surfaces included, and what blocks hold them.
#include "atoms/region.hpp"

#include <gtest/gtest.h>

#include "base/random.hpp"

namespace alder::test {
namespace {

RegionDeck sphere(const Vec3& center, double radius) {
  RegionDeck region;
  region.sphere = SphereDeck{center, radius};
  return region;
}

RegionDeck block(std::vector<double> x, std::vector<double> z) {
  RegionDeck region;
  region.block = BlockDeck{std::move(x), {}, std::move(z)};
  return region;
}

RegionDeck outside(RegionDeck region) {
  region.outside = true;
  return region;
}

TEST(Region, HasItsSurfaceInside) {
  EXPECT_TRUE(is_inside(sphere({1, 1, 1}, 2), {3, 1, 1}));
  EXPECT_FALSE(is_inside(sphere({1, 1, 1}, 2), {3.001, 1, 1}));
  EXPECT_FALSE(is_inside(outside(sphere({1, 1, 1}, 2)), {3, 1, 1}));
  EXPECT_TRUE(is_inside(block({1, 2}, {}), {1, -1e9, 1e9}));
  EXPECT_TRUE(is_inside(block({1, 2}, {0, 1}), {2, 5, 1}));
  EXPECT_FALSE(is_inside(block({1, 2}, {0, 1}), {2, 5, 1.001}));
}

TEST(Region, CylinderRunsAlongItsAxis) {
  RegionDeck region;
  region.cylinder = CylinderDeck{"x", {100, 1, 2}, 3, {-1, 4}};
  EXPECT_TRUE(is_inside(region, {4, 1, 5}));
  EXPECT_TRUE(is_inside(region, {-1, -2, 2}));
  EXPECT_FALSE(is_inside(region, {4.1, 1, 2}));
  EXPECT_FALSE(is_inside(region, {0, 4.1, 2}));
}

TEST(Region, PlaneHasTheSideOfItsNormal) {
  RegionDeck region;
  region.plane = PlaneDeck{{1, 1, 1}, {0, 2, 0}};
  EXPECT_TRUE(is_inside(region, {-5, 1, 9}));
  EXPECT_TRUE(is_inside(region, {-5, 7, 9}));
  EXPECT_FALSE(is_inside(region, {-5, 0.99, 9}));
}

TEST(Region, UnionsAndIntersectionsCombineSides) {
  const RegionDeck left = sphere({0, 0, 0}, 2), right = sphere({3, 0, 0}, 2);
  RegionDeck both, either;
  both.all_of = {left, outside(right)};
  either.any_of = {left, right};
  EXPECT_TRUE(is_inside(both, {-1, 0, 0}));
  EXPECT_FALSE(is_inside(both, {1.5, 0, 0}));
  EXPECT_TRUE(is_inside(either, {1.5, 0, 0}));
  EXPECT_TRUE(is_inside(either, {4.5, 0, 0}));
  EXPECT_FALSE(is_inside(either, {5.5, 0, 0}));
  EXPECT_TRUE(is_inside(outside(either), {5.5, 0, 0}));
}

TEST(Region, BoundsHoldEveryPointOfIt) {
  RegionDeck lens, cylinder, sum;
  lens.all_of = {sphere({1, 2, 3}, 4), sphere({4, 2, 3}, 3), block({0, 6}, {1, 4})};
  cylinder.cylinder = CylinderDeck{"y", {0, 0, 0}, 2, {-3, 5}};
  sum.any_of = {sphere({-6, 0, 0}, 1), cylinder};
  for (const RegionDeck& region : {lens, cylinder, sum, outside(lens)}) {
    const Bounds bounds = bounds_of(region);
    int inside = 0;
    for (std::uint64_t k = 0; k < 20000; ++k) {
      const Vec3 u = uniform_vector(3, RandomStream::places, 0, k);
      const Vec3 r{20 * u.x - 10, 20 * u.y - 10, 20 * u.z - 10};
      if (!is_inside(region, r)) continue;
      ++inside;
      for (int axis = 0; axis < 3; ++axis) {
        EXPECT_GE(r[axis], bounds.low[axis]);
        EXPECT_LE(r[axis], bounds.high[axis]);
      }
    }
    EXPECT_GT(inside, 20);
  }
  EXPECT_EQ(bounds_of(cylinder).high, (Vec3{2, 5, 2}));
  EXPECT_EQ(bounds_of(lens).low, (Vec3{1, -1, 1}));
}

}  // namespace
}  // namespace alder::test
