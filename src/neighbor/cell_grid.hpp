// SPDX-License-Identifier: BSD-3-Clause
// Cells over the frame, used to sort atoms in space and to find neighbors.
#pragma once

#include <cstdint>
#include <vector>

#include "atoms/frame.hpp"
#include "domain/process_grid.hpp"

namespace alder {

/// A regular grid of cells over the whole frame, the same on all ranks, of which a rank holds a
/// window: its brick and the cells its ghosts can be in. Cells of the window are numbered x
/// fastest, then y within a strip, then z, then by strips: so neighbors stay close in storage also
/// in large systems. Trivially copyable; host and device.
struct CellGrid {
  std::int32_t nx = 1, ny = 1, nz = 1;  ///< cells of the frame
  Int3 first{};                         ///< lowest cell of the window
  Int3 size{1, 1, 1};                   ///< cells of the window; all of an axis: the window wraps
  std::int32_t strip = 1 << 30;         ///< cells along y of a strip; the last one may have fewer

  [[nodiscard]] ALDER_HD std::int64_t n_cells() const {
    return static_cast<std::int64_t>(size.x) * size.y * size.z;
  }
  /// Cell coordinates within the window.
  [[nodiscard]] ALDER_HD Int3 coordinates(const Position& p) const {
    return {coordinate(p.x, nx, first.x), coordinate(p.y, ny, first.y),
            coordinate(p.z, nz, first.z)};
  }
  [[nodiscard]] ALDER_HD std::int64_t index(const Int3& c) const {
    const std::int32_t y = strip_of(c.y) * strip;
    const std::int64_t line = static_cast<std::int64_t>(y) * size.z +
                              static_cast<std::int64_t>(c.z) * width(y) + (c.y - y);
    return line * size.x + c.x;
  }
  /// Cell coordinates of a number.
  [[nodiscard]] Int3 coordinates_of(std::int64_t cell) const {
    const std::int64_t line = cell / size.x;
    const std::int64_t y = line / (static_cast<std::int64_t>(strip) * size.z) * strip;
    const std::int64_t in_strip = line - y * size.z, w = width(static_cast<std::int32_t>(y));
    return {static_cast<std::int32_t>(cell - line * size.x),
            static_cast<std::int32_t>(y + in_strip % w), static_cast<std::int32_t>(in_strip / w)};
  }
  [[nodiscard]] std::int32_t n_strips() const { return (size.y - 1) / strip + 1; }
  [[nodiscard]] ALDER_HD std::int64_t cell_of(const Position& p) const {
    return index(coordinates(p));
  }
  /// The coordinate c + d of an axis of n cells and window `size`, or -1 outside the window.
  [[nodiscard]] ALDER_HD static std::int32_t neighbor(std::int32_t c, std::int32_t d,
                                                      std::int32_t n, std::int32_t size) {
    const std::int32_t k = c + d;
    if (size == n) return k < 0 ? k + n : k >= n ? k - n : k;
    return k < 0 || k >= size ? -1 : k;
  }

  [[nodiscard]] ALDER_HD std::int32_t strip_of(std::int32_t y) const {
    return strip < size.y ? y / strip : 0;
  }
  /// Cells along y of the strip that begins with y.
  [[nodiscard]] ALDER_HD std::int32_t width(std::int32_t y) const {
    return strip < size.y - y ? strip : size.y - y;
  }

 private:
  ALDER_HD static std::int32_t coordinate(std::uint64_t x, std::int32_t n, std::int32_t first) {
    const auto c = static_cast<std::int32_t>(((x >> 32) * static_cast<std::uint64_t>(n)) >> 32);
    return c < first ? c - first + n : c - first;
  }
};

/// A row of cells along x that can hold neighbors of an atom in a given cell: offsets in y and z,
/// and how many cells to either side in x (2 * half + 1 >= nx means the whole row).
struct StencilRow {
  std::int32_t dy = 0, dz = 0, half = 0;
};

/// Cells about half the range wide (fewer where that would make far more cells than the `n_atoms`
/// of the whole system), and the window of a brick.
CellGrid make_cell_grid(const Frame& frame, double range, std::int64_t n_atoms, const Brick& brick);

/// The rows of cells within `range` of a cell, each once, nearest cell walls considered.
std::vector<StencilRow> make_stencil(const CellGrid& grid, const Frame& frame, double range);

}  // namespace alder
