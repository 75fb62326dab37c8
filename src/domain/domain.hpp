// SPDX-License-Identifier: BSD-3-Clause
// Which atoms this process sees beside its own: periodic images in frames of several boxes.
#pragma once

#include <cstdint>

#include "atoms/atoms.hpp"
#include "neighbor/cell_grid.hpp"

namespace alder {

/// Where a ghost comes from: ghost = frame.shifted(position[owner], boxes).
struct GhostSource {
  std::uint32_t owner = 0;
  Image boxes{};
};

/// Keeps the ghosts of a process: after `borders`, every atom image within `range` of a local atom
/// is either that atom's shortest image in the frame or a ghost; there is at most one copy of an
/// atom per frame image.
class Domain {
 public:
  explicit Domain(const Device& device) : device_(device), sources_(device) {}

  /// Chooses the ghosts for a list of the given range, from the atoms' built positions, and puts
  /// them behind the local atoms in order of (cell, tag, image).
  void borders(Atoms& atoms, const Frame& frame, const CellGrid& grid, double range);
  /// Brings the ghosts' positions up to date with their owners'.
  void refresh_ghosts(Atoms& atoms, const Frame& frame);

 private:
  Device device_;
  Buffer<GhostSource> sources_;
};

}  // namespace alder
