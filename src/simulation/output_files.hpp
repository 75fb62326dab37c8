// SPDX-License-Identifier: BSD-3-Clause
// The thermo table and the trajectories of a run.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "deck/deck.hpp"
#include "io/shared_trajectory.hpp"
#include "io/thermo_csv.hpp"
#include "io/xdmf_writer.hpp"

namespace alder {

class Run;

/// Opens the files that a deck asks for, and adds to a run the observers that write them. The first
/// rank has the thermo table; trajectories are written by all.
class OutputFiles {
 public:
  /// `folder` is where files go; names in the deck are relative to it.
  OutputFiles(const OutputDeck& deck, const std::string& name, const std::string& folder);

  /// Opens everything. `state` is that of a checkpoint, to which the files of an interrupted run
  /// are cut back, or null. Returns sentences for the user. Collective.
  std::vector<std::string> open(Run& run, const nlohmann::ordered_json& state);
  /// How far each file has got.
  [[nodiscard]] nlohmann::ordered_json state() const;
  /// Waits until everything is on the disk.
  void sync();
  /// Bytes of one frame of every trajectory, roughly.
  [[nodiscard]] std::uint64_t frame_bytes(std::int64_t n_atoms) const;

 private:
  struct Trajectory {
    std::string path;
    TrajectoryDeck deck;
    std::unique_ptr<SharedTrajectory> file;
    std::unique_ptr<XdmfWriter> xdmf;
  };
  void open_thermo(Run& run, const nlohmann::ordered_json& state);
  std::unique_ptr<H5mdWriter> open_trajectory(Run& run, const Trajectory& trajectory,
                                              const Snapshot& system,
                                              const nlohmann::ordered_json& state);
  void set_aside(const std::string& path, std::int64_t step);

  ThermoDeck thermo_deck_;
  std::string thermo_path_;
  std::unique_ptr<ThermoCsv> thermo_;
  std::vector<Trajectory> trajectories_;
  std::vector<std::string> sentences_;
};

}  // namespace alder
