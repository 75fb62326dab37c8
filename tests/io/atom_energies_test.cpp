// SPDX-License-Identifier: BSD-3-Clause
// The energies of single atoms in a trajectory, at steps around list builds.
#include <gtest/gtest.h>

#include "alder.hpp"
#include "io/h5md_reader.hpp"
#include "support/compare.hpp"
#include "support/decks.hpp"
#include "support/executions.hpp"
#include "support/lj_sum.hpp"
#include "support/random_system.hpp"
#include "support/temporary_folder.hpp"

namespace alder::test {
namespace {

class AtomEnergies : public OnEveryBackend {};

// A list is rebuilt, and storage with it reordered, every few steps; each row of a frame must be
// the energy of the atom whose position stands in that row.
TEST_P(AtomEnergies, BelongToThePositionsBesideThem) {
  const LjSettings settings{.shift = Shift::force, .skin = 0.2};
  Snapshot atoms = random_system({.box = box_of({7, 6, 8}), .atoms = 150, .min_distance = 0.95});
  Random random(5);
  for (Vec3& v : atoms.velocity) v = random.vector(-4, 4);
  Deck deck = GetParam().applied_to(with_nve(lj_deck(settings), 0.003, 40));
  TrajectoryDeck trajectory;
  trajectory.every = 1;
  trajectory.fields = {"position", "potential_energy"};
  trajectory.double_precision = true;
  deck.output.trajectory = {trajectory};
  const TemporaryFolder folder;
  Simulation simulation(deck, atoms);
  OutputOptions options;
  options.directory = folder.path("");
  simulation.open_output(options);
  EXPECT_GT(simulation.run().neighbor_builds, 4);

  const H5mdReader file(folder.path(deck.name + ".h5md"));
  ASSERT_EQ(file.frames(), 41);
  for (std::int64_t k = 0; k < file.frames(); ++k) {
    const Snapshot frame = file.read(k, deck.units);
    const LjSum expected = lj_sum(frame, settings);
    ASSERT_EQ(frame.potential_energy.size(), expected.atom_energy.size());
    for (std::size_t i = 0; i < expected.atom_energy.size(); ++i) {
      EXPECT_TRUE(close(frame.potential_energy[i], expected.atom_energy[i], 1e-10, 1.0))
          << "frame " << k << ", atom " << frame.id[i];
    }
  }
}

INSTANTIATE_TEST_SUITE_P(, AtomEnergies, testing::ValuesIn(list_executions()), execution_name);

}  // namespace
}  // namespace alder::test
