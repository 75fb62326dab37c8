// SPDX-License-Identifier: BSD-3-Clause
// The order that items are brought into, against a stable sort of the standard library.
#include "neighbor/host_cell_sort.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

namespace alder::test {
namespace {

struct CellOfItem {
  const Int3* cell;
  Int3 operator()(std::int64_t i) const { return cell[i]; }
};

struct Sorted {
  std::vector<std::int64_t> cell_start;
  std::vector<std::uint32_t> order;
  bool operator==(const Sorted&) const = default;
};

template <class... Before>
Sorted sorted(const CellGrid& grid, const std::vector<Int3>& cells, int threads,
              const Before&... before) {
  const auto n = static_cast<std::int64_t>(cells.size());
  std::vector<std::uint32_t> room(HostSortScratch::size(cells.size()));
  Sorted result{std::vector<std::int64_t>(static_cast<std::size_t>(grid.n_cells()) + 1, -1),
                std::vector<std::uint32_t>(cells.size())};
  HostCellSort(grid, threads, HostSortScratch(room.data(), n), CellOfItem{cells.data()}, before...)
      .run(n, {result.cell_start.data(), result.order.data()});
  return result;
}

// What it should be: items by cell, then as they are or by `before`.
template <class Before>
Sorted expected(const CellGrid& grid, const std::vector<Int3>& cells, const Before& before) {
  Sorted result{{}, std::vector<std::uint32_t>(cells.size())};
  std::iota(result.order.begin(), result.order.end(), 0U);
  const auto cell_of = [&](std::uint32_t i) { return grid.index(cells[i]); };
  std::stable_sort(result.order.begin(), result.order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return cell_of(a) != cell_of(b) ? cell_of(a) < cell_of(b) : before(a, b);
  });
  for (std::int64_t cell = 0; cell <= grid.n_cells(); ++cell) {
    result.cell_start.push_back(std::count_if(result.order.begin(), result.order.end(),
                                              [&](std::uint32_t i) { return cell_of(i) < cell; }));
  }
  return result;
}

// Items in a few planes only, several in a cell.
std::vector<Int3> items(const CellGrid& grid, std::size_t n) {
  std::mt19937 random(7);
  const auto below = [&random](std::int32_t end) {
    return std::uniform_int_distribution<std::int32_t>(0, end - 1)(random);
  };
  std::vector<Int3> cells(n);
  for (Int3& c : cells) {
    c = {below(grid.size.x), below(grid.size.y), below(2) == 0 ? 0 : grid.size.z - 1};
  }
  return cells;
}

TEST(HostCellSort, KeepsOrMakesTheOrderInsideACell) {
  CellGrid grid{.nx = 5, .ny = 7, .nz = 4, .size = {5, 7, 4}};
  const auto as_they_are = [](std::uint32_t, std::uint32_t) { return false; };
  const auto backwards = [](std::uint32_t a, std::uint32_t b) { return a > b; };
  for (const std::int32_t strip : {3, 1 << 30}) {
    grid.strip = strip;
    for (const std::size_t n : {0U, 1U, 300U}) {
      const std::vector<Int3> cells = items(grid, n);
      for (const int threads : {1, 3}) {
        EXPECT_EQ(sorted(grid, cells, threads), expected(grid, cells, as_they_are));
        EXPECT_EQ(sorted(grid, cells, threads, backwards), expected(grid, cells, backwards));
      }
    }
  }
}

}  // namespace
}  // namespace alder::test
