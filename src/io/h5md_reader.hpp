// SPDX-License-Identifier: BSD-3-Clause
// Reads H5MD trajectories, Alder's and those of other programs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "atoms/snapshot.hpp"
#include "io/hdf5_file.hpp"

namespace alder {

/// One particle group of a file: /particles/trajectory, else the first one that has positions.
/// Throws InputError for files that are not readable H5MD.
class H5mdReader {
 public:
  explicit H5mdReader(const std::string& path);

  [[nodiscard]] std::int64_t frames() const { return frames_; }
  [[nodiscard]] std::int64_t n_atoms() const { return n_atoms_; }
  [[nodiscard]] const std::string& group_name() const { return group_name_; }
  /// The unit system to read the file in: that of the deck it was written by; without one, metal
  /// where lengths have a unit and lj where not.
  [[nodiscard]] const Units& natural_units() const;
  /// True where positions are stored in single precision.
  [[nodiscard]] bool is_single() const { return is_single_; }
  /// One frame in internal units, rows by id; negative numbers count from the end. Without masses
  /// in the file those of its species are 1.
  [[nodiscard]] Snapshot read(std::int64_t frame, const Units& units) const;

 private:
  [[nodiscard]] std::int64_t row_of(std::int64_t frame) const;
  [[nodiscard]] Box read_box(std::int64_t frame, double length) const;
  [[nodiscard]] std::vector<Vec3> read_vectors(const std::string& name, std::int64_t frame,
                                               double scale) const;
  void read_statics(Snapshot& snapshot, const Units& units) const;
  [[nodiscard]] std::string unit_of(const std::string& data) const;

  std::string path_;
  hdf5::Handle file_, group_;
  std::string group_name_;
  std::int64_t frames_ = 0;
  std::int64_t n_atoms_ = 0;
  bool is_single_ = true;
};

/// A frame for a deck with these species: types are theirs by name, masses too where the deck gives
/// them (not 0). Throws InputError for a species that the deck does not know.
Snapshot read_h5md(const std::string& path, std::int64_t frame, const std::vector<Species>& species,
                   const Units& units);

}  // namespace alder
