// SPDX-License-Identifier: BSD-3-Clause
// Cell sort and list build on the host.
#pragma once

#include <cstdint>
#include <span>

#include "atoms/atoms.hpp"
#include "neighbor/cell_grid.hpp"

namespace alder {

/// Order of the local atoms by (cell, tag): order[new row] = old row. `cell_start` gets n_cells + 1
/// entries.
void host_sort_by_cell(const AtomsView& atoms, const CellGrid& grid, std::int64_t* cell_start,
                       std::uint32_t* order);

/// First ghost row of each cell, plus the end; ghosts are stored in cell order.
void host_count_ghosts(const AtomsView& atoms, const CellGrid& grid, std::int64_t* cell_start);

struct HostBuildInput {
  AtomsView atoms;
  Frame frame;
  double range;
  CellGrid grid;
  std::span<const StencilRow> stencil;
  const std::int64_t* local_start;
  const std::int64_t* ghost_start;
  int threads;
};

/// Where the rows go; see NeighborView.
struct HostBuildOutput {
  std::int64_t* start;
  std::int32_t* count;
  std::uint32_t* index;
  std::int64_t capacity;
};

struct HostBuildResult {
  bool fits = true;  ///< false: `capacity` was too small and the rows are incomplete
  std::int64_t pairs = 0;
};

/// Builds the full list from atoms.built_position. Each thread fills its own share of `index`.
HostBuildResult host_build(const HostBuildInput& input, const HostBuildOutput& output);

}  // namespace alder
