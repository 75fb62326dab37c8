// SPDX-License-Identifier: BSD-3-Clause
// Sort of received ghosts on a GPU; implemented in cuda/.
#pragma once

#include <cstdint>

#include "atoms/packed_rows.hpp"
#include "backend/device.hpp"
#include "neighbor/cell_grid.hpp"

namespace alder::cuda {

/// The canonical order of n ghosts, whose PackedPositions come first in `rows`: order[ghost] = row,
/// by (cell, row). `cell_start` gets the first ghost of each cell, and the end. All pointers are
/// into the device's memory.
void sort_ghosts(const Device& device, const PackedRows& rows, std::int64_t n, const CellGrid& grid,
                 std::int64_t* cell_start, std::uint32_t* order);

}  // namespace alder::cuda
