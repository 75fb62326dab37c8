// SPDX-License-Identifier: BSD-3-Clause
// A trajectory file that all ranks write together.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "io/h5md_writer.hpp"
#include "io/raw_file.hpp"

namespace alder {

/// The first rank has the H5MD file; every rank brings the chunks of the rows it holds to their
/// places, and the file tells of a frame when all of it is there. So what a kill of any rank leaves
/// is as whole as with one rank. Compressed chunks, and those of ranks that do not see the first
/// one's file, are passed through the first rank one by one. Everything is collective.
class SharedTrajectory {
 public:
  /// `file` is the first rank's, which others have not.
  SharedTrajectory(Communicator& communicator, std::string path, std::unique_ptr<H5mdWriter> file,
                   std::int64_t n_atoms);

  /// The rows that each rank brings.
  [[nodiscard]] const RowBlocks& blocks() const { return blocks_; }
  void write(const TrajectoryFrame& frame);
  /// Waits until what this rank wrote is on the disk.
  void sync();
  /// The first rank's.
  [[nodiscard]] const H5mdWriter& file() const { return *file_; }

 private:
  [[nodiscard]] bool all_see_the_file();
  void put_own(const TrajectoryFrame& frame, const std::vector<std::uint64_t>& places);
  void put_through_first(const TrajectoryFrame& frame);

  Communicator& communicator_;
  std::string path_;
  std::unique_ptr<H5mdWriter> file_;
  std::int64_t chunk_atoms_ = 0;
  RowBlocks blocks_;
  bool direct_ = false;         ///< ranks write to the file themselves
  std::optional<RawFile> raw_;  ///< where they do
};

}  // namespace alder
