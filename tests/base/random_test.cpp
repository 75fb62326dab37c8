// SPDX-License-Identifier: BSD-3-Clause
#include "base/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace alder::test {
namespace {

std::array<std::uint32_t, 4> words(const Philox4x32& p) {
  return {p.word[0], p.word[1], p.word[2], p.word[3]};
}

// Known answers of philox4x32-10 published with Random123 (Salmon et al., file kat_vectors).
TEST(Philox, GivesTheKnownAnswers) {
  using Words = std::array<std::uint32_t, 4>;
  EXPECT_EQ(words(philox({{0, 0, 0, 0}}, 0, 0)),
            (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  const std::uint32_t ones = 0xffffffff;
  EXPECT_EQ(words(philox({{ones, ones, ones, ones}}, ones, ones)),
            (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(
      words(philox({{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}}, 0xa4093822, 0x299f31d0)),
      (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(UniformOpen, StaysInsideTheOpenInterval) {
  EXPECT_GT(uniform_open(0, 0), 0);
  EXPECT_LT(uniform_open(0xffffffff, 0xffffffff), 1);
  EXPECT_DOUBLE_EQ(uniform_open(0x80000000, 0), 0.5);
}

// Moments of n deviates: mean 0 +- 1/sqrt(n), variance 1 +- sqrt(2/n), fourth moment
// 3 +- sqrt(96/n); five standard deviations, and the seed is fixed.
TEST(NormalVector, HasTheMomentsOfTheNormalDistribution) {
  constexpr int n = 200000;
  double first = 0, second = 0, third = 0, fourth = 0;
  Vec3 mixed{};
  for (int k = 0; k < n; ++k) {
    const Vec3 v = normal_vector(42, RandomStream::langevin, k % 500, k / 500 + 1);
    for (int c = 0; c < 3; ++c) {
      first += v[c];
      second += v[c] * v[c];
      third += v[c] * v[c] * v[c];
      fourth += v[c] * v[c] * v[c] * v[c];
    }
    mixed += {v.x * v.y, v.y * v.z, v.z * v.x};
  }
  constexpr double count = 3.0 * n;
  EXPECT_NEAR(first / count, 0, 5 / std::sqrt(count));
  EXPECT_NEAR(second / count, 1, 5 * std::sqrt(2 / count));
  EXPECT_NEAR(third / count, 0, 5 * std::sqrt(15 / count));
  EXPECT_NEAR(fourth / count, 3, 5 * std::sqrt(96 / count));
  for (int c = 0; c < 3; ++c) EXPECT_NEAR(mixed[c] / n, 0, 5 / std::sqrt(n));
}

// The share of deviates beyond 1, 2 and 3 standard deviations: 31.73, 4.550 and 0.2700 percent.
TEST(NormalVector, HasTheTailsOfTheNormalDistribution) {
  constexpr int n = 200000;
  std::array<int, 3> beyond{};
  for (int k = 0; k < n; ++k) {
    const Vec3 v = normal_vector(7, RandomStream::velocities, 0, k);
    for (int c = 0; c < 3; ++c) {
      for (std::size_t s = 0; s < 3; ++s) beyond[s] += std::abs(v[c]) > static_cast<double>(s + 1);
    }
  }
  constexpr double count = 3.0 * n;
  constexpr std::array<double, 3> expected{0.317310508, 0.045500264, 0.002699796};
  for (std::size_t s = 0; s < 3; ++s) {
    EXPECT_NEAR(beyond[s] / count, expected[s], 5 * std::sqrt(expected[s] / count));
  }
}

TEST(NormalVector, DependsOnEachPartOfItsKey) {
  const std::int64_t far = std::int64_t{1} << 33;
  const std::array all{normal_vector(1, RandomStream::langevin, 1, 1),
                       normal_vector(2, RandomStream::langevin, 1, 1),
                       normal_vector(1 + (std::uint64_t{1} << 32), RandomStream::langevin, 1, 1),
                       normal_vector(1, RandomStream::velocities, 1, 1),
                       normal_vector(1, RandomStream::langevin, 2, 1),
                       normal_vector(1, RandomStream::langevin, 1 + far, 1),
                       normal_vector(1, RandomStream::langevin, 1, 2),
                       normal_vector(1, RandomStream::langevin, 1, 1 + far)};
  std::set<double> distinct;
  for (const Vec3& v : all) distinct.insert({v.x, v.y, v.z});
  EXPECT_EQ(distinct.size(), 3 * all.size());
}

}  // namespace
}  // namespace alder::test
