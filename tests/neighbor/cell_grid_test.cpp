// SPDX-License-Identifier: BSD-3-Clause
// Windows of the cell grid and their stencils miss no neighbor, whatever the brick.
#include "neighbor/cell_grid.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/random_system.hpp"

namespace alder::test {
namespace {

bool inside(const Int3& c, const Int3& size) {
  return c.x >= 0 && c.x < size.x && c.y >= 0 && c.y < size.y && c.z >= 0 && c.z < size.z;
}

// True when the stencil of cell c reaches cell q.
bool reached(const CellGrid& grid, const std::vector<StencilRow>& stencil, const Int3& c,
             const Int3& q) {
  return std::any_of(stencil.begin(), stencil.end(), [&](const StencilRow& row) {
    if (CellGrid::neighbor(c.y, row.dy, grid.ny, grid.size.y) != q.y) return false;
    if (CellGrid::neighbor(c.z, row.dz, grid.nz, grid.size.z) != q.z) return false;
    const int apart = std::abs(c.x - q.x);
    const bool wraps = grid.size.x == grid.nx;
    return (wraps ? std::min(apart, grid.nx - apart) : apart) <= row.half;
  });
}

struct Layout {
  Box box;
  double range;
  Int3 bricks;
};

void check(const Layout& layout, std::uint64_t seed) {
  Random random(seed);
  const Frame frame(layout.box, layout.range);
  const ProcessGrid processes(layout.bricks);
  for (int rank = 0; rank < processes.n_ranks(); ++rank) {
    SCOPED_TRACE("rank " + std::to_string(rank));
    const Brick brick = processes.brick(rank);
    const CellGrid grid = make_cell_grid(frame, layout.range, 5000, brick);
    const std::vector<StencilRow> stencil = make_stencil(grid, frame, layout.range);
    int tried = 0;
    while (tried < 400) {
      Image image;
      Position p = frame.from_cartesian(layout.box.to_cartesian(random.vector(0, 1)), 0, image);
      if (!brick.contains(p, frame.log2_multiple())) continue;
      ++tried;
      const Vec3 direction = random.vector(-1, 1);
      const double length = std::sqrt(dot(direction, direction));
      Position q = p;
      frame.advance(q, image, (random.uniform(0, layout.range) / length) * direction);
      const Int3 from = grid.coordinates(p), to = grid.coordinates(q);
      ASSERT_TRUE(inside(from, grid.size)) << "atom " << tried;
      ASSERT_TRUE(inside(to, grid.size)) << "neighbor " << tried;
      ASSERT_TRUE(reached(grid, stencil, from, to)) << "pair " << tried;
    }
  }
}

// Every cell has a number of its own, and the last strip may be narrower.
TEST(CellGrid, NumbersCellsInStrips) {
  CellGrid grid{.nx = 5, .ny = 11, .nz = 3, .size = {5, 11, 3}};
  for (const std::int32_t strip : {1, 4, 6, 11, 100}) {
    grid.strip = strip;
    EXPECT_EQ(grid.n_strips(), (11 + strip - 1) / strip);
    std::vector<int> times(static_cast<std::size_t>(grid.n_cells()));
    for (std::int32_t z = 0; z < 3; ++z) {
      for (std::int32_t y = 0; y < 11; ++y) {
        for (std::int32_t x = 0; x < 5; ++x) {
          const std::int64_t cell = grid.index({x, y, z});
          ++times.at(static_cast<std::size_t>(cell));
          EXPECT_EQ(grid.coordinates_of(cell), (Int3{x, y, z}));
          EXPECT_EQ(cell, grid.index({0, y, z}) + x);
        }
      }
    }
    EXPECT_EQ(std::count(times.begin(), times.end(), 1), grid.n_cells());
  }
}

// In a large system the neighbors of an atom inside a strip are one part of its row.
TEST(CellGrid, KeepsNeighborsCloseInStorage) {
  const Box box = box_of({190, 190, 190});
  const Frame frame(box, 2.8);
  const CellGrid grid = make_cell_grid(frame, 2.8, 5'800'000, Brick{});
  EXPECT_GT(grid.n_strips(), 3);
  const double per_cell = 5.8e6 / static_cast<double>(grid.n_cells());
  const Int3 inside{7, 3 * grid.strip / 2, 20};
  const std::int64_t low = grid.index({0, inside.y - 2, inside.z - 2});
  const std::int64_t high = grid.index({grid.size.x - 1, inside.y + 2, inside.z + 2});
  EXPECT_LT(static_cast<double>(high - low) * per_cell, 32768);
}

TEST(CellGrid, WindowsHoldEveryNeighborOfTheirBrick) {
  check({box_of({30, 20, 25}), 2.8, {1, 1, 1}}, 1);
  check({box_of({30, 20, 25}), 2.8, {4, 1, 1}}, 2);
  check({box_of({30, 20, 25}), 2.8, {3, 2, 2}}, 3);
  check({box_of({60, 60, 60}), 1.3, {2, 2, 2}}, 4);
}

TEST(CellGrid, WindowsHoldEveryNeighborInTriclinicBoxes) {
  check({box_of({30, 20, 25}, {9, -11, 8}), 2.8, {4, 1, 1}}, 5);
  check({box_of({30, 20, 25}, {14.9, 14.9, 9.9}), 2.8, {2, 3, 1}}, 6);
}

TEST(CellGrid, WindowsHoldEveryNeighborWhereBricksAreThinnerThanTheRange) {
  check({box_of({12, 9, 30}), 2.8, {8, 1, 1}}, 7);
  check({box_of({6, 6, 6}), 2.8, {3, 2, 1}}, 8);
}

TEST(CellGrid, WindowsHoldEveryNeighborInSmallBoxes) {
  check({box_of({2.5, 3, 4}), 2.8, {1, 1, 1}}, 9);
  check({box_of({2.5, 3, 40}), 2.8, {1, 1, 4}}, 10);
  check({box_of({3, 3.5, 20}, {1, -1, 1.5}), 2.8, {2, 1, 2}}, 11);
}

TEST(CellGrid, HasRandomLayoutsRight) {
  Random random(12);
  for (std::uint64_t k = 0; k < 40; ++k) {
    SCOPED_TRACE("layout " + std::to_string(k));
    const Vec3 lengths = random.vector(2, 40), tilts = random.vector(-0.5, 0.5);
    const Layout layout{
        box_of(lengths, {tilts.x * lengths.x, tilts.y * lengths.x, tilts.z * lengths.y}),
        random.uniform(0.5, 4),
        {1 + static_cast<int>(random.below(3)), 1 + static_cast<int>(random.below(3)), 1}};
    check(layout, random.bits());
  }
}

TEST(CellGrid, OfAThinGasHasNoMoreCellsThanItsAtomsAreWorth) {
  const Frame frame(box_of({1e5, 1e5, 1e5}), 2.8);
  const CellGrid grid = make_cell_grid(frame, 2.8, 100, ProcessGrid().brick(0));
  EXPECT_LE(grid.n_cells(), 1000);
}

}  // namespace
}  // namespace alder::test
