// SPDX-License-Identifier: BSD-3-Clause
// On CPU ranks: forces far from ghosts are computed while these travel, and what travels is what
// the loops read of them.
#include <gtest/gtest.h>

#include <numeric>

#include "atoms/make_system.hpp"
#include "simulation/engine.hpp"
#include "support/compare.hpp"
#include "support/ranks.hpp"
#include "support/run_decks.hpp"

namespace alder::test {
namespace {

constexpr Want energies{.energy = true, .virial = true};

class SplitForces : public testing::TestWithParam<const char*> {
 protected:
  // A crystal whose layers along c are large; a list serves `every` steps.
  void make(int every, int threads = 1) {
    const std::vector<std::string> overrides{
        "execution.backend=cpu", "execution.precision=" + std::string(precision()),
        "execution.reproducible=" + std::string(reproducible() ? "true" : "false"),
        "system.lattice.repeat=[4, 4, " + std::to_string(6 * ranks().size()) + "]",
        "neighbor={every: " + std::to_string(every) + ", check: false}"};
    const Deck deck = small_deck("{type: nve}", 100, overrides);
    engine = std::make_unique<Engine>(deck, Device::open(Backend::cpu, threads),
                                      ranks().communicator(), make_system(deck));
    engine->begin_stage(deck.stages.front());
    engine->evaluate();
  }
  [[nodiscard]] static std::string precision() {
    const std::string name = GetParam();
    return name.substr(0, name.find('_'));
  }
  [[nodiscard]] static bool reproducible() {
    return std::string(GetParam()).find('_') != std::string::npos;
  }
  Snapshot after(int steps, Want want) {
    for (int k = 0; k < steps; ++k) engine->step(want);
    return engine->snapshot_everywhere();
  }
  [[nodiscard]] double sum_of_atom_energies() {
    const double* energy = engine->atom_energies();
    const double mine = std::accumulate(energy, energy + engine->n_local(), 0.0);
    return ranks().communicator().sum(mine);
  }

  std::unique_ptr<Engine> engine;
};

// Steps that want energies compute all rows in one go.
TEST_P(SplitForces, HaveTheSameBits) {
  make(5);
  const Snapshot whole = after(17, energies);
  for (const int threads : {1, 2}) {
    make(5, threads);
    EXPECT_EQ(engine->domain().row_parts().interior().empty(), ranks().size() == 1);
    const Snapshot split = after(17, {});
    EXPECT_TRUE(identical(split.position, whole.position));
    EXPECT_TRUE(identical(split.velocity, whole.velocity));
  }
}

TEST_P(SplitForces, GhostsGetWhatLoopsRead) {
  make(100);
  Communicator& c = ranks().communicator();
  after(1, {});
  const std::size_t bytes_per_ghost = precision() == "mixed" ? 12 : 24;
  const auto n = engine->domain().n_sent() * static_cast<std::size_t>(c.size() > 1);
  EXPECT_EQ(engine->domain().halo().bytes, static_cast<std::int64_t>(n * bytes_per_ghost));
}

// They are in double precision, of positions to the last bit, also of ghosts.
TEST_P(SplitForces, LeaveEnergiesOfAtomsExact) {
  make(100);
  after(4, {});  // no pair came into range meanwhile
  const double found = sum_of_atom_energies();
  const std::int64_t refreshes = engine->domain().halo().refreshes;
  EXPECT_EQ(sum_of_atom_energies(), found);
  EXPECT_EQ(engine->domain().halo().refreshes, refreshes) << "ghosts were whole already";
  engine->evaluate();  // with a new list
  EXPECT_TRUE(close(found, sum_of_atom_energies(), 1e-13));
}

INSTANTIATE_TEST_SUITE_P(, SplitForces,
                         testing::Values("mixed", "double", "mixed_reproducible",
                                         "double_reproducible"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace alder::test
