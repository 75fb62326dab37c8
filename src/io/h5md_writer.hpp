// SPDX-License-Identifier: BSD-3-Clause
// Writes H5MD 1.1 trajectories that MDAnalysis, VMD, GROMACS and h5py open as they are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "deck/deck.hpp"
#include "io/file_units.hpp"
#include "io/hdf5_file.hpp"
#include "io/provenance.hpp"
#include "io/space.hpp"
#include "io/trajectory_frame.hpp"

namespace alder {

/// A frame with the fields that a deck asks for, to be filled. Position comes last: readers take
/// the number of frames from it.
TrajectoryFrame empty_frame(const TrajectoryDeck& deck, const Units& units);

/// One trajectory file: /particles/trajectory with one row per atom in id order and one step per
/// frame; docs/files.md has the layout. Each frame is in the file, whole, when `write` returns.
class H5mdWriter {
 public:
  /// A new file for the atoms of `system` (internal units).
  H5mdWriter(const std::string& path, const TrajectoryDeck& deck, const Units& units,
             const Snapshot& system, const Provenance& provenance);
  /// The file of an interrupted run, cut back to its first `frames` frames. Throws InputError when
  /// it has fewer or does not hold these fields for so many atoms.
  H5mdWriter(const std::string& path, const TrajectoryDeck& deck, const Units& units,
             std::int64_t n_atoms, std::int64_t frames);
  H5mdWriter(const H5mdWriter&) = delete;
  H5mdWriter& operator=(const H5mdWriter&) = delete;

  /// A frame with the vectors of `empty_frame`.
  void write(const TrajectoryFrame& frame);
  /// Waits until everything is on the disk.
  void sync();
  [[nodiscard]] std::int64_t frames() const { return static_cast<std::int64_t>(times_.size()); }
  /// Of the frames there are, in the file's unit.
  [[nodiscard]] const std::vector<double>& times() const { return times_; }

 private:
  void create_elements();
  void create_element(const QuantityRows& rows);
  void create_images();
  void open_elements();
  void write_statics(const Snapshot& system);
  void write_provenance(const Provenance& provenance, const Snapshot& system);
  [[nodiscard]] hdf5::RowLayout frame_layout(int components) const;
  [[nodiscard]] const std::string& unit_of(AtomQuantity what) const;
  [[nodiscard]] std::uint64_t frame_bytes() const;

  std::string path_;
  TrajectoryDeck deck_;
  FileUnits units_;
  std::size_t n_atoms_ = 0;
  hdf5::Handle file_;
  hdf5::Handle group_;  ///< /particles/trajectory
  hdf5::Handle step_, time_, edges_, image_;
  TrajectoryFrame form_;  ///< which vectors a frame has, in the order of elements_
  std::vector<hdf5::Handle> elements_;
  std::vector<double> times_;
  SpaceReserve reserve_;
};

}  // namespace alder
