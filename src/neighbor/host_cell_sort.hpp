// SPDX-License-Identifier: BSD-3-Clause
// Puts items in order of their cells on a host. They go to slabs of cells first, then each slab is
// sorted by one thread. A slab is what a strip of the grid has of one plane: cells that are
// numbered one after another.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

#include "backend/body.hpp"
#include "neighbor/cell_grid.hpp"

namespace alder {

/// Room for a sort, one number per item each.
struct HostSortScratch {
  HostSortScratch(std::uint32_t* room, std::int64_t n)
      : slab(room), place(room + n), row(room + 2 * n), cell(room + 3 * n) {}
  /// Numbers of room for n items.
  [[nodiscard]] static std::size_t size(std::size_t n) { return 4 * n; }

  std::uint32_t *slab, *place;  ///< of each item: which slab of the grid, which cell there
  std::uint32_t *row, *cell;    ///< slab by slab: which item, which cell there
};

/// Where the order goes.
struct HostSortOutput {
  std::int64_t* cell_start;  ///< the first item of each cell, and the end: n_cells + 1 numbers
  std::uint32_t* order;      ///< order[sorted place] = item
};

/// Items of a cell stay in the order they are in.
struct AsTheyAre {};

/// `Coordinates`: a body that gives the cell of item i as an Int3 of the grid's window. `Before`:
/// whether item a comes before b of the same cell. The order is the same on any number of threads.
template <class Coordinates, class Before = AsTheyAre>
class HostCellSort {
 public:
  HostCellSort(const CellGrid& grid, int threads, const HostSortScratch& scratch,
               const Coordinates& coordinates, const Before& before = {})
      : grid_(grid),
        threads_(threads),
        scratch_(scratch),
        coordinates_(coordinates),
        before_(before) {}

  void run(std::int64_t n, const HostSortOutput& out) {
    count_slabs(n);
    move_to_slabs(n);
#pragma omp parallel for schedule(dynamic) num_threads(threads_)
    for (std::int64_t s = 0; s < n_slabs(); ++s) sort_slab(s, out);
    out.cell_start[grid_.n_cells()] = n;
  }

 private:
  [[nodiscard]] std::int64_t n_slabs() const {
    return static_cast<std::int64_t>(grid_.n_strips()) * grid_.size.z;
  }
  // The first cell of slab s, also for the end.
  [[nodiscard]] std::int64_t first_cell(std::int64_t s) const {
    if (s == n_slabs()) return grid_.n_cells();
    const auto strip = static_cast<std::int32_t>(s / grid_.size.z);
    return grid_.index({0, strip * grid_.strip, static_cast<std::int32_t>(s % grid_.size.z)});
  }

  // The items of thread t.
  struct Share {
    std::int64_t begin, end;
  };
  [[nodiscard]] Share share_of(std::int64_t n, int t) const {
    return {n * t / threads_, n * (t + 1) / threads_};
  }

  // First row of each slab (plus the end), and where each thread puts its first item of each slab.
  void count_slabs(std::int64_t n) {
    const auto slabs = static_cast<std::size_t>(n_slabs());
    next_.assign(static_cast<std::size_t>(threads_), std::vector<std::int64_t>(slabs));
#pragma omp parallel for schedule(static, 1) num_threads(threads_)
    for (int t = 0; t < threads_; ++t) {
      const Coordinates coordinates = coordinates_;  // what the loop stores cannot change it
      std::vector<std::int64_t>& count = next_[static_cast<std::size_t>(t)];
      const Share share = share_of(n, t);
      for (std::int64_t i = share.begin; i < share.end; ++i) {
        ask_for_memory(coordinates, i, share.end);
        const Int3 c = coordinates(i);
        const std::int32_t strip = grid_.strip_of(c.y);
        const auto slab = static_cast<std::uint32_t>(strip * grid_.size.z + c.z);
        scratch_.slab[i] = slab;
        scratch_.place[i] =
            static_cast<std::uint32_t>((c.y - strip * grid_.strip) * grid_.size.x + c.x);
        ++count[slab];
      }
    }
    begin_.resize(slabs + 1);
    std::int64_t total = 0;
    for (std::size_t s = 0; s < slabs; ++s) {
      begin_[s] = total;
      for (auto& next : next_) total += std::exchange(next[s], total);
    }
    begin_[slabs] = total;
  }

  void move_to_slabs(std::int64_t n) {
#pragma omp parallel for schedule(static, 1) num_threads(threads_)
    for (int t = 0; t < threads_; ++t) {
      std::vector<std::int64_t>& next = next_[static_cast<std::size_t>(t)];
      const Share share = share_of(n, t);
      for (std::int64_t i = share.begin; i < share.end; ++i) {
        const std::int64_t to = next[scratch_.slab[i]]++;
        scratch_.row[to] = static_cast<std::uint32_t>(i);
        scratch_.cell[to] = scratch_.place[i];
      }
    }
  }

  void sort_slab(std::int64_t s, const HostSortOutput& out) const {
    const std::int64_t first = first_cell(s), n_cells = first_cell(s + 1) - first;
    const std::int64_t begin = begin_[static_cast<std::size_t>(s)];
    const std::int64_t end = begin_[static_cast<std::size_t>(s) + 1];
    std::int64_t* const start = out.cell_start + first;
    std::fill(start, start + n_cells, begin == end ? begin : 0);
    if (begin == end) return;
    for (std::int64_t k = begin; k < end; ++k) ++start[scratch_.cell[k]];
    std::int64_t total = begin;
    for (std::int64_t c = 0; c < n_cells; ++c) total += std::exchange(start[c], total);
    for (std::int64_t k = begin; k < end; ++k) {
      out.order[start[scratch_.cell[k]]++] = scratch_.row[k];
    }
    // Each start has moved to the start of the next cell: move it back, and order cells inside.
    std::int64_t at = begin;
    for (std::int64_t c = 0; c < n_cells; ++c) {
      const std::int64_t last = std::exchange(start[c], at);
      if constexpr (!std::is_same_v<Before, AsTheyAre>) {
        sort_cell(out.order + at, out.order + last);
      }
      at = last;
    }
  }

  // By insertion: they are few.
  void sort_cell(std::uint32_t* begin, const std::uint32_t* end) const {
    for (std::uint32_t* k = begin; k < end; ++k) {
      const std::uint32_t item = *k;
      std::uint32_t* at = k;
      for (; at > begin && before_(item, at[-1]); --at) *at = at[-1];
      *at = item;
    }
  }

  const CellGrid& grid_;
  int threads_;
  HostSortScratch scratch_;
  Coordinates coordinates_;
  Before before_;
  std::vector<std::int64_t> begin_;
  std::vector<std::vector<std::int64_t>> next_;
};

}  // namespace alder
