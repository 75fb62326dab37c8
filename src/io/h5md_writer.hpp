// SPDX-License-Identifier: BSD-3-Clause
// Writes H5MD 1.1 trajectories that MDAnalysis, VMD, GROMACS and h5py open as they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "deck/deck.hpp"
#include "io/file_units.hpp"
#include "io/hdf5_file.hpp"
#include "io/provenance.hpp"
#include "io/raw_file.hpp"
#include "io/space.hpp"
#include "io/trajectory_frame.hpp"

namespace alder {

/// A frame with the fields that a deck asks for, to be filled. Position comes last: readers take
/// the number of frames from it.
TrajectoryFrame empty_frame(const TrajectoryDeck& deck, const Units& units);

/// One trajectory file: /particles/trajectory with one row per atom in id order and one step per
/// frame; docs/files.md has the layout. A frame is begun, its chunks are put by this process or
/// others, and it is in the file, whole, when it is ended.
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

  /// A whole frame with the quantities of `empty_frame`.
  void write(const TrajectoryFrame& frame);

  /// Makes room for a frame with the step, time and box of `head`. Returns the addresses in the
  /// file of the chunks of its first array, of the second, ...; none where arrays are compressed.
  const std::vector<std::uint64_t>& begin_frame(const TrajectoryFrame& head);
  /// Puts a chunk of array `k` (in the order of TrajectoryFrame::arrays) of the frame begun.
  void put(std::size_t k, std::int64_t chunk, std::span<const std::byte> bytes);
  /// Adds the frame begun, all of whose chunks are in the file.
  void end_frame();
  /// Forgets the frame begun, as well as a file in trouble lets it.
  void drop_frame() noexcept;
  /// Atoms in a chunk of an array.
  [[nodiscard]] std::int64_t chunk_atoms() const { return chunk_atoms_; }
  [[nodiscard]] bool is_compressed() const { return deck_.compression.gzip > 0; }
  /// Waits until everything is on the disk.
  void sync();
  [[nodiscard]] std::int64_t frames() const { return static_cast<std::int64_t>(times_.size()); }
  /// Of the frames there are, in the file's unit.
  [[nodiscard]] const std::vector<double>& times() const { return times_; }

 private:
  void create_elements();
  void create_element(const std::string& name, hdf5::Type type, int components,
                      const std::string& unit);
  void open_elements();
  void write_statics(const Snapshot& system);
  void write_provenance(const Provenance& provenance, const Snapshot& system);
  [[nodiscard]] hdf5::RowLayout frame_layout(int components) const;
  [[nodiscard]] const std::string& unit_of(AtomQuantity what) const;
  [[nodiscard]] std::int64_t chunks() const;
  [[nodiscard]] hdf5::Type type_of_array(std::size_t k) const;
  [[nodiscard]] std::uint64_t frame_bytes() const;
  void make_room(const TrajectoryFrame& head);
  [[nodiscard]] std::vector<const hdf5::Handle*> growing() const;
  void cut(std::int64_t frames);

  std::string path_;
  TrajectoryDeck deck_;
  FileUnits units_;
  std::size_t n_atoms_ = 0;
  hdf5::Handle file_;
  hdf5::Handle group_;  ///< /particles/trajectory
  hdf5::Handle step_, time_, edges_;
  TrajectoryFrame form_;              ///< which arrays a frame has
  std::vector<hdf5::Handle> arrays_;  ///< in the order of TrajectoryFrame::arrays
  std::int64_t chunk_atoms_ = 0;
  std::vector<double> times_;
  SpaceReserve reserve_;
  std::optional<RawFile> raw_;         ///< the same file
  std::vector<std::uint64_t> places_;  ///< of the frame begun
  double begun_time_ = 0;
};

}  // namespace alder
