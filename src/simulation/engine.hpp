// SPDX-License-Identifier: BSD-3-Clause
// The simulation itself: owns everything, makes the steps.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "atoms/atoms.hpp"
#include "base/timer.hpp"
#include "deck/deck.hpp"
#include "domain/domain.hpp"
#include "domain/rank_speeds.hpp"
#include "force/force.hpp"
#include "integrate/integrator.hpp"
#include "neighbor/neighbor_list.hpp"
#include "observe/results.hpp"

namespace alder {

/// How even the work of the ranks is: the largest over the mean, by entries of the neighbor list,
/// and by the time they take where cuts go by that.
struct BalanceState {
  double imbalance = 1;                 ///< when last looked at
  double imbalance_before = 0;          ///< before cuts were first moved
  double imbalance_by_time = 0;         ///< between the last two looks; 0: none yet
  double imbalance_by_time_before = 0;  ///< before the first look
  std::int64_t moves = 0;               ///< of cuts, as often as they were moved
  std::int64_t next_build = 0;          ///< list build at which it is looked at next
};

/// The work of a rank that its clock saw since the last look at the speeds of ranks.
struct TimedWork {
  std::int64_t work = 0;         ///< as counted
  double clock = 0;              ///< at that look
  std::int64_t first_build = 0;  ///< list builds there were then
};

/// What of an Engine, beside the atoms' saved fields, later steps depend on.
struct EngineState {
  StepState step;
  Frame frame;
  std::int64_t steps_since_build = 0;
  NeighborStatistics neighbors{};
  std::array<std::vector<std::uint64_t>, 3> cuts{};  ///< between ranks; empty: even ones
  BalanceState balance{};
};

/// Thrown by a step after which nothing sensible can follow; the same on all ranks.
struct Instability {
  std::string what;      ///< "an atom moved by 12 in one step"
  std::string advice{};  ///< likely cause and what to try; empty: what an unstable run calls for
};

/// One system on one device. Internal units inside, the deck's in what it reports.
class Engine {
 public:
  /// `start` is the whole system; only the first rank need have its atoms. Collective.
  Engine(const Deck& deck, const Device& device, Communicator& communicator, const Snapshot& start);

  /// Makes the coming steps those of a stage.
  void begin_stage(const StageDeck& stage);
  /// One timestep; energies and virial are computed where wanted. Throws Instability. The last half
  /// kick is left to the next step, which makes it in the same pass over the atoms, or to whatever
  /// of this class next needs velocities.
  void step(Want want);
  /// Looks at all velocities and forces and counts the atoms. Throws Instability. Collective.
  void check_stability();
  /// Finishes what the last step left open: whether its list was still good is known on a GPU
  /// before it is here; where it was not, its forces and the wanted sums of them are computed now.
  /// Throws Instability. Collective.
  void settle(Want want = {});
  /// Forces, energies and virial of the current positions, with a fresh neighbor list. Throws
  /// Instability.
  void evaluate();

  /// What a force complained of on the first rank where one did; empty: nothing. Collective.
  [[nodiscard]] std::string trouble();

  [[nodiscard]] EngineState engine_state() {
    settle();
    return {state_,
            frame_,
            neighbors_.steps_since_build(),
            neighbors_.statistics(),
            {domain_.grid().cuts(0), domain_.grid().cuts(1), domain_.grid().cuts(2)},
            balance_};
  }
  /// Continues where an Engine with this state was, once the atoms' saved fields are restored. With
  /// `exactly`, which needs the atoms on the ranks they were on, the list of neighbors is the same
  /// in the same order, and so are the bits of what follows. Otherwise the atoms find their ranks
  /// and the forces are computed anew.
  void resume(const EngineState& state, bool exactly);

  [[nodiscard]] ThermoRow thermo();
  /// The potential energy of each local atom at the present positions, storage order, in the
  /// device's memory; valid until the next call. Collective.
  [[nodiscard]] const double* atom_energies();
  [[nodiscard]] Evaluation evaluation();
  /// The whole system in internal units on the first rank, this rank's part elsewhere. Collective.
  [[nodiscard]] Snapshot snapshot();
  /// The whole system on every rank. Collective.
  [[nodiscard]] Snapshot snapshot_everywhere();
  /// The same with the positions of the last list build.
  [[nodiscard]] Snapshot snapshot_at_build();
  [[nodiscard]] const Frame& frame() const { return frame_; }
  [[nodiscard]] const StepState& state() const { return state_; }
  [[nodiscard]] PartTimer& timer() { return timer_; }
  [[nodiscard]] const PartTimer& timer() const { return timer_; }
  [[nodiscard]] const NeighborList& neighbors() const { return neighbors_; }
  [[nodiscard]] const Device& device() const { return device_; }
  [[nodiscard]] const BalanceState& balance_state() const { return balance_; }
  /// Notes there how uneven the work of ranks is now. Collective.
  void look_at_balance();
  /// Another clock for balance by time: the seconds that this rank has worked so far.
  void set_work_clock(std::function<double()> clock) { work_clock_ = std::move(clock); }
  [[nodiscard]] const Domain& domain() const { return domain_; }
  [[nodiscard]] std::int64_t n_local() const { return atoms_.n_local(); }
  [[nodiscard]] std::int64_t n_global() const { return atoms_.n_global(); }
  [[nodiscard]] Atoms& atoms() {
    finish_step();
    return atoms_;
  }
  /// Bytes held per-atom fields.
  [[nodiscard]] std::size_t atoms_bytes() const { return atoms_.bytes(); }

 private:
  void finish_step();
  Engine(const Deck& deck, const Device& device, Communicator& communicator, const Snapshot& start,
         const Snapshot& header);
  void rebuild_neighbors();
  void rebuild_as_before();
  void note_trouble(const std::string& what);
  void build_list();
  void balance();
  bool is_balance_due();
  [[nodiscard]] double worked_seconds() const;
  [[nodiscard]] std::int64_t counted_work() const;
  [[nodiscard]] std::vector<std::int64_t> costs() const;
  void check_faces();
  void fit_cell();
  [[nodiscard]] std::array<Vec3, 2> extent();
  [[nodiscard]] double volume();
  void check_displacement() const;
  void compute_forces(Want want);
  void add_forces(Want want, Rows rows);
  [[nodiscard]] bool overlaps(Want want) const;
  void refresh_and_compute_forces();
  [[nodiscard]] GhostForm form_of_ghosts() const;
  void refresh_ghosts(GhostForm form);
  [[nodiscard]] Snapshot stamped(Snapshot snapshot) const;
  [[nodiscard]] Energies sum_over_ranks(Energies part);

  Device device_;
  Units units_;
  bool reproducible_;
  BalanceDeck balance_rule_;  ///< threshold 0: cuts stay
  BalanceState balance_;
  TimedWork timed_work_;
  std::string trouble_;               ///< of this rank's forces
  std::vector<std::int64_t> counts_;  ///< atoms of each species, all ranks
  std::vector<std::unique_ptr<Force>> forces_;
  NeighborList neighbors_;
  Frame frame_;
  Domain domain_;
  Atoms atoms_;
  std::unique_ptr<Integrator> integrator_;
  StepState state_;
  bool whole_ghosts_ = true;    ///< at the last refresh; else they got their ShortPositions alone
  bool half_kick_due_ = false;  ///< the second half of the last step is yet to be made
  Energies energies_;
  Buffer<double> atom_energies_;
  PartTimer timer_;
  StopWatch working_;  ///< on what this rank's atoms cost, without waiting for other ranks
  std::function<double()> work_clock_;  ///< instead of `working_`
  RankSpeeds speeds_;
};

}  // namespace alder
