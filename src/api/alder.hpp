// SPDX-License-Identifier: BSD-3-Clause
// Alder as a library: read a deck, make a Simulation, run it, look at it.
//
//   alder::Simulation simulation(alder::read_deck("melt.yaml"));
//   simulation.on_thermo([](const alder::ThermoRow& row) { ... });
//   const alder::Report report = simulation.run();
//
// Everything here throws alder::Error (base/error.hpp), whose text is for the user and whose
// exit_code() is the command-line program's. The library never prints and never exits. Numbers are
// in the deck's units unless a comment says otherwise.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "atoms/snapshot.hpp"
#include "base/error.hpp"
#include "base/platform.hpp"
#include "deck/deck.hpp"
#include "observe/results.hpp"
#include "simulation/output_options.hpp"

namespace alder {

class Communicator;

/// The processes that share a run. Every rank makes the same calls.
class ALDER_API Ranks {
 public:
  /// This process alone.
  Ranks();
  /// The ranks an MPI launcher (mpirun, srun) started this program with, or this process alone.
  /// Initialises MPI where it is needed and was not.
  static Ranks world();
  explicit Ranks(std::unique_ptr<Communicator> communicator);
  ~Ranks();
  Ranks(Ranks&&) noexcept;
  Ranks& operator=(Ranks&&) noexcept;

  [[nodiscard]] int rank() const;
  [[nodiscard]] int size() const;
  [[nodiscard]] bool is_first() const { return rank() == 0; }
  /// Calls `work` on every rank; where it throws on any, that error is thrown on all.
  void collectively(const std::function<void()>& work);
  /// Ends all ranks at once, after an error that the others cannot know of.
  [[noreturn]] void abort(int exit_code);
  [[nodiscard]] Communicator& communicator() { return *communicator_; }

 private:
  std::unique_ptr<Communicator> communicator_;
};

/// Reads and validates a deck. `overrides` are "path=value", as the program's --set. Throws
/// InputError that lists everything wrong, one "file:line:column: error: sentence" each.
ALDER_API Deck read_deck(const std::string& file, const std::vector<std::string>& overrides = {});
/// The same for all ranks: the first one reads the file. Collective.
ALDER_API Deck read_deck(Ranks& ranks, const std::string& file,
                         const std::vector<std::string>& overrides = {});
/// The same from a text; input files in it are relative to the current directory.
ALDER_API Deck parse_deck(const std::string& text, const std::string& name = "deck",
                          const std::vector<std::string>& overrides = {});
/// The deck with every default filled in, as YAML that reads back to the same deck.
ALDER_API std::string effective_deck(const Deck& deck);
/// What a key of the deck ("stages.ensemble") or a pair style means, as text; the empty key lists
/// the top-level ones.
ALDER_API std::string explain_deck(const std::string& key = "");
/// The reference page of the deck language (Markdown), and its JSON Schema for editors.
ALDER_API std::string deck_reference();
/// Formulas, sources and parameters of all pair styles, as Markdown.
ALDER_API std::string pair_reference();
ALDER_API std::string deck_json_schema();
/// The atoms the deck asks for, without computing anything.
ALDER_API Snapshot make_atoms(const Deck& deck);
/// Reads the tables of the deck's force field and mixes what is to be mixed; throws InputError
/// where that fails.
ALDER_API void check_interactions(const Deck& deck);

/// Turns a trajectory into another format, by the names of the files (docs/files.md has the list).
/// `deck` gives species and units where the source has none; `frame` picks one frame, negative ones
/// from the end. Returns the number of frames. Throws InputError.
ALDER_API std::int64_t convert_trajectory(const std::string& from, const std::string& to,
                                          const Deck* deck = nullptr,
                                          const std::int64_t* frame = nullptr);
/// Looks at a trajectory or a checkpoint.
ALDER_API FileCheck check_file(const std::string& path);
/// True for a file that begins like HDF5, and so is not a deck.
ALDER_API bool is_hdf5_file(const std::string& path);

/// What this build and this machine offer.
struct ALDER_API BuildInfo {
  std::string version, commit, compiler, build_type;
  bool has_cuda = false;          ///< compiled with the CUDA backend
  bool cuda_is_emulated = false;  ///< kernels run on the CPU, for tests
  std::vector<std::string> gpus;  ///< that the CUDA backend can use, the emulated one included
  std::string gpu_problem;        ///< why there are none, where the backend is compiled in
  bool has_mpi = false;
  int threads = 1;  ///< CPU threads this process may use
  std::vector<std::string> pair_styles;
};
ALDER_API BuildInfo build_info();

/// Time a GPU spent in one kernel.
struct ALDER_API KernelTime {
  std::string name;
  double seconds = 0;
  std::int64_t launches = 0;
};
/// Of every kernel since the start of this process; empty unless the environment has
/// ALDER_KERNEL_TIMES (then the GPU also loses some speed).
ALDER_API std::vector<KernelTime> kernel_times();

/// A system and its run. Movable; one simulation is used by one thread at a time (request_stop
/// excepted).
class ALDER_API Simulation {
 public:
  /// Makes the deck's atoms on the deck's backend. Throws InputError or EnvironmentError.
  explicit Simulation(const Deck& deck);
  /// The same with the box split over ranks, which must outlive the simulation. Collective, as is
  /// every other call then; callbacks are called on the first rank.
  Simulation(const Deck& deck, Ranks& ranks);
  /// Takes the atoms from `start` (deck units) instead of the deck's `system`.
  Simulation(const Deck& deck, const Snapshot& start);
  /// The same over ranks; only the first need have the atoms.
  Simulation(const Deck& deck, Ranks& ranks, const Snapshot& start);
  ~Simulation();
  Simulation(Simulation&&) noexcept;
  Simulation& operator=(Simulation&&) noexcept;

  /// Called with every row of the thermodynamic table, at the deck's cadence, at the first and at
  /// the last step.
  void on_thermo(std::function<void(const ThermoRow&)> callback);
  /// Called with the whole system (id order) every `every` steps.
  void on_step(std::int64_t every, std::function<void(const Snapshot&)> callback);

  /// Called after a step every `seconds` of wall clock.
  void on_progress(double seconds, std::function<void(const Progress&)> callback);

  /// Makes the coming `run` leave the files that the deck's `output` asks for (docs/files.md), and
  /// continue from a checkpoint where there is one. Call it before `run`, once.
  OutputStart open_output(const OutputOptions& options);

  /// Where the ranks compute, one line for those in a row on the same host and device, and how
  /// ghosts travel between GPUs.
  [[nodiscard]] std::vector<std::string> describe_ranks() const;

  /// Makes the steps that are left of the deck's stages.
  Report run();
  /// Makes `steps` steps, of the stage they belong to; beyond the end, of the last stage.
  Report advance(std::int64_t steps);
  /// Energies, forces and pressure of the current configuration, on every rank.
  Evaluation evaluate();
  /// The potential energy of each atom in id order, on every rank: of a pair term half the energy
  /// of each of the atom's pairs, without tail corrections.
  std::vector<double> atom_energies();
  /// A copy of the whole system on every rank, rows in id order.
  [[nodiscard]] Snapshot snapshot() const;
  [[nodiscard]] std::int64_t step() const;
  /// Ends a running `run` after the step it is at; safe from other threads and signal handlers.
  void request_stop() noexcept;
  /// True when a run ended before its last step because it was asked to.
  [[nodiscard]] bool stopped() const noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace alder
