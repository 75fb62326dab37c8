// SPDX-License-Identifier: BSD-3-Clause
// The kernel that moves atoms with the widest instructions gives the bits of the body that moves
// them anywhere.
#include <gtest/gtest.h>

#include <cstring>

#include "atoms/bodies.hpp"
#include "backend/for_each.hpp"
#include "integrate/bodies.hpp"
#include "integrate/motion.hpp"
#include "support/random_system.hpp"

namespace alder::test {
namespace {

// Atoms near every face of a box with unequal edges, fast enough to cross them within a step.
Snapshot restless_atoms() {
  Snapshot s =
      random_system({.box = box_of({7, 9, 11}), .atoms = 400, .species = 2, .min_distance = 0.5});
  s.species = {{"A", 1.3, 0}, {"B", 40, 0}};
  Random random(5);
  for (Vec3& v : s.velocity) v = random.vector(-40, 40);
  return s;
}

struct Moved {
  std::vector<Position> position;
  std::vector<PaddedVec3> velocity;
  std::vector<Image> image;
  std::vector<ShortPosition> short_position;
};

template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
}

template <class Move>
Moved moved(const Device& device, const Frame& frame, bool shortened, const Move& move) {
  const Snapshot s = restless_atoms();
  Atoms atoms(device, frame, s);
  Random random(6);
  std::vector<PaddedVec3> force;
  for (std::int64_t i = 0; i < atoms.n_local(); ++i) {
    force.emplace_back(random.vector(-300, 300));
  }
  atoms.set_rows<PaddedVec3>(atoms.force(), force);
  if (shortened) static_cast<void>(atoms.short_positions());
  move(atoms);
  atoms.note_moved();
  const ShortPosition* rows = atoms.short_positions();
  return {atoms.rows(atoms.position()),
          atoms.rows(atoms.velocity()),
          atoms.rows(atoms.image()),
          {rows, rows + atoms.n_local()}};
}

TEST(MoveAtoms, GivesTheBitsOfTheBody) {
  const Device device = Device::open(Backend::cpu, 1);
  if (move_atoms_for(device.simd()) == nullptr) GTEST_SKIP() << "no such kernel on this processor";
  const Frame frame(restless_atoms().box, 2.5);
  ASSERT_EQ(frame.log2_multiple(), Int3{});
  constexpr double h = 0.05;
  for (const int kicks : {1, 2}) {
    for (const bool shortened : {false, true}) {
      const Moved expected = moved(device, frame, shortened, [&](Atoms& atoms) {
        for_each(device, atoms.n_local(), KickDriftBody{atoms.view(), frame, h, kicks});
      });
      const StepState state{1, h, h};
      const Moved fast = moved(device, frame, shortened, [&](Atoms& atoms) {
        kick_and_drift({device, atoms, frame, state}, kicks);
      });
      EXPECT_TRUE(same_bits(fast.position, expected.position));
      EXPECT_TRUE(same_bits(fast.velocity, expected.velocity));
      EXPECT_TRUE(same_bits(fast.image, expected.image));
      EXPECT_TRUE(same_bits(fast.short_position, expected.short_position));
      for (std::size_t i = 0; i < fast.position.size(); ++i) {
        const ShortPosition wanted = alder::shortened(fast.position[i]);
        EXPECT_EQ(std::memcmp(&wanted, &fast.short_position[i], sizeof wanted), 0);
      }
      int crossed[2] = {0, 0};
      for (const Image& image : fast.image) {
        for (const std::int32_t n : {image.x, image.y, image.z}) {
          crossed[0] += n < 0 ? 1 : 0;
          crossed[1] += n > 0 ? 1 : 0;
        }
      }
      EXPECT_GT(crossed[0], 100);
      EXPECT_GT(crossed[1], 100);
    }
  }
}

}  // namespace
}  // namespace alder::test
