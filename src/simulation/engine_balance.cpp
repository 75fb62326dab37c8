// SPDX-License-Identifier: BSD-3-Clause
// Moves the cuts between ranks where their work differs.
#include "domain/balance.hpp"
#include "simulation/engine.hpp"

namespace alder {
namespace {

// Integration, sorting and list building of an atom take about as long as so many entries of its
// row in the pair loop.
constexpr std::int64_t entries_per_atom = 20;
constexpr std::int64_t builds_between = 10;  // how often cuts may be looked for
constexpr double worthwhile = 0.98;          // the new imbalance over the present one

}  // namespace

// What each local atom costs, from its row of the last list; the same for all before the first.
std::vector<std::int64_t> Engine::costs() const {
  std::vector<std::int64_t> costs(static_cast<std::size_t>(atoms_.n_local()), entries_per_atom);
  const std::vector<std::int32_t> entries = neighbors_.entries_of_rows();
  if (entries.size() != costs.size()) return costs;
  for (std::size_t i = 0; i < costs.size(); ++i) costs[i] += entries[i];
  return costs;
}

// Before a list build: atoms move to their new owners in its migration.
void Engine::balance() {
  Communicator& communicator = domain_.communicator();
  if (communicator.size() == 1) return;
  balance_.imbalance =
      imbalance(communicator, entries_per_atom * atoms_.n_local() + neighbors_.statistics().pairs);
  const std::int64_t builds = neighbors_.statistics().builds;
  if (balance_threshold_ <= 0 || balance_.imbalance <= balance_threshold_) return;
  if (builds < balance_.next_build) return;
  balance_.next_build = builds + builds_between;
  const std::vector<std::int64_t> cost = costs();
  const std::vector<Position> positions = atoms_.rows(atoms_.position());
  const WorkOfAtoms work{positions, cost, frame_.log2_multiple()};
  const ProcessGrid grid = balanced_grid(communicator, domain_.grid().bricks(), work);
  const double expected = imbalance_with(communicator, grid, work);
  if (expected > worthwhile * balance_.imbalance) return;
  if (balance_.moves == 0) balance_.imbalance_before = balance_.imbalance;
  balance_.imbalance = expected;
  ++balance_.moves;
  domain_.set_grid(grid);
}

}  // namespace alder
