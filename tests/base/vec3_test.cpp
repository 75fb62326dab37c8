// SPDX-License-Identifier: BSD-3-Clause
#include "base/vec3.hpp"

#include <gtest/gtest.h>

namespace alder::test {
namespace {

TEST(Vec3, CrossIsRightHandedAndNormalToItsFactors) {
  EXPECT_EQ(cross(Vec3{1, 0, 0}, Vec3{0, 1, 0}), (Vec3{0, 0, 1}));
  EXPECT_EQ(cross(Vec3{0, 1, 0}, Vec3{0, 0, 1}), (Vec3{1, 0, 0}));
  const Vec3 a{1, -2, 3}, b{4, 5, -6};
  EXPECT_EQ(dot(cross(a, b), a), 0);
  EXPECT_EQ(dot(cross(a, b), b), 0);
  EXPECT_EQ(dot(a, b), 4 - 10 - 18);
}

TEST(Vec3, IndexesItsComponents) {
  Vec3 v{1, 2, 3};
  v[1] = 7;
  EXPECT_EQ(v, (Vec3{1, 7, 3}));
  EXPECT_EQ(v[0] + v[2], 4);
}

TEST(Tensor6, DyadHoldsTheProductsInOrder) {
  const Tensor6 t = dyad({2, 3, 5}, 10);
  EXPECT_EQ(t.xx, 40);
  EXPECT_EQ(t.yy, 90);
  EXPECT_EQ(t.zz, 250);
  EXPECT_EQ(t.xy, 60);
  EXPECT_EQ(t.xz, 100);
  EXPECT_EQ(t.yz, 150);
  EXPECT_EQ(t.trace(), 380);
  EXPECT_EQ((t + t * 2).yz, 450);
}

TEST(PaddedVec3, TakesOneAlignedLoad) {
  EXPECT_EQ(sizeof(PaddedVec3), 32U);
  EXPECT_EQ(alignof(PaddedVec3), 32U);
  EXPECT_EQ(PaddedVec3(Vec3{1, 2, 3}).xyz(), (Vec3{1, 2, 3}));
}

}  // namespace
}  // namespace alder::test
