// SPDX-License-Identifier: BSD-3-Clause
#include "neighbor/host_build.hpp"

#include <algorithm>
#include <vector>

#include "neighbor/neighbor_view.hpp"

namespace alder {
namespace {

// One stretch of consecutive rows in storage.
struct Run {
  std::int64_t begin, end;
};

void add_run(std::vector<Run>& runs, const std::int64_t* cell_start, std::int64_t first_cell,
             std::int64_t end_cell) {
  const Run run{cell_start[first_cell], cell_start[end_cell]};
  if (run.begin < run.end) runs.push_back(run);
}

// The stretches of atoms in one stencil row around cell c.
void add_row(std::vector<Run>& runs, const CellGrid& grid, const Int3& c, const StencilRow& row,
             const std::int64_t* cell_start) {
  const std::int32_t y = CellGrid::neighbor(c.y, row.dy, grid.ny, grid.size.y);
  const std::int32_t z = CellGrid::neighbor(c.z, row.dz, grid.nz, grid.size.z);
  if (y < 0 || z < 0) return;
  const std::int64_t first = grid.index({0, y, z});
  const std::int32_t size = grid.size.x;
  const bool wraps = size == grid.nx;
  if (wraps && 2 * row.half + 1 >= size) return add_run(runs, cell_start, first, first + size);
  const std::int32_t low = c.x - row.half;
  const std::int32_t end = c.x + row.half + 1;
  if (wraps && low < 0) add_run(runs, cell_start, first + low + size, first + size);
  add_run(runs, cell_start, first + std::max(low, 0), first + std::min(end, size));
  if (wraps && end > size) add_run(runs, cell_start, first, first + end - size);
}

// Fills the rows of one thread's share of the atoms.
class RowWriter {
 public:
  RowWriter(const HostBuildInput& input, const HostBuildOutput& output, std::int64_t next,
            std::int64_t end)
      : in_(input), out_(output), next_(next), end_(end), range2_(input.range * input.range) {}

  void write_row(std::int64_t i) {
    find_runs(i);
    const std::int64_t begin = next_;
    const Position& p = in_.atoms.built_position[i];
    for (const Run& run : runs_) {
      for (std::int64_t j = run.begin; j < run.end; ++j) {
        // Ghosts keep their positions of this build in `position` itself.
        const Position& q =
            j < in_.atoms.n_local ? in_.atoms.built_position[j] : in_.atoms.position[j];
        const Vec3 d = in_.frame.displacement(p, q);
        if (dot(d, d) < range2_ && j != i) put(static_cast<std::uint32_t>(j));
      }
    }
    out_.start[i] = begin;
    out_.count[i] = static_cast<std::int32_t>(next_ - begin);
    pairs_ += next_ - begin;
    while (next_ % NeighborView::row_alignment != 0) put(static_cast<std::uint32_t>(i));
  }

  [[nodiscard]] bool fits() const { return next_ <= end_; }
  [[nodiscard]] std::int64_t pairs() const { return pairs_; }

 private:
  void put(std::uint32_t j) {
    if (next_ < end_) out_.index[next_] = j;
    ++next_;
  }

  void find_runs(std::int64_t i) {
    const Int3 c = in_.grid.coordinates(in_.atoms.built_position[i]);
    const std::int64_t cell = in_.grid.index(c);
    if (cell == cell_) return;
    cell_ = cell;
    runs_.clear();
    for (const StencilRow& row : in_.stencil) {
      add_row(runs_, in_.grid, c, row, in_.local_start);
      add_row(runs_, in_.grid, c, row, in_.ghost_start);
    }
  }

  const HostBuildInput& in_;
  const HostBuildOutput& out_;
  std::int64_t next_, end_;
  double range2_;
  std::int64_t cell_ = -1;
  std::int64_t pairs_ = 0;
  std::vector<Run> runs_;
};

}  // namespace

void host_sort_by_cell(const AtomsView& atoms, const CellGrid& grid, std::int64_t* cell_start,
                       std::uint32_t* order) {
  const std::int64_t n_cells = grid.n_cells();
  std::fill(cell_start, cell_start + n_cells + 1, 0);
  for (std::int64_t i = 0; i < atoms.n_local; ++i) ++cell_start[grid.cell_of(atoms.position[i])];
  std::int64_t total = 0;
  for (std::int64_t c = 0; c <= n_cells; ++c) {
    const std::int64_t count = cell_start[c];
    cell_start[c] = total;
    total += count;
  }
  for (std::int64_t i = 0; i < atoms.n_local; ++i) {
    order[cell_start[grid.cell_of(atoms.position[i])]++] = static_cast<std::uint32_t>(i);
  }
  // Each start has moved to the start of the next cell: move them back, then order by tag inside.
  std::copy_backward(cell_start, cell_start + n_cells, cell_start + n_cells + 1);
  cell_start[0] = 0;
  for (std::int64_t c = 0; c < n_cells; ++c) {
    std::sort(order + cell_start[c], order + cell_start[c + 1],
              [&](std::uint32_t a, std::uint32_t b) { return atoms.tag[a] < atoms.tag[b]; });
  }
}

void host_count_ghosts(const AtomsView& atoms, const CellGrid& grid, std::int64_t* cell_start) {
  const std::int64_t n_cells = grid.n_cells();
  std::fill(cell_start, cell_start + n_cells + 1, atoms.n_local);
  if (atoms.n_ghost == 0) return;
  std::fill(cell_start, cell_start + n_cells + 1, 0);
  const std::int64_t end = atoms.n_local + atoms.n_ghost;
  for (std::int64_t i = atoms.n_local; i < end; ++i) {
    ++cell_start[grid.cell_of(atoms.position[i]) + 1];
  }
  cell_start[0] = atoms.n_local;
  for (std::int64_t c = 0; c < n_cells; ++c) cell_start[c + 1] += cell_start[c];
}

HostBuildResult host_build(const HostBuildInput& input, const HostBuildOutput& output) {
  bool fits = true;
  std::int64_t pairs = 0;
  const std::int64_t threads = input.threads;
#pragma omp parallel for schedule(static, 1) num_threads(input.threads) reduction(&& : fits) \
    reduction(+ : pairs)
  for (std::int64_t t = 0; t < threads; ++t) {
    const auto share = [&](std::int64_t total, std::int64_t k) { return total / threads * k; };
    constexpr std::int64_t align = NeighborView::row_alignment;
    const std::int64_t blocks = output.capacity / align;
    RowWriter writer(input, output, share(blocks, t) * align, share(blocks, t + 1) * align);
    const std::int64_t n = input.atoms.n_local;
    for (std::int64_t i = n * t / threads; i < n * (t + 1) / threads; ++i) writer.write_row(i);
    fits = fits && writer.fits();
    pairs += writer.pairs();
  }
  return {fits, pairs};
}

}  // namespace alder
