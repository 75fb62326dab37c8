// SPDX-License-Identifier: BSD-3-Clause
// The number system of positions: wraps are exact, displacements antisymmetric to the bit.
#include "atoms/frame.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <tuple>

#include "base/error.hpp"
#include "support/compare.hpp"
#include "support/random_system.hpp"

namespace alder::test {
namespace {

// Frames of one and of several boxes per axis, orthogonal and triclinic.
const std::vector<Frame>& frames() {
  static const std::vector<Frame> all{
      Frame(box_of({12, 10, 9}), 2.8), Frame(box_of({12, 10, 9}, {5, -4, 3}), 2.8),
      Frame(box_of({2.1, 30, 1.2}), 2.8), Frame(box_of({2.1, 30, 1.2}, {0.9, -0.5, 11}), 2.8)};
  return all;
}

Vec3 unwrapped(const Frame& frame, const Position& p, const Image& image) {
  return frame.to_cartesian(p) + static_cast<double>(image.x) * frame.box().a() +
         static_cast<double>(image.y) * frame.box().b() +
         static_cast<double>(image.z) * frame.box().c();
}

double size_of(const Box& box) {
  return box.lx + box.ly + box.lz + std::abs(box.xy) + std::abs(box.xz) + std::abs(box.yz);
}

Position random_position(const Frame& frame, Random& random) {
  Image ignored;
  return frame.from_cartesian(frame.box().to_cartesian(random.vector(0, 1)), 0, ignored);
}

bool same(const Position& a, const Position& b) {
  return a.x == b.x && a.y == b.y && a.z == b.z;
}

TEST(Frame, IsTheSmallestMultipleThatHoldsTwoRanges) {
  for (const Frame& frame : frames()) {
    const Vec3 box = frame.box().heights();
    const Vec3 all = frame.heights();
    for (int c = 0; c < 3; ++c) {
      EXPECT_GE(all[c], 5.6);
      EXPECT_NEAR(all[c], std::ldexp(box[c], frame.log2_multiple()[c]), 1e-12 * all[c]);
      if (frame.log2_multiple()[c] > 0) {
        EXPECT_LT(all[c] / 2, 5.6);
      }
    }
  }
  EXPECT_EQ(frames()[2].log2_multiple(), (Int3{2, 0, 3}));
}

TEST(Frame, RefusesABoxFarThinnerThanTheRange) {
  EXPECT_THROW(Frame(box_of({1e-4, 10, 10}), 2.5), InputError);
}

// 1e-15 of the box: a few roundings of double arithmetic; the fraction itself is good to 2^-53.
TEST(Frame, PointsComeBack) {
  Random random(1);
  for (const Frame& frame : frames()) {
    for (int k = 0; k < 2000; ++k) {
      const Vec3 r = frame.box().to_cartesian(random.vector(0, 1));
      Image image;
      const Position p = frame.from_cartesian(r, 7, image);
      EXPECT_EQ(p.type, 7U);
      const Vec3 back = unwrapped(frame, p, image);
      for (int c = 0; c < 3; ++c) EXPECT_NEAR(back[c], r[c], 1e-15 * size_of(frame.box()));
    }
  }
}

TEST(Frame, PointsOutsideAreWrappedAndCounted) {
  Random random(2);
  for (const Frame& frame : frames()) {
    for (int k = 0; k < 2000; ++k) {
      const Vec3 r = frame.box().to_cartesian(random.vector(-3, 3));
      Image image;
      const Position p = frame.from_cartesian(r, 0, image);
      const Vec3 f = frame.box().to_fraction(frame.to_cartesian(p));
      const Vec3 back = unwrapped(frame, p, image);
      for (int c = 0; c < 3; ++c) {
        EXPECT_GE(f[c], -1e-14);
        EXPECT_LT(f[c], 1 + 1e-14);
        EXPECT_NEAR(back[c], r[c], 1e-14 * size_of(frame.box()));
      }
    }
  }
}

TEST(Frame, FacesBelongToTheBoxAboveThem) {
  // Edges without rounding, so that the corners are exact.
  for (const Frame& frame :
       {Frame(box_of({16, 8, 2}), 2.5), Frame(box_of({16, 8, 2}, {4, -1, 0.5}), 2.5)}) {
    const Box& box = frame.box();
    Image image;
    const Position low = frame.from_cartesian(box.origin, 0, image);
    EXPECT_EQ(image.x + image.y + image.z, 0);
    const Position high = frame.from_cartesian(box.origin + box.a() + box.b() + box.c(), 0, image);
    EXPECT_EQ(image.x + image.y + image.z, 3);
    EXPECT_TRUE(same(low, high));
    // Just below the lower face: the last representable fraction below 1, or the face itself.
    Image below;
    const Position p = frame.from_cartesian(box.origin - Vec3{1e-18, 1e-18, 1e-18}, 0, below);
    const Vec3 f = box.to_fraction(frame.to_cartesian(p));
    for (int c = 0; c < 3; ++c) EXPECT_LT(f[c], 1);
  }
}

TEST(Frame, DisplacementIsAntisymmetricToTheBit) {
  Random random(3);
  for (const Frame& frame : frames()) {
    for (int k = 0; k < 5000; ++k) {
      const Position a = random_position(frame, random);
      const Position b = random_position(frame, random);
      const Vec3 ab = frame.displacement(a, b);
      const Vec3 ba = -frame.displacement(b, a);
      for (int c = 0; c < 3; ++c) {
        // 0 and -0 are the same displacement.
        EXPECT_EQ(std::bit_cast<std::uint64_t>(ab[c] + 0.0),
                  std::bit_cast<std::uint64_t>(ba[c] + 0.0));
      }
      EXPECT_EQ(frame.displacement(a, a), Vec3{});
    }
  }
}

TEST(Frame, DisplacementIsTheNearestImageWithinTheRange) {
  Random random(4);
  const Frame& frame = frames()[1];
  int near = 0;
  for (int k = 0; k < 20000; ++k) {
    const Position a = random_position(frame, random);
    const Position b = random_position(frame, random);
    const Vec3 d = frame.displacement(a, b);
    const Vec3 direct = frame.to_cartesian(a) - frame.to_cartesian(b);
    double nearest = INFINITY;
    Vec3 expected;
    for (int n = 0; n < 343; ++n) {
      const Vec3 image = direct + static_cast<double>(n % 7 - 3) * frame.box().a() +
                         static_cast<double>(n / 7 % 7 - 3) * frame.box().b() +
                         static_cast<double>(n / 49 - 3) * frame.box().c();
      if (dot(image, image) < nearest) {
        nearest = dot(image, image);
        expected = image;
      }
    }
    if (nearest >= 2.8 * 2.8) continue;
    ++near;
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(d[c], expected[c], 1e-14 * size_of(frame.box()));
  }
  EXPECT_GT(near, 500);
}

TEST(Frame, AdvancingThereAndBackReturnsTheSameBits) {
  Random random(5);
  for (const Frame& frame : frames()) {
    const double step = 0.2 * std::min({frame.box().lx, frame.box().ly, frame.box().lz});
    for (int k = 0; k < 5000; ++k) {
      const Position start = random_position(frame, random);
      Position p = start;
      Image image;
      const Vec3 dr = random.vector(-step, step);
      frame.advance(p, image, dr);
      frame.advance(p, image, -dr);
      EXPECT_TRUE(same(p, start));
      EXPECT_EQ(image.x, 0);
      EXPECT_EQ(image.y, 0);
      EXPECT_EQ(image.z, 0);
    }
  }
}

TEST(Frame, AdvanceCountsTheFacesItCrosses) {
  Random random(6);
  for (const Frame& frame : frames()) {
    Image image;
    const Vec3 start = frame.box().to_cartesian({0.5, 0.5, 0.5});
    Position p = frame.from_cartesian(start, 3, image);
    Vec3 walked{};
    for (int k = 0; k < 20000; ++k) {
      const Vec3 dr = random.vector(-0.3, 0.31);
      frame.advance(p, image, dr);
      walked += dr;
    }
    EXPECT_GT(std::abs(image.x) + std::abs(image.y) + std::abs(image.z), 10);
    const Vec3 end = unwrapped(frame, p, image);
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(end[c] - start[c], walked[c], 1e-10);
    EXPECT_EQ(p.type, 3U);
    // Wrapping drops whole boxes and nothing else.
    const Position wrapped = frame.wrapped(p);
    EXPECT_EQ(frame.to_cartesian(wrapped), frame.to_cartesian(p));
    for (int c = 0; c < 3; ++c) {
      const int k = frame.log2_multiple()[c];
      const std::uint64_t x = c == 0 ? wrapped.x : c == 1 ? wrapped.y : wrapped.z;
      if (k > 0) {
        EXPECT_EQ(x >> (64 - k), 0U);
      }
    }
  }
}

TEST(Frame, DisplacementFollowsAnAtomAcrossFaces) {
  Random random(8);
  for (const Frame& frame : frames()) {
    for (int k = 0; k < 2000; ++k) {
      const Position start = random_position(frame, random);
      Position p = start;
      Image image;
      Vec3 moved{};
      for (int n = 0; n < 5; ++n) {
        const Vec3 dr = random.vector(-0.2, 0.2);
        frame.advance(p, image, dr);
        moved += dr;
      }
      const Vec3 d = frame.displacement(p, start);
      for (int c = 0; c < 3; ++c) EXPECT_NEAR(d[c], moved[c], 1e-14);
    }
  }
}

TEST(Frame, AdvanceOverALowerFaceCountsDown) {
  const Frame& frame = frames()[0];
  Position p;  // on the lower face
  Image image;
  frame.advance(p, image, {-1e-9, 0, 1e-9});
  EXPECT_EQ(image.x, -1);
  EXPECT_EQ(image.y, 0);
  EXPECT_EQ(image.z, 0);
  EXPECT_GT(p.x, std::uint64_t{1} << 63);
}

TEST(Frame, ShiftsByWholeBoxes) {
  Random random(7);
  for (const Frame& frame : frames()) {
    const auto most = [&](int c) { return 1 << frame.log2_multiple()[c]; };
    for (int k = 0; k < 200; ++k) {
      const Position p = random_position(frame, random);
      const Int3 shift{static_cast<int>(random.below(most(0))),
                       static_cast<int>(random.below(most(1))),
                       static_cast<int>(random.below(most(2)))};
      const Vec3 d = frame.displacement(frame.shifted(p, shift), p);
      // In a frame of n boxes a shift by k is one by k - n as well; half the frame is taken down.
      const auto boxes = [&](int c) {
        return static_cast<double>(2 * shift[c] >= most(c) && most(c) > 1 ? shift[c] - most(c)
                                                                          : shift[c]);
      };
      const Vec3 expected =
          boxes(0) * frame.box().a() + boxes(1) * frame.box().b() + boxes(2) * frame.box().c();
      for (int c = 0; c < 3; ++c) EXPECT_NEAR(d[c], expected[c], 1e-14 * size_of(frame.box()));
    }
  }
}

// The copy that mixed precision reads has the same images.
TEST(Frame, ShiftsCopiesOfPositionsAsPositions) {
  Random random(12);
  for (const Frame& frame : frames()) {
    const Int3& log2 = frame.log2_multiple();
    for (int k = 0; k < 100; ++k) {
      const Position p{
          .x = random.bits(), .y = random.bits(), .z = random.bits(), .type = std::uint32_t(k)};
      const Int3 shift{k % (1 << log2.x), k / 2 % (1 << log2.y), k / 3 % (1 << log2.z)};
      const ShortPosition expected = shortened(frame.shifted(p, shift));
      const ShortPosition found = frame.shifted(shortened(p), shift);
      EXPECT_EQ(std::tie(found.x, found.y, found.z, found.type),
                std::tie(expected.x, expected.y, expected.z, expected.type));
    }
  }
}

// A runaway atom must not come to rest by chance where it was: it is seen as far away.
TEST(Frame, MovesARunawayAtomByHalfAFrame) {
  for (const double length : {3.0, 30.0}) {
    const Frame frame(box_of({length, length, length}), 2.8);
    const double half = 0.5 * frame.heights().x;
    for (const double by : {std::nan(""), 1e30, -1e30, HUGE_VAL}) {
      Image image;
      const Position before = frame.from_cartesian({0.3, 1.1, 2.2}, 0, image);
      Position after = before;
      frame.advance(after, image, {by, 0, 0});
      EXPECT_DOUBLE_EQ(std::abs(frame.displacement(after, before).x), half) << by;
    }
  }
}

}  // namespace
}  // namespace alder::test
