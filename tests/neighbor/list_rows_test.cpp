// SPDX-License-Identifier: BSD-3-Clause
// The list kernels of all instruction sets, against each other and against distances.
#include "neighbor/list_rows.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "neighbor/host_build.hpp"
#include "neighbor/neighbor_view.hpp"
#include "support/executions.hpp"
#include "support/random_system.hpp"

namespace alder::test {
namespace {

constexpr double range = 2.8;
constexpr std::int64_t n = 900;        // atoms of the first two runs
constexpr std::int64_t far = 1 << 20;  // first atom of the third

// The atoms of three runs: [0, 300) and [400, 900), which make a group, and 70 far behind.
struct Candidates {
  Frame frame;
  std::vector<std::uint16_t> x, y, z;
  std::vector<Position> position;
  std::vector<ListRun> runs{{0, 300}, {400, n}, {far, far + 70}};
  std::vector<ListRunGroup> groups{{0, n, 2, n - 100}, {far, far + 70, 1, 70}};
  ListWindow window;

  explicit Candidates(const Box& box) : frame(box, range) {
    const auto size = static_cast<std::size_t>(far + 70 + list_padding);
    x.resize(size), y.resize(size), z.resize(size), position.resize(size);
    const CellGrid grid = make_cell_grid(frame, range, 1000, Brick{});
    window = make_list_window(frame, grid, make_stencil(grid, frame, range), range);
    Random random(5);
    for (Position& p : position) p = {random.bits(), random.bits(), random.bits(), 0};
    for (std::size_t i = 0; i < size; ++i) {
      x[i] = static_cast<std::uint16_t>(position[i].x * window.nx >> 48);
      y[i] = static_cast<std::uint16_t>(position[i].y * window.ny >> 48);
      z[i] = static_cast<std::uint16_t>(position[i].z * window.nz >> 48);
    }
  }
};

// The rows of atoms [first, last) in `items`.
struct Rows {
  std::vector<std::int64_t> start = std::vector<std::int64_t>(n);
  std::vector<std::uint16_t> item = std::vector<std::uint16_t>(1 << 18, 7);
  ListRowsResult result;
};
Rows rows_of(const Candidates& c, ListRows kernel, std::int64_t first, std::int64_t last) {
  Rows rows;
  std::vector<std::uint16_t> room(4 * 2000);
  const ListRowsInput in{.x = c.x.data(),
                         .y = c.y.data(),
                         .z = c.z.data(),
                         .window = c.window,
                         .runs = c.runs.data(),
                         .groups = c.groups.data(),
                         .n_groups = 2,
                         .room = room.data(),
                         .room_stride = 2000};
  rows.result = kernel(in, {rows.start.data(), rows.item.data()}, first, last, 4);
  return rows;
}

std::vector<std::int64_t> near_ones(const Candidates& c, std::int64_t i, double most) {
  std::vector<std::int64_t> near;
  for (const ListRun& run : c.runs) {
    for (std::int64_t j = run.begin; j < run.end; ++j) {
      const auto at = [&](std::int64_t k) { return c.position[static_cast<std::size_t>(k)]; };
      const Vec3 d = c.frame.displacement(at(i), at(j));
      if (j != i && dot(d, d) < most * most) near.push_back(j);
    }
  }
  return near;
}

void expect_rows(const Candidates& c, ListRows kernel) {
  constexpr std::int64_t first = 410, last = 440;
  const Rows rows = rows_of(c, kernel, first, last);
  const HostRows list{{.start = rows.start.data(), .part = rows.item.data()}};
  std::int64_t entries = 0;
  bool parts = false;
  for (std::int64_t i = first; i < last; ++i) {
    std::vector<std::int64_t> listed;
    list.for_each(i, [&](std::uint32_t j) { listed.push_back(j); });
    list.for_each_part(i, [&](const ListPart& p, const std::uint16_t*) { parts |= p.more != 0; });
    entries += std::ssize(listed);
    const std::vector<std::int64_t> near = near_ones(c, i, range);
    const std::vector<std::int64_t> nearly = near_ones(c, i, 1.01 * range);
    EXPECT_TRUE(std::includes(listed.begin(), listed.end(), near.begin(), near.end())) << i;
    EXPECT_TRUE(std::includes(nearly.begin(), nearly.end(), listed.begin(), listed.end())) << i;
  }
  EXPECT_TRUE(parts);
  EXPECT_EQ(rows.result.entries, entries);
}

// Loops read a whole vector of entries also where there is none, and must find atoms there.
TEST(ListRows, FillPartsWithZeros) {
  Candidates c(box_of({12, 11, 10}));
  c.window.limit = 1;  // nothing is so near
  for (const Simd simd : usable_instruction_sets()) {
    for (const ListRows kernel : list_rows_kernels(simd)) {
      const Rows rows = rows_of(c, kernel, 0, 3);
      EXPECT_EQ(rows.result.entries, 0);
      EXPECT_EQ(rows.result.place, 4 + 3 * (ListPart::head + ListPart::step));
      const auto row = rows.item.begin() + rows.start[2] + ListPart::head;
      EXPECT_EQ(std::count(row, row + ListPart::step, 0), ListPart::step);
    }
  }
}

TEST(ListRows, HoldWhatIsNearOnAllInstructionSets) {
  for (const Box& box :
       {box_of({12, 11, 10}), box_of({11, 11, 11}), box_of({12, 11, 10}, {3, -2, 4})}) {
    const Candidates c(box);
    const std::vector<Simd> sets = usable_instruction_sets();
    ASSERT_FALSE(sets.empty());
    const Rows first = rows_of(c, list_rows_kernels(sets[0]).front(), 410, 440);
    for (const Simd simd : sets) {
      for (const ListRows kernel : list_rows_kernels(simd)) {
        SCOPED_TRACE(std::string(to_string(simd)));
        expect_rows(c, kernel);
        const Rows rows = rows_of(c, kernel, 410, 440);
        ASSERT_EQ(rows.result.place, first.result.place);
        EXPECT_EQ(rows.result.entries, first.result.entries);
        const auto end = first.item.begin() + first.result.place;
        EXPECT_TRUE(std::equal(first.item.begin(), end, rows.item.begin()));
        EXPECT_EQ(rows.start, first.start);
      }
    }
  }
}

}  // namespace
}  // namespace alder::test
