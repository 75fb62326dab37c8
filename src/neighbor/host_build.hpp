// SPDX-License-Identifier: BSD-3-Clause
// The list build on the host.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "atoms/atoms.hpp"
#include "neighbor/cell_grid.hpp"
#include "neighbor/list_rows.hpp"

namespace alder {

/// The list kernels for an instruction set that run here, the best one first; all write the same.
std::vector<ListRows> list_rows_kernels(Simd simd);

/// The window of the list kernel for this range.
ListWindow make_list_window(const Frame& frame, const CellGrid& grid,
                            std::span<const StencilRow> stencil, double range);

struct HostBuildInput {
  std::int64_t n_local;
  const Position* position;
  Frame frame;
  double range;
  CellGrid grid;
  std::span<const StencilRow> stencil;
  const std::int64_t* local_start;
  const std::int64_t* ghost_start;  ///< counted from the first ghost; null where there are none
  ListWindow window;
  const std::uint16_t *x, *y, *z;  ///< places in it: see ListRowsInput
  ListRows rows;
  int threads;
  std::int64_t every = 1;  ///< only every so manyeth group of cells is listed, as a sample
};

/// Where the rows go; see NeighborView. Thread t fills index[share[t], share[t + 1]); the last
/// share ends at `capacity`.
struct HostBuildOutput {
  ListRowsOutput rows;
  std::int64_t capacity;
};

struct HostBuildResult {
  bool fits = true;  ///< false: `capacity` was too small and the rows are incomplete
  std::int64_t pairs = 0;
  std::int64_t needed = 0;  ///< a capacity that fits; of a sample, one that should
};

/// Builds the full list. Every pair within `range` is in it; the roundness of 16-bit numbers may
/// add pairs that are up to a hundredth farther.
HostBuildResult host_build(const HostBuildInput& input, const HostBuildOutput& output);

}  // namespace alder
