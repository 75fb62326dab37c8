// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/velocities.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "support/compare.hpp"
#include "support/random_system.hpp"

namespace alder::test {
namespace {

Snapshot atoms(std::int64_t n) {
  Snapshot s;
  s.species = {{"A", 1, 0}, {"B", 4, 0}};
  for (std::int64_t i = 0; i < n; ++i) {
    s.id.push_back(2 * i + 1);
    s.type.push_back(static_cast<std::int32_t>(i % 2));
    s.position.push_back({});
  }
  return s;
}

Vec3 momentum(const Snapshot& s) {
  Vec3 sum{};
  for (std::size_t i = 0; i < s.velocity.size(); ++i) {
    sum += s.species[static_cast<std::size_t>(s.type[i])].mass * s.velocity[i];
  }
  return sum;
}

TEST(Velocities, MeetTheTemperatureExactlyAndHaveNoMomentum) {
  Snapshot s = atoms(1000);
  set_velocities(s, 1.44, 87287, true);
  EXPECT_TRUE(close(2 * kinetic_energy(s) / (3 * 1000 - 3), 1.44, 1e-14));
  const Vec3 p = momentum(s);
  EXPECT_LT(std::sqrt(dot(p, p)), 1e-11);
}

TEST(Velocities, KeepTheMomentumWhereAsked) {
  Snapshot s = atoms(1000);
  set_velocities(s, 1.44, 87287, false);
  const Vec3 p = momentum(s);
  // Its square has the mean 3 M kT, with M = 2500 the total mass.
  EXPECT_GT(dot(p, p), 0.01 * 3 * 2500 * 1.44);
  EXPECT_LT(dot(p, p), 6 * 3 * 2500 * 1.44);
}

// Each component of a species of mass m is normal with variance kT / m; five standard deviations of
// the moments (see base/random_test.cpp), the seed is fixed.
TEST(Velocities, AreMaxwellDistributedForEachMass) {
  Snapshot s = atoms(100000);
  const double thermal_energy = 0.7;
  set_velocities(s, thermal_energy, 5, true);
  for (std::int32_t type = 0; type < 2; ++type) {
    const double variance = thermal_energy / s.species[static_cast<std::size_t>(type)].mass;
    double second = 0, fourth = 0, count = 0;
    Vec3 first{};
    for (std::size_t i = 0; i < s.velocity.size(); ++i) {
      if (s.type[i] != type) continue;
      const Vec3 v = (1 / std::sqrt(variance)) * s.velocity[i];
      first += v;
      for (int c = 0; c < 3; ++c) {
        second += v[c] * v[c];
        fourth += std::pow(v[c], 4);
      }
      count += 3;
    }
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(3 * first[c] / count, 0, 5 / std::sqrt(count / 3));
    EXPECT_NEAR(second / count, 1, 5 * std::sqrt(2 / count));
    EXPECT_NEAR(fourth / count, 3, 5 * std::sqrt(96 / count));
  }
}

TEST(Velocities, BelongToTheIdNotToTheRow) {
  Snapshot all = atoms(100);
  set_velocities(all, 1, 3, false);
  Snapshot fewer = atoms(100);
  // The same ids with one atom left out: its neighbors' directions stay.
  fewer.id.erase(fewer.id.begin() + 10);
  fewer.type.erase(fewer.type.begin() + 10);
  fewer.position.erase(fewer.position.begin() + 10);
  set_velocities(fewer, 1, 3, false);
  const double scale = fewer.velocity[0].x / all.velocity[0].x;
  EXPECT_TRUE(close(fewer.velocity[50].y, scale * all.velocity[51].y, 1e-13));
}

TEST(Velocities, OfOneAtomAndOfZeroTemperature) {
  Snapshot one = atoms(1);
  set_velocities(one, 2, 1, true);
  EXPECT_TRUE(close(2 * kinetic_energy(one), 2, 1e-14));  // at least one degree of freedom
  Snapshot cold = atoms(10);
  set_velocities(cold, 0, 1, true);
  for (const Vec3& v : cold.velocity) EXPECT_EQ(v, Vec3{});
}

TEST(DegreesOfFreedom, LeaveOutTheMotionOfTheWhole) {
  EXPECT_EQ(degrees_of_freedom(1000, 3), 2997);
  EXPECT_EQ(degrees_of_freedom(1000, 2), 1998);
  EXPECT_EQ(degrees_of_freedom(2, 3), 3);
  EXPECT_EQ(degrees_of_freedom(1, 3), 1);
}

}  // namespace
}  // namespace alder::test
