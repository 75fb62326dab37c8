// SPDX-License-Identifier: BSD-3-Clause
// The stretches of cells in which the neighbors of an atom are.
#pragma once

#include <cstdint>

#include "neighbor/cell_grid.hpp"

namespace alder {

/// Calls visit(first cell, end cell) for the stretches of consecutive cells of one stencil row
/// around cell c: none outside the window, two where the row wraps.
template <class Visit>
ALDER_HD void for_each_run(const CellGrid& grid, const Int3& c, const StencilRow& row,
                           const Visit& visit) {
  const std::int32_t y = CellGrid::neighbor(c.y, row.dy, grid.ny, grid.size.y);
  const std::int32_t z = CellGrid::neighbor(c.z, row.dz, grid.nz, grid.size.z);
  if (y < 0 || z < 0) return;
  const std::int64_t first = grid.index({0, y, z});
  const std::int32_t size = grid.size.x;
  const bool wraps = size == grid.nx;
  if (wraps && 2 * row.half + 1 >= size) return visit(first, first + size);
  const std::int32_t low = c.x - row.half;
  const std::int32_t end = c.x + row.half + 1;
  if (wraps && low < 0) visit(first + low + size, first + size);
  visit(first + (low > 0 ? low : 0), first + (end < size ? end : size));
  if (wraps && end > size) visit(first, first + end - size);
}

}  // namespace alder
