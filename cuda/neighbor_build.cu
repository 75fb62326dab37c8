// SPDX-License-Identifier: BSD-3-Clause
// Sorting of atoms and the build of the neighbor list on the GPU.
#include "cuda/cell_sort.cuh"
#include "cuda/reduce.cuh"
#include "neighbor/gpu_build.hpp"
#include "neighbor/stencil_runs.hpp"

namespace alder::cuda {
namespace {

struct CellOfAtom {
  const Position* position;
  CellGrid grid;
  __device__ std::int64_t operator()(std::int64_t i) const { return grid.cell_of(position[i]); }
};

struct LowerTag {
  const std::int64_t* tag;
  __device__ bool operator()(std::uint32_t a, std::uint32_t b) const { return tag[a] < tag[b]; }
};

/// What a build reports: sums of pairs and of rows without ghosts, and the longest row.
struct RowStatistics {
  std::int64_t pairs = 0, widest = 0, interior = 0;
};

/// Writes row i.
struct BuildBody {
  using Value = RowStatistics;
  BuildInput in;
  BuildOutput out;

  static __device__ Value identity() { return {}; }
  static __device__ Value combine(const Value& a, const Value& b) {
    return {a.pairs + b.pairs, a.widest > b.widest ? a.widest : b.widest, a.interior + b.interior};
  }

  __device__ Value operator()(std::int64_t i) const {
    constexpr std::int64_t slice = NeighborView::slice;
    const std::int64_t start = i / slice * slice * out.width + i % slice;
    const Position p = in.atoms.built_position[i];
    const Int3 cell = in.grid.coordinates(p);
    std::int64_t count = 0, ghosts = 0;
    for (int r = 0; r < in.stencil_rows; ++r) {
      for_each_run(in.grid, cell, in.stencil[r], [&](std::int64_t first, std::int64_t end) {
        add_atoms(p, i, start, count, in.atoms.built_position, in.local_start[first],
                  in.local_start[end]);
        if (in.ghost_start == nullptr) return;
        // Ghosts keep their positions of this build in `position` itself.
        const std::int64_t locals = count, n = in.atoms.n_local;
        add_atoms(p, i, start, count, in.atoms.position, n + in.ghost_start[first],
                  n + in.ghost_start[end]);
        ghosts += count - locals;
      });
    }
    out.start[i] = start;
    out.count[i] = static_cast<std::int32_t>(count);
    out.sees_ghosts[i] = ghosts > 0 ? 1 : 0;
    if (i + 1 == in.atoms.n_local) out.sees_ghosts[i + 1] = 0;
    return {count, count, ghosts > 0 ? 0 : 1};
  }

 private:
  __device__ void add_atoms(const Position& p, std::int64_t i, std::int64_t start,
                            std::int64_t& count, const Position* position, std::int64_t begin,
                            std::int64_t end) const {
    for (std::int64_t j = begin; j < end; ++j) {
      const Vec3 d = in.frame.displacement(p, position[j]);
      if (dot(d, d) >= in.range * in.range || j == i) continue;
      if (count < out.width) {
        out.index[start + count * NeighborView::slice] = static_cast<std::uint32_t>(j);
      }
      ++count;
    }
  }
};

}  // namespace

void sort_by_cell(const Device& device, const AtomsView& atoms, const CellGrid& grid,
                  std::int64_t* cell_start, std::uint32_t* order) {
  sort_by_cells(device, atoms.n_local, grid.n_cells(), CellOfAtom{atoms.position, grid},
                LowerTag{atoms.tag}, {cell_start, order});
}

BuildResult build(const Device& device, const BuildInput& input, const BuildOutput& output) {
  const RowStatistics rows =
      reduce_named("neighbor_build", device, input.atoms.n_local, BuildBody{input, output});
  return {rows.widest, rows.pairs, rows.interior};
}

}  // namespace alder::cuda
