// SPDX-License-Identifier: BSD-3-Clause
// Runs in two dimensions that were interrupted and continued against those that were not.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/compare.hpp"
#include "support/ranks.hpp"
#include "support/run_decks.hpp"
#include "support/shared_folder.hpp"

namespace alder::test {
namespace {

// The end of the first half is due for a row and a frame anyway.
constexpr std::int64_t steps = 56, half_way = 28;
constexpr const char* nve = "{type: nve}";
constexpr const char* langevin =
    "{type: nvt, thermostat: {style: langevin, temperature: 2.0, friction: 1.0, seed: 9}}";

// A hot layer of 288 atoms whose list is rebuilt every few steps.
class FlatRestart : public testing::TestWithParam<const char*> {
 protected:
  static Deck deck(std::int64_t until, const std::string& reproducible) {
    return small_deck(GetParam(), until,
                      {"system={dimensions: 2, lattice: {style: hex, area_density: 0.7, repeat: "
                       "[16, 9, 1], species: A}, velocities: {temperature: 2.5, seed: 5}}",
                       "execution.threads=1", "execution.reproducible=" + reproducible});
  }
};

TEST_P(FlatRestart, LeavesTheSameBytesOnTheSameRanks) {
  const SharedFolder whole, halves;
  const Snapshot expected = run_in(whole.path(), deck(steps, "false"), ranks());
  const Snapshot half = run_in(halves.path(), deck(half_way, "false"), ranks());
  EXPECT_EQ(half.step, half_way);
  const Snapshot found = run_in(halves.path(), deck(steps, "false"), ranks());
  EXPECT_EQ(found.step, steps);
  EXPECT_TRUE(identical(found.position, expected.position));
  EXPECT_TRUE(identical(found.velocity, expected.velocity));
  EXPECT_FALSE(identical(found.position, half.position));
  for (const Vec3& v : found.velocity) EXPECT_EQ(v.z, 0);
  if (ranks().is_first()) expect_same_outputs(whole.path(), halves.path());
}

// The first half on these ranks, the second on one, against one alone.
TEST_P(FlatRestart, HasTheSameBitsOnOtherRanksWhereReproducible) {
  const SharedFolder whole, halves;
  Ranks self;
  Snapshot expected, found;
  if (ranks().is_first()) expected = run_in(whole.path(), deck(steps, "true"), self);
  run_in(halves.path(), deck(half_way, "true"), ranks());
  if (ranks().is_first()) found = run_in(halves.path(), deck(steps, "true"), self);
  ranks().communicator().barrier();
  EXPECT_EQ(found.id, expected.id);
  EXPECT_TRUE(identical(found.position, expected.position));
  EXPECT_TRUE(identical(found.velocity, expected.velocity));
  EXPECT_EQ(found.image, expected.image);
}

INSTANTIATE_TEST_SUITE_P(, FlatRestart, testing::Values(nve, langevin), [](const auto& each) {
  return std::string(each.param == nve ? "nve" : "langevin");
});

}  // namespace
}  // namespace alder::test
