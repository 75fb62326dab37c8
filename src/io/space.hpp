// SPDX-License-Identifier: BSD-3-Clause
// Disk space, asked for before it is needed.
#pragma once

#include <cstdint>
#include <string>

namespace alder {

/// Keeps a growing file ahead of what is written to it, so that a full disk is noticed before a
/// write instead of in its middle, and a file cut off by a kill is never shorter than its own
/// description says.
class SpaceReserve {
 public:
  explicit SpaceReserve(std::string path) : path_(std::move(path)) {}
  /// Makes the file at least `bytes` long, the new part backed by disk blocks where the file system
  /// can promise them; closing an HDF5 file gives back what it does not use. Throws
  /// EnvironmentError when the disk is full.
  void ensure(std::uint64_t bytes);

 private:
  std::string path_;
  std::uint64_t size_ = 0;
};

/// Waits until a file (or a folder's list of names) is on the disk. Throws EnvironmentError.
void sync_to_disk(const std::string& path);

/// Throws EnvironmentError unless files can be made in `folder` and it has `bytes` left.
void check_folder(const std::string& folder, std::uint64_t bytes);

}  // namespace alder
