// SPDX-License-Identifier: BSD-3-Clause
// The order in which ghosts are stored.
#include "cuda/cell_sort.cuh"
#include "domain/bodies.hpp"
#include "domain/gpu_ghosts.hpp"

namespace alder::cuda {
namespace {

struct CellOfGhost {
  PackedRows rows;
  CellGrid grid;
  __device__ std::int64_t operator()(std::int64_t k) const {
    return grid.cell_of(position_of(rows.at<PackedPosition>(k)));
  }
};

struct LowerRow {
  __device__ bool operator()(std::uint32_t a, std::uint32_t b) const { return a < b; }
};

}  // namespace

void sort_ghosts(const Device& device, const PackedRows& rows, std::int64_t n, const CellGrid& grid,
                 std::int64_t* cell_start, std::uint32_t* order) {
  sort_by_cells(device, n, grid.n_cells(), CellOfGhost{rows, grid}, LowerRow{},
                {cell_start, order});
}

}  // namespace alder::cuda
