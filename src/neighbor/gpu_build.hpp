// SPDX-License-Identifier: BSD-3-Clause
// Cell sort and list build on a GPU; implemented in cuda/.
#pragma once

#include <cstdint>

#include "atoms/atoms.hpp"
#include "neighbor/cell_grid.hpp"
#include "neighbor/neighbor_view.hpp"

namespace alder::cuda {

/// Order of the local atoms by (cell, tag): order[new row] = old row. `cell_start` gets n_cells + 1
/// entries. All pointers of this header are into the device's memory.
void sort_by_cell(const Device& device, const AtomsView& atoms, const CellGrid& grid,
                  std::int64_t* cell_start, std::uint32_t* order);

struct BuildInput {
  AtomsView atoms;
  Frame frame;
  double range;
  CellGrid grid;
  const StencilRow* stencil;
  int stencil_rows;
  const std::int64_t* local_start;
  const std::int64_t* ghost_start;  ///< counted from the first ghost; null where there are none
};

/// Rows are stored in slices of `NeighborView::slice` atoms, entry k of all rows of a slice side by
/// side, so that the threads of a warp read them together. Every row has room for `width` entries.
struct BuildOutput {
  std::int64_t* start;
  std::int32_t* count;
  std::uint32_t* index;
  std::int64_t width;
  std::int64_t*
      sees_ghosts;  ///< 1 for each row with a ghost in it, 0 for others and behind the last
};

struct BuildResult {
  std::int64_t widest = 0;  ///< entries of the longest row; above `width` the rows are incomplete
  std::int64_t pairs = 0;
  std::int64_t interior = 0;  ///< rows without a ghost in them
};

/// Builds the full list from atoms.built_position.
BuildResult build(const Device& device, const BuildInput& input, const BuildOutput& output);

}  // namespace alder::cuda
