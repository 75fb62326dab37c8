// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/snapshot.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"
#include "support/compare.hpp"
#include "support/random_system.hpp"

namespace alder::test {
namespace {

Snapshot filled() {
  Snapshot s = random_system({.box = box_of({9, 8, 7}, {1, 2, -1}), .atoms = 20, .species = 2});
  Random random(9);
  for (std::size_t i = 0; i < s.id.size(); ++i) {
    s.velocity[i] = random.vector(-1, 1);
    s.force.push_back(random.vector(-1, 1));
    s.charge.push_back(random.uniform(-1, 1));
    s.potential_energy.push_back(random.uniform(-1, 1));
    s.image.push_back({static_cast<int>(i), 0, -1});
  }
  s.time = 3;
  return s;
}

TEST(Snapshot, ConvertsToDeckUnits) {
  const Units& real = units_named("real");
  const Snapshot s = filled();
  const Snapshot d = in_deck_units(s, real);
  EXPECT_EQ(d.position[3], s.position[3]);  // angstrom
  EXPECT_EQ(d.force[3], s.force[3]);        // kcal/mol/angstrom
  // Velocities in angstrom/fs; the internal time unit is 48.888 fs.
  EXPECT_TRUE(close(d.velocity[3].x, s.velocity[3].x / 48.88821291, 1e-14));
  EXPECT_TRUE(close(d.time, 3 * 48.88821291, 1e-14));
  EXPECT_EQ(d.image[3], s.image[3]);
}

TEST(Snapshot, UnitConversionHasAnInverse) {
  for (const char* name : {"lj", "real", "metal", "si"}) {
    const Units& units = units_named(name);
    const Snapshot s = filled();
    const Snapshot back = in_internal_units(in_deck_units(s, units), units);
    EXPECT_TRUE(close(back.position, s.position, 1e-15));
    EXPECT_TRUE(close(back.velocity, s.velocity, 1e-15));
    EXPECT_TRUE(close(back.force, s.force, 1e-15));
    EXPECT_TRUE(close(back.box.xz, s.box.xz, 1e-15));
    EXPECT_TRUE(close(back.box.origin.x, s.box.origin.x, 1e-15));
    EXPECT_TRUE(close(back.charge[5], s.charge[5], 1e-15));
    EXPECT_TRUE(close(back.potential_energy[5], s.potential_energy[5], 1e-15));
    EXPECT_TRUE(close(back.species[1].mass, s.species[1].mass, 1e-15));
    EXPECT_TRUE(close(back.time, s.time, 1e-15));
  }
}

TEST(SortById, MovesWholeRows) {
  const Snapshot sorted = filled();
  Snapshot s = sorted;
  const auto reverse = [](auto& rows) { std::reverse(rows.begin(), rows.end()); };
  reverse(s.id);
  reverse(s.type);
  reverse(s.position);
  reverse(s.image);
  reverse(s.velocity);
  reverse(s.force);
  reverse(s.charge);
  reverse(s.potential_energy);
  sort_by_id(s, "here");
  EXPECT_EQ(s.id, sorted.id);
  EXPECT_EQ(s.type, sorted.type);
  EXPECT_EQ(s.position, sorted.position);
  EXPECT_EQ(s.image, sorted.image);
  EXPECT_EQ(s.velocity, sorted.velocity);
  EXPECT_EQ(s.force, sorted.force);
  EXPECT_EQ(s.charge, sorted.charge);
  EXPECT_EQ(s.potential_energy, sorted.potential_energy);
}

TEST(SortById, RefusesAnIdGivenTwice) {
  Snapshot s = filled();
  s.id[4] = s.id[7];
  try {
    sort_by_id(s, "melt.data");
    FAIL() << "no error";
  } catch (const InputError& e) {
    EXPECT_EQ(std::string(e.what()),
              "melt.data: error: atom id " + std::to_string(s.id[7]) + " is given twice");
  }
}

}  // namespace
}  // namespace alder::test
