// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/box.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "atoms/rotate_box.hpp"
#include "base/error.hpp"
#include "support/compare.hpp"
#include "support/random_system.hpp"

namespace alder::test {
namespace {

double norm(const Vec3& v) {
  return std::sqrt(dot(v, v));
}

TEST(Box, HeightsOfAnOrthogonalBoxAreItsEdges) {
  const Vec3 h = box_of({3, 4, 5}).heights();
  EXPECT_DOUBLE_EQ(h.x, 3);
  EXPECT_DOUBLE_EQ(h.y, 4);
  EXPECT_DOUBLE_EQ(h.z, 5);
}

// A box sheared by 60 degrees: b = (1, sqrt(3), 0) has length 2 and makes an angle of 60 degrees
// with a, so the distance between the faces spanned by b and c is lx sin(60).
TEST(Box, HeightsOfAShearedBox) {
  const Box box = box_of({7, std::sqrt(3.0), 5}, {1, 0, 0});
  const Vec3 h = box.heights();
  EXPECT_NEAR(h.x, 7 * std::sqrt(3.0) / 2, 1e-14);
  EXPECT_NEAR(h.y, std::sqrt(3.0), 1e-14);
  EXPECT_NEAR(h.z, 5, 1e-14);
  EXPECT_TRUE(box.triclinic());
  EXPECT_DOUBLE_EQ(box.volume(), 35 * std::sqrt(3.0));
}

TEST(Box, FractionsAndPointsAreInverse) {
  Random random(5);
  for (int k = 0; k < 1000; ++k) {
    const Box box = box_of(random.vector(1, 20), random.vector(-10, 10));
    const Vec3 f = random.vector(-2, 2);
    const Vec3 back = box.to_fraction(box.to_cartesian(f));
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(back[c], f[c], 3e-13);
  }
}

TEST(RotateBox, LeavesABoxInTheConventionAlone) {
  const RotatedBox r = rotate_to_lammps({4, 0, 0}, {1, 5, 0}, {-2, 0.5, 6});
  EXPECT_EQ(r.rotate({1, 2, 3}), (Vec3{1, 2, 3}));
  EXPECT_EQ(r.box.lx, 4);
  EXPECT_EQ(r.box.xy, 1);
  EXPECT_EQ(r.box.yz, 0.5);
}

TEST(RotateBox, KeepsLengthsAnglesAndHandedness) {
  Random random(11);
  for (int k = 0; k < 200; ++k) {
    const Vec3 a = random.vector(-5, 5);
    const Vec3 b = random.vector(-5, 5);
    const Vec3 c = random.vector(-5, 5);
    const double volume = dot(a, cross(b, c));
    if (volume < 1) continue;
    const RotatedBox r = rotate_to_lammps(a, b, c);
    EXPECT_GT(r.box.lx, 0);
    EXPECT_NEAR(r.box.volume(), volume, 1e-11);
    EXPECT_NEAR(norm(r.box.a()), norm(a), 1e-13);
    EXPECT_NEAR(norm(r.box.b()), norm(b), 1e-13);
    EXPECT_NEAR(norm(r.box.c()), norm(c), 1e-13);
    EXPECT_NEAR(dot(r.box.a(), r.box.b()), dot(a, b), 1e-12);
    EXPECT_NEAR(dot(r.box.b(), r.box.c()), dot(b, c), 1e-12);
    const Vec3 v = random.vector(-1, 1);
    const Vec3 w = r.rotate(v);
    EXPECT_NEAR(norm(w), norm(v), 1e-14);
    EXPECT_NEAR(dot(w, r.box.c()), dot(v, c), 1e-13);
    EXPECT_TRUE(close(w.x * r.box.lx, dot(v, a), 1e-12, 1));
  }
}

TEST(RotateBox, RefusesLeftHandedAndFlatCells) {
  EXPECT_THROW(rotate_to_lammps({0, 1, 0}, {1, 0, 0}, {0, 0, 1}), InputError);
  EXPECT_THROW(rotate_to_lammps({1, 0, 0}, {2, 0, 0}, {0, 0, 1}), InputError);
  EXPECT_THROW(rotate_to_lammps({NAN, 0, 0}, {0, 1, 0}, {0, 0, 1}), InputError);
}

}  // namespace
}  // namespace alder::test
