// SPDX-License-Identifier: BSD-3-Clause
// Cell sort on the host: atoms go to slabs of cells first, then each slab is sorted by one thread.
// A slab is what a strip of the grid has of one plane: cells that are numbered one after another.
#include <algorithm>
#include <utility>
#include <vector>

#include "neighbor/host_build.hpp"

namespace alder {
namespace {

std::int64_t n_slabs(const CellGrid& grid) {
  return static_cast<std::int64_t>(grid.n_strips()) * grid.size.z;
}
// The first cell of slab s, also for the end.
std::int64_t first_cell(const CellGrid& grid, std::int64_t s) {
  if (s == n_slabs(grid)) return grid.n_cells();
  const auto strip = static_cast<std::int32_t>(s / grid.size.z);
  return grid.index({0, strip * grid.strip, static_cast<std::int32_t>(s % grid.size.z)});
}

constexpr std::int64_t ahead = 64;  // atoms to ask memory for: see AsksForMemory

// The atoms of thread t of n_threads.
struct Share {
  std::int64_t begin, end;
};
Share share_of(std::int64_t n, int t, int n_threads) {
  return {n * t / n_threads, n * (t + 1) / n_threads};
}

// First row of each slab (plus the end), and where each thread puts its first atom of each slab.
struct SlabStarts {
  std::vector<std::int64_t> begin;
  std::vector<std::vector<std::int64_t>> next;
};

SlabStarts count_slabs(const AtomsView& atoms, const CellGrid& grid, int threads,
                       const HostSortScratch& scratch) {
  const auto slabs = static_cast<std::size_t>(n_slabs(grid));
  SlabStarts starts{std::vector<std::int64_t>(slabs + 1), {}};
  starts.next.assign(static_cast<std::size_t>(threads), std::vector<std::int64_t>(slabs));
#pragma omp parallel for schedule(static, 1) num_threads(threads)
  for (int t = 0; t < threads; ++t) {
    std::vector<std::int64_t>& count = starts.next[static_cast<std::size_t>(t)];
    const Share share = share_of(atoms.n_local, t, threads);
    for (std::int64_t i = share.begin; i < share.end; ++i) {
      prefetch(atoms.position + std::min(i + ahead, share.end - 1));
      const Int3 c = grid.coordinates(atoms.position[i]);
      const std::int32_t strip = grid.strip_of(c.y);
      const auto slab = static_cast<std::uint32_t>(strip * grid.size.z + c.z);
      scratch.slab[i] = slab;
      scratch.place[i] = static_cast<std::uint32_t>((c.y - strip * grid.strip) * grid.size.x + c.x);
      ++count[slab];
    }
  }
  std::int64_t total = 0;
  for (std::size_t s = 0; s < slabs; ++s) {
    starts.begin[s] = total;
    for (auto& next : starts.next) {
      const std::int64_t count = next[s];
      next[s] = total;
      total += count;
    }
  }
  starts.begin[slabs] = total;
  return starts;
}

void move_to_slabs(std::int64_t n, int threads, const HostSortScratch& scratch,
                   SlabStarts& starts) {
#pragma omp parallel for schedule(static, 1) num_threads(threads)
  for (int t = 0; t < threads; ++t) {
    std::vector<std::int64_t>& next = starts.next[static_cast<std::size_t>(t)];
    const Share share = share_of(n, t, threads);
    for (std::int64_t i = share.begin; i < share.end; ++i) {
      const std::int64_t to = next[scratch.slab[i]]++;
      scratch.row[to] = static_cast<std::uint32_t>(i);
      scratch.cell[to] = scratch.place[i];
    }
  }
}

// Puts the rows [begin, end) of one slab in order; `cell_start` is that of the slab's cells.
void sort_slab(const std::int64_t* tag, const HostSortScratch& scratch, std::int64_t begin,
               std::int64_t end, std::int64_t n_cells, std::int64_t* cell_start,
               std::uint32_t* order) {
  std::fill(cell_start, cell_start + n_cells, 0);
  for (std::int64_t k = begin; k < end; ++k) ++cell_start[scratch.cell[k]];
  std::int64_t total = begin;
  for (std::int64_t c = 0; c < n_cells; ++c) total += std::exchange(cell_start[c], total);
  for (std::int64_t k = begin; k < end; ++k) {
    order[cell_start[scratch.cell[k]]++] = scratch.row[k];
  }
  // Each start has moved to the start of the next cell: move it back, and order by tag inside.
  std::int64_t first = begin;
  for (std::int64_t c = 0; c < n_cells; ++c) {
    const std::int64_t last = std::exchange(cell_start[c], first);
    for (std::int64_t k = first + 1; k < last; ++k) {
      const std::uint32_t row = order[k];
      std::int64_t at = k;
      for (; at > first && tag[order[at - 1]] > tag[row]; --at) order[at] = order[at - 1];
      order[at] = row;
    }
    first = last;
  }
}

}  // namespace

void host_sort_by_cell(const AtomsView& atoms, const CellGrid& grid, int threads,
                       const HostSortScratch& scratch, std::int64_t* cell_start,
                       std::uint32_t* order) {
  SlabStarts starts = count_slabs(atoms, grid, threads, scratch);
  move_to_slabs(atoms.n_local, threads, scratch, starts);
  const std::int64_t slabs = n_slabs(grid);
#pragma omp parallel for schedule(dynamic) num_threads(threads)
  for (std::int64_t s = 0; s < slabs; ++s) {
    const auto k = static_cast<std::size_t>(s);
    const std::int64_t cell = first_cell(grid, s);
    sort_slab(atoms.tag, scratch, starts.begin[k], starts.begin[k + 1],
              first_cell(grid, s + 1) - cell, cell_start + cell, order);
  }
  cell_start[grid.n_cells()] = atoms.n_local;
}

void host_count_ghosts(const AtomsView& atoms, const CellGrid& grid, std::int64_t* cell_start) {
  const std::int64_t n_cells = grid.n_cells();
  std::fill(cell_start, cell_start + n_cells + 1, 0);
  const std::int64_t end = atoms.n_local + atoms.n_ghost;
  for (std::int64_t i = atoms.n_local; i < end; ++i) {
    ++cell_start[grid.cell_of(atoms.position[i]) + 1];
  }
  cell_start[0] = atoms.n_local;
  for (std::int64_t c = 0; c < n_cells; ++c) cell_start[c + 1] += cell_start[c];
}

}  // namespace alder
