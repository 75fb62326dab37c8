// SPDX-License-Identifier: BSD-3-Clause
// What a simulation reports, in the deck's units.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/platform.hpp"
#include "base/vec3.hpp"

namespace alder {

/// One row of the thermodynamic table; energies are those of the whole system.
struct ALDER_API ThermoRow {
  std::int64_t step = 0;
  double time = 0;
  double temperature = 0;  ///< with 3N - 3 degrees of freedom; 2N - 2 in two dimensions
  double potential_energy = 0, kinetic_energy = 0, total_energy = 0;
  double pair_energy = 0, tail_energy = 0;
  double pressure = 0;                      ///< mean of the tensor's diagonal; flat: force / length
  std::array<double, 6> pressure_tensor{};  ///< xx yy zz xy xz yz, kinetic part included
  double volume = 0;                        ///< area in two dimensions
  double density = 0;   ///< mass per volume: reduced in lj, g/cm^3 in real and metal, kg/m^3 in si
  double enthalpy = 0;  ///< total energy + pressure * volume

  /// The value of a column by its deck name; throws InternalError for an unknown one.
  [[nodiscard]] double column(const std::string& name) const;
};

/// Everything about one configuration, in the deck's units.
struct Evaluation {
  std::string units;
  std::int64_t n_atoms = 0;
  double total = 0, pair = 0, vdw = 0, coul = 0, kspace = 0, tail = 0;
  double bond = 0, angle = 0, dihedral = 0, improper = 0;
  std::array<double, 6> pressure_tensor{};       ///< virial part only: xx yy zz xy xz yz
  std::array<double, 6> pressure_tensor_full{};  ///< with the kinetic part
  double kinetic_energy = 0, temperature = 0, volume = 0;
  std::vector<Vec3> forces;  ///< one row per atom, in id order
};

/// What a look at a file found.
struct FileCheck {
  std::string kind;                   ///< "H5MD trajectory"
  std::vector<std::string> facts;     ///< what it holds
  std::vector<std::string> problems;  ///< what is wrong; empty for a sound file
};

/// How far a run has got.
struct Progress {
  std::int64_t step = 0, first_step = 0, last_step = 0;  ///< now, where this call began, its goal
  std::string stage;
  double wall_seconds = 0;  ///< since this call began
  double seconds_left = 0;  ///< at the present rate; 0 where unknown
  double ms_per_step = 0;   ///< over the last seconds
  double time_per_day = 0;  ///< simulated time per day of wall clock; ns, or tau in lj
};

/// The drift of the total energy in a stage that should conserve it, deck units.
struct EnergyDrift {
  std::string stage;
  double per_atom_per_time = 0, error = 0;  ///< slope of a straight line, its standard error
  double limit = 0;                         ///< checks.energy_drift.max_per_atom_per_time
  bool exceeded = false;
};

/// What the ranks of a run sent each other; sums over the ranks where nothing else is said.
struct Communication {
  std::int64_t halo_refreshes = 0;   ///< of ghosts' positions, by each rank
  std::int64_t halo_messages = 0;    ///< that these sent from rank to rank
  std::int64_t halo_bytes = 0;       ///< likewise
  std::int64_t halo_bytes_most = 0;  ///< of the rank that sent most
  std::int64_t messages = 0;         ///< of point-to-point exchanges of any kind
  std::int64_t bytes = 0;            ///< likewise
  std::int64_t reductions = 0;       ///< that every rank took part in
};

/// How a run went.
struct Report {
  std::int64_t n_atoms = 0;
  std::int64_t steps = 0;   ///< made by this call of run
  double wall_seconds = 0;  ///< of those steps, output included
  double atom_steps_per_second = 0;
  double simulated_time = 0;  ///< deck units
  std::vector<std::pair<std::string, double>> seconds_by_part;
  /// The same in processor time, all threads and ranks together; empty unless the environment has
  /// ALDER_PROCESSOR_TIMES.
  std::vector<std::pair<std::string, double>> processor_seconds_by_part;
  std::int64_t neighbor_builds = 0;
  std::int64_t dangerous_builds = 0;
  double neighbors_per_atom = 0;
  int ranks = 1;
  int gpus = 0;                         ///< in use by all ranks
  std::optional<double> energy_joules;  ///< of these GPUs during the steps; empty: not known
  double imbalance = 1;         ///< largest work of a rank over the mean, at the end of a run
  double imbalance_before = 0;  ///< before cuts between ranks were first moved; 0: they were not
  std::int64_t cut_moves = 0;
  /// The same by the time ranks worked, between the last two looks and before the first; 0 unless
  /// cuts go by time.
  double imbalance_by_time = 0, imbalance_by_time_before = 0;
  /// The same by the processor time of pairs, lists and integration over the whole run; 0 unless
  /// the environment has ALDER_PROCESSOR_TIMES.
  double measured_imbalance = 0;
  Communication communication;
  std::int64_t bytes_per_atom = 0;  ///< state and neighbor list
  std::string device, precision;
  int threads = 1;
  std::int64_t peak_memory_bytes = 0;  ///< of the whole process
  double ms_per_step = 0;
  double time_per_day = 0;         ///< ns per day of wall clock, or tau in lj
  double output_share = 0;         ///< of the wall clock, in [0, 1]
  std::int64_t resumed_from = -1;  ///< step of the checkpoint this run continued; -1: none
  std::int64_t checkpoints = 0;
  double checkpoint_seconds = 0;          ///< of the slowest checkpoint
  std::vector<EnergyDrift> energy_drift;  ///< by stage, where the deck's `checks` ask for it
};

}  // namespace alder
