// SPDX-License-Identifier: BSD-3-Clause
// Cells over the frame, used to sort atoms in space and to find neighbors.
#pragma once

#include <cstdint>
#include <vector>

#include "atoms/frame.hpp"

namespace alder {

/// A regular grid of cells over the whole frame, x fastest. Trivially copyable; host and device.
struct CellGrid {
  std::int32_t nx = 1, ny = 1, nz = 1;

  [[nodiscard]] ALDER_HD std::int64_t n_cells() const {
    return static_cast<std::int64_t>(nx) * ny * nz;
  }
  [[nodiscard]] ALDER_HD Int3 coordinates(const Position& p) const {
    return {coordinate(p.x, nx), coordinate(p.y, ny), coordinate(p.z, nz)};
  }
  [[nodiscard]] ALDER_HD std::int64_t index(const Int3& c) const {
    return (static_cast<std::int64_t>(c.z) * ny + c.y) * nx + c.x;
  }
  [[nodiscard]] ALDER_HD std::int64_t cell_of(const Position& p) const {
    return index(coordinates(p));
  }

 private:
  ALDER_HD static std::int32_t coordinate(std::uint64_t x, std::int32_t n) {
    return static_cast<std::int32_t>(((x >> 32) * static_cast<std::uint64_t>(n)) >> 32);
  }
};

/// A row of cells along x that can hold neighbors of an atom in a given cell: offsets in y and z,
/// and how many cells to either side in x (2 * half + 1 >= nx means the whole row).
struct StencilRow {
  std::int32_t dy = 0, dz = 0, half = 0;
};

/// Cells about half the range wide (fewer where that would make far more cells than atoms).
CellGrid make_cell_grid(const Frame& frame, double range, std::int64_t n_atoms);

/// The rows of cells within `range` of a cell, each once, nearest cell walls considered.
std::vector<StencilRow> make_stencil(const CellGrid& grid, const Frame& frame, double range);

}  // namespace alder
