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

// The same for all of a rank's atoms.
std::int64_t Engine::counted_work() const {
  return entries_per_atom * atoms_.n_local() + neighbors_.statistics().pairs;
}

double Engine::worked_seconds() const {
  return work_clock_ ? work_clock_() : working_.seconds();
}

// Whether cuts may move now. By time that is so every tenth build, if ranks were uneven since the
// last time; they learn then how fast they are, and go by work until they first did. The kernels of
// GPUs run beside the host, whose clock says nothing of them. Collective.
bool Engine::is_balance_due() {
  const std::int64_t builds = neighbors_.statistics().builds;
  if (balance_rule_.by != BalanceBy::time || device_.is_cuda()) {
    return builds >= balance_.next_build;
  }
  if (builds < timed_work_.first_build + builds_between) {
    return balance_.imbalance_by_time == 0 && builds >= balance_.next_build;
  }
  const double clock = worked_seconds();
  const Load seconds =
      speeds_.look(domain_.communicator(), timed_work_.work, clock - timed_work_.clock);
  timed_work_ = {.clock = clock, .first_build = builds};
  balance_.imbalance_by_time = seconds.imbalance();
  if (balance_.imbalance_by_time_before == 0) {
    balance_.imbalance_by_time_before = balance_.imbalance_by_time;
  }
  return balance_.imbalance_by_time > balance_rule_.threshold;
}

void Engine::look_at_balance() {
  const auto work = static_cast<double>(counted_work());
  balance_.imbalance = load(domain_.communicator(), work).imbalance();
}

// Before a list build: atoms move to their new owners in its migration.
void Engine::balance() {
  Communicator& communicator = domain_.communicator();
  if (communicator.size() == 1 || balance_rule_.threshold <= 0) return;
  look_at_balance();
  if (!is_balance_due()) return;
  const auto work = static_cast<double>(counted_work());
  const double speed = speeds_.speeds()[static_cast<std::size_t>(communicator.rank())];
  const Load present = load(communicator, work / speed);
  if (present.imbalance() <= balance_rule_.threshold) return;
  balance_.next_build = neighbors_.statistics().builds + builds_between;
  const std::vector<std::int64_t> cost = costs();
  const std::vector<Position> positions = atoms_.rows(atoms_.position());
  const WorkOfAtoms atoms{positions, cost, frame_.log2_multiple()};
  const ProcessGrid grid =
      balanced_grid(communicator, domain_.grid().bricks(), atoms, speeds_.speeds());
  const Load expected = load_with(communicator, grid, atoms, speeds_.speeds());
  if (expected.largest > worthwhile * present.largest) return;
  if (balance_.moves == 0) balance_.imbalance_before = balance_.imbalance;
  const std::vector<double> alike(speeds_.speeds().size(), 1);
  balance_.imbalance = load_with(communicator, grid, atoms, alike).imbalance();
  ++balance_.moves;
  domain_.set_grid(grid);
}

}  // namespace alder
