// SPDX-License-Identifier: BSD-3-Clause
// Puts items in order of their cells, and inside a cell in an order of their own.
#pragma once

#include <cstdint>

#include "cuda/algorithms.cuh"
#include "cuda/for_each.cuh"

namespace alder::cuda {

/// Counts the items of each cell and notes which of them item i was.
template <class CellOf>
struct CountCellsBody {
  CellOf cell_of;
  std::int64_t* counts;
  std::uint32_t* slots;
  __device__ void operator()(std::int64_t i) const {
    auto* count = reinterpret_cast<unsigned long long*>(counts + cell_of(i));
    slots[i] = static_cast<std::uint32_t>(atomicAdd(count, 1ULL));
  }
};

template <class CellOf>
struct ScatterBody {
  CellOf cell_of;
  const std::int64_t* cell_start;
  const std::uint32_t* slots;
  std::uint32_t* order;
  __device__ void operator()(std::int64_t i) const {
    order[cell_start[cell_of(i)] + slots[i]] = static_cast<std::uint32_t>(i);
  }
};

/// Sorts the items of a cell by `before`: the slots they got depend on the order of atomics.
/// Heapsort (J. W. J. Williams, Comm. ACM 7, 347 (1964)): in place, never quadratic.
template <class Before>
struct SortCellsBody {
  const std::int64_t* cell_start;
  std::uint32_t* order;
  Before before;

  __device__ void operator()(std::int64_t cell) const {
    std::uint32_t* item = order + cell_start[cell];
    const std::int64_t n = cell_start[cell + 1] - cell_start[cell];
    for (std::int64_t root = n / 2 - 1; root >= 0; --root) sift_down(item, root, n);
    for (std::int64_t end = n - 1; end > 0; --end) {
      exchange(item[0], item[end]);
      sift_down(item, 0, end);
    }
  }

 private:
  __device__ static void exchange(std::uint32_t& a, std::uint32_t& b) {
    const std::uint32_t t = a;
    a = b;
    b = t;
  }
  __device__ void sift_down(std::uint32_t* item, std::int64_t root, std::int64_t n) const {
    for (;;) {
      std::int64_t child = 2 * root + 1;
      if (child >= n) return;
      if (child + 1 < n && before(item[child], item[child + 1])) ++child;
      if (!before(item[root], item[child])) return;
      exchange(item[root], item[child]);
      root = child;
    }
  }
};

struct CellSortOutput {
  std::int64_t* cell_start;  ///< n_cells + 1 entries
  std::uint32_t* order;      ///< order[sorted place] = item
};

/// Sorts n items by (cell_of(i), before); the result does not depend on how threads are scheduled.
template <class CellOf, class Before>
void sort_by_cells(const Device& device, std::int64_t n, std::int64_t n_cells,
                   const CellOf& cell_of, const Before& before, const CellSortOutput& out) {
  Context& context = use(device);
  const auto cells = static_cast<std::size_t>(n_cells) + 1;
  if (context.counts.size() < cells) context.counts.resize(cells);
  if (context.slots.size() < static_cast<std::size_t>(n)) {
    context.slots.resize(static_cast<std::size_t>(n));
  }
  std::int64_t* counts = context.counts.data();
  check("cudaMemset", cudaMemsetAsync(counts, 0, cells * sizeof *counts, context.stream));
  for_each_named("count_cells", device, n,
                 CountCellsBody<CellOf>{cell_of, counts, context.slots.data()});
  exclusive_scan(context.stream, context.scratch, counts, out.cell_start, n_cells + 1);
  for_each_named("scatter_to_cells", device, n,
                 ScatterBody<CellOf>{cell_of, out.cell_start, context.slots.data(), out.order});
  for_each_named("sort_cells", device, n_cells,
                 SortCellsBody<Before>{out.cell_start, out.order, before});
}

}  // namespace alder::cuda
