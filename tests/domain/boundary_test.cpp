// SPDX-License-Identifier: BSD-3-Clause
// Boxes that are not periodic along every axis, on any number of ranks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "alder.hpp"
#include "support/compare.hpp"
#include "support/decks.hpp"
#include "support/errors.hpp"
#include "support/lj_sum.hpp"
#include "support/random_system.hpp"
#include "support/ranks.hpp"

namespace alder::test {
namespace {

using testing::HasSubstr;

enum class Face { periodic, fixed, shrink };

Box with_faces(Box box, const std::array<Face, 3>& faces) {
  for (std::size_t axis = 0; axis < 3; ++axis) {
    box.periodic[axis] = faces[axis] == Face::periodic;
    box.shrink[axis] = faces[axis] == Face::shrink;
  }
  return box;
}

constexpr Face p = Face::periodic, f = Face::fixed, s = Face::shrink;

Deck one_thread(Deck deck) {
  deck.execution.threads = 1;
  return deck;
}

// Every mixture of faces, also where the box is smaller than the range and where only some axes may
// be tilted, against sums over all pairs and images by other code.
TEST(OpenBox, ForcesAreThoseOfAllPairs) {
  for (const Backend backend : {Backend::cpu, Backend::reference}) {
    for (const auto& faces : {std::array{p, p, f},
                              {p, f, p},
                              {f, p, p},
                              {f, f, f},
                              {s, s, s},
                              {s, p, p},
                              {p, s, f},
                              {f, p, s}}) {
      for (const Vec3& lengths : {Vec3{9, 8, 11}, Vec3{4, 3.1, 2.7}}) {
        const double tilt = faces[1] == p ? 0.7 : 0;
        const Snapshot atoms = random_system(
            {.box = with_faces(box_of(lengths, {tilt, 0, 0}), faces),
             .atoms = static_cast<std::int64_t>(0.35 * lengths.x * lengths.y * lengths.z)});
        const LjSettings settings{.shift = Shift::force};
        const LjSum expected = lj_sum(atoms, settings);
        Deck deck = one_thread(lj_deck(settings));
        deck.execution.backend = backend;
        const Evaluation e = Simulation(deck, ranks(), atoms).evaluate();
        EXPECT_TRUE(close(e.total, expected.energy, 1e-12, std::abs(expected.energy) + 10));
        EXPECT_TRUE(close(e.forces, expected.force, 1e-12));
        std::array<double, 6> virial = e.pressure_tensor;
        for (double& v : virial) v *= e.volume;
        EXPECT_TRUE(close(virial, expected.virial, 1e-12));
      }
    }
  }
}

// Atoms without interaction fly apart: the cell grows again and again, and no path is bent.
TEST(OpenBox, FacesFollowTheAtoms) {
  Snapshot atoms = random_system(
      {.box = with_faces(box_of({6, 5, 4}), {s, p, s}), .atoms = 50, .min_distance = 0.1});
  Random random(9);
  for (Vec3& v : atoms.velocity) v = random.vector(-3, 3);
  Deck deck = one_thread(with_nve(lj_deck({.species = {{0, 1, 1, 1}}}), 0.01, 3000));
  Simulation split(deck, ranks(), atoms);
  split.run();
  const Snapshot end = split.snapshot();
  Vec3 low{1e9, 1e9, 1e9}, high = -low;
  for (std::size_t i = 0; i < atoms.id.size(); ++i) {
    const Vec3 expected = atoms.position[i] + 30.0 * atoms.velocity[i];
    EXPECT_NEAR(end.position[i].x, expected.x, 1e-10);
    EXPECT_NEAR(end.position[i].z, expected.z, 1e-10);
    for (int k = 0; k < 3; ++k) {
      low[k] = std::min(low[k], expected[k]);
      high[k] = std::max(high[k], expected[k]);
    }
  }
  const double volume = (high.x - low.x) * 5 * (high.z - low.z);
  EXPECT_TRUE(close(split.evaluate().volume, volume, 1e-3));
}

// Two clusters that meet: before, they must not see each other round the cell.
TEST(OpenBox, KeepsItsEnergyWhileAtomsMeet) {
  Snapshot atoms;
  atoms.box = with_faces(box_of({12, 4, 4}), {s, s, s});
  atoms.species = {{"A", 1, 0}};
  for (int k = 0; k < 16; ++k) {
    const Vec3 r{k < 8 ? 0.0 : 9.0, 1.1 * (k % 2), 1.1 * (k / 2 % 2)};
    atoms.id.push_back(k + 1);
    atoms.type.push_back(0);
    atoms.position.push_back(r + Vec3{1.1 * (k / 4 % 2), 0, 0});
    atoms.velocity.push_back({k < 8 ? 1.0 : -1.0, 0, 0});
  }
  const Deck deck = one_thread(with_nve(lj_deck({.shift = Shift::force}), 0.002, 3000));
  Simulation split(deck, ranks(), atoms);
  std::vector<double> energy;
  split.on_thermo([&](const ThermoRow& row) { energy.push_back(row.total_energy); });
  split.run();
  if (!ranks().is_first()) return;
  const auto [least, most] = std::minmax_element(energy.begin(), energy.end());
  EXPECT_LT(*most - *least, 0.01);
}

TEST(OpenBox, HasTheSameBitsOnAnyRanks) {
  Ranks self;
  for (const auto& faces : {std::array{p, p, f}, {s, s, s}}) {
    Snapshot atoms = random_system(
        {.box = with_faces(box_of({10, 9, 12}), faces), .atoms = 300, .min_distance = 0.95});
    if (faces[2] == f) atoms.box.lz = 20, atoms.box.origin.z -= 4;  // vacuum on both sides
    Random random(5);
    for (Vec3& v : atoms.velocity) v = random.vector(-1, 1);
    Deck deck = one_thread(with_nve(lj_deck({.shift = Shift::force}), 0.004, 400));
    deck.execution.reproducible = true;
    Simulation alone(deck, self, atoms), split(deck, ranks(), atoms);
    alone.run();
    split.run();
    EXPECT_TRUE(identical(split.snapshot().position, alone.snapshot().position));
    EXPECT_TRUE(identical(split.snapshot().velocity, alone.snapshot().velocity));
    EXPECT_EQ(split.evaluate().pressure_tensor_full, alone.evaluate().pressure_tensor_full);
  }
}

TEST(OpenBox, LosesNoAtomSilently) {
  Snapshot atoms = random_system({.box = with_faces(box_of({6, 5, 4}), {p, p, f}), .atoms = 40});
  for (Vec3& v : atoms.velocity) v = {0, 0, 0.1};
  atoms.velocity[7] = {0, 0, -3};
  atoms.velocity[8] = {0, 0, 4};
  const Deck deck = one_thread(with_nve(lj_deck({.species = {{0, 1, 1, 1}}}), 0.01, 2000));
  const std::string text = error_of<PhysicsError>([&] { Simulation(deck, ranks(), atoms).run(); });
  EXPECT_NE(text, "(no error)");
  if (!ranks().is_first()) return;  // it is the first that tells
  EXPECT_THAT(text, HasSubstr("of 40 atoms went through fixed faces of the box"));
  EXPECT_THAT(text, HasSubstr("Try: a longer box"));
}

TEST(OpenBox, RefusesWhatItCannotMean) {
  const Deck deck = one_thread(lj_deck());
  const auto said = [&](const Snapshot& atoms, const Deck& with) {
    return error_of<InputError>([&] { Simulation(with, ranks(), atoms).evaluate(); });
  };
  Snapshot atoms = random_system({.box = with_faces(box_of({6, 5, 4}), {f, p, p}), .atoms = 40});
  EXPECT_THAT(said(atoms, one_thread(lj_deck({.tail = true}))),
              HasSubstr("needs a box that is periodic"));
  atoms.position[3].x += 6;
  EXPECT_THAT(said(atoms, deck),
              HasSubstr("atom " + std::to_string(atoms.id[3]) + " is outside the box along a"));
  atoms.box = with_faces(box_of({6, 5, 4}, {1, 0, 0}), {p, s, p});
  EXPECT_THAT(said(atoms, deck), HasSubstr("an edge b that is tilted must be periodic"));
}

}  // namespace
}  // namespace alder::test
