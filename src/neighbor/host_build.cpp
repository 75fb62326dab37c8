// SPDX-License-Identifier: BSD-3-Clause
#include "neighbor/host_build.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace alder {
namespace {

void add_run(std::vector<ListRun>& runs, const std::int64_t* cell_start, std::int64_t first_cell,
             std::int64_t end_cell) {
  const ListRun run{cell_start[first_cell], cell_start[end_cell]};
  if (run.begin < run.end) runs.push_back(run);
}

// The stretches of atoms in one stencil row around cell c.
void add_row(std::vector<ListRun>& runs, const CellGrid& grid, const Int3& c, const StencilRow& row,
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

// Slightly more than the range: what single precision and 32-bit fractions can be off, so that no
// pair within the range is missed.
float widened_range2(const HostBuildInput& in) {
  const Tensor6 s = in.frame.scale();  // length per 2^-64 of the frame
  const double longest = std::abs(s.xx) + std::abs(s.yy) + std::abs(s.zz) + std::abs(s.xy) +
                         std::abs(s.xz) + std::abs(s.yz);
  const double range = in.range * (1 + 2e-6) + 2 * std::ldexp(longest, 32);
  return static_cast<float>(range * range);
}

ListRowsInput rows_input(const HostBuildInput& in) {
  return {.x = in.x,
          .y = in.y,
          .z = in.z,
          .scale = in.frame.scale() * 0x1p32,
          .orthogonal = in.frame.orthogonal(),
          .range2 = widened_range2(in)};
}

// The runs around a cell. Where no row wraps round the frame or leaves the window, a row's cells
// lie at the same distances in storage for every cell.
class RunFinder {
 public:
  explicit RunFinder(const HostBuildInput& in) : in_(in) {
    for (const StencilRow& row : in.stencil) {
      const std::int64_t middle =
          (static_cast<std::int64_t>(row.dz) * in.grid.size.y + row.dy) * in.grid.size.x;
      begin_.push_back(middle - row.half);
      end_.push_back(middle + row.half + 1);
      reach_.x = std::max(reach_.x, row.half);
      reach_.y = std::max(reach_.y, std::abs(row.dy));
      reach_.z = std::max(reach_.z, std::abs(row.dz));
    }
    has_ghosts_ = in.ghost_start[0] < in.ghost_start[in.grid.n_cells()];
  }

  const std::vector<ListRun>& find(const Int3& c) {
    runs_.clear();
    const std::int64_t cell = in_.grid.index(c);
    const bool inner = is_inner(c.x, reach_.x, in_.grid.size.x) &&
                       is_inner(c.y, reach_.y, in_.grid.size.y) &&
                       is_inner(c.z, reach_.z, in_.grid.size.z);
    add(inner, cell, c, in_.local_start);
    if (has_ghosts_) add(inner, cell, c, in_.ghost_start);
    return runs_;
  }

 private:
  static bool is_inner(std::int32_t c, std::int32_t reach, std::int32_t size) {
    return c >= reach && c + reach < size;
  }
  void add(bool inner, std::int64_t cell, const Int3& c, const std::int64_t* cell_start) {
    if (!inner) {
      for (const StencilRow& row : in_.stencil) add_row(runs_, in_.grid, c, row, cell_start);
      return;
    }
    const std::int64_t* at = cell_start + cell;
    for (std::size_t k = 0; k < begin_.size(); ++k) {
      const ListRun run{at[begin_[k]], at[end_[k]]};
      if (run.begin < run.end) runs_.push_back(run);
    }
  }

  const HostBuildInput& in_;
  std::vector<std::int64_t> begin_, end_;
  Int3 reach_{};
  bool has_ghosts_;
  std::vector<ListRun> runs_;
};

// Fills one thread's share of `index`. What does not fit is built in a scratch row, to count it.
class ShareWriter {
 public:
  ShareWriter(const HostBuildInput& input, const HostBuildOutput& output, std::int64_t begin,
              std::int64_t end)
      : in_(input),
        out_(output),
        finder_(input),
        rows_(rows_input(input)),
        next_(begin),
        end_(end) {}

  void write_cell(std::int64_t first, std::int64_t last, const Int3& c) {
    const std::vector<ListRun>& runs = finder_.find(c);
    rows_.runs = runs.data();
    rows_.n_runs = static_cast<std::int64_t>(runs.size());
    std::int64_t candidates = list_padding;
    for (const ListRun& run : runs) candidates += run.end - run.begin;
    make_room(candidates);
    const std::int64_t most = (last - first) * candidates;
    if (next_ + most > end_ && last - first > 1) return write_atoms(first, last, candidates);
    write(first, last, most);
  }

  [[nodiscard]] std::int64_t pairs() const { return pairs_; }
  [[nodiscard]] bool fits() const { return fits_; }
  /// Items this share should have.
  [[nodiscard]] std::int64_t needed() const { return pairs_ + largest_ + list_padding; }
  /// Items behind the last row are read as indices.
  void pad() {
    fits_ = fits_ && next_ + list_padding <= end_;
    if (!fits_) return;
    std::fill(out_.rows.index + next_, out_.rows.index + next_ + list_padding, 0U);
  }

 private:
  void make_room(std::int64_t candidates) {
    if (candidates <= rows_.room_stride) return;
    rows_.room_stride = 2 * candidates;
    room_.resize(static_cast<std::size_t>(4 * rows_.room_stride));
    rows_.room = room_.data();
  }

  // Near the end of the share, atom by atom.
  void write_atoms(std::int64_t first, std::int64_t last, std::int64_t candidates) {
    for (std::int64_t i = first; i < last; ++i) write(i, i + 1, candidates);
  }

  void write(std::int64_t first, std::int64_t last, std::int64_t most) {
    largest_ = std::max(largest_, most);
    fits_ = fits_ && next_ + most <= end_;
    if (fits_) {
      const std::int64_t place = in_.rows(rows_, out_.rows, first, last, next_);
      pairs_ += place - next_;
      next_ = place;
      return;
    }
    spill_.resize(static_cast<std::size_t>(most));
    ListRowsOutput spill = out_.rows;
    spill.index = spill_.data();
    pairs_ += in_.rows(rows_, spill, first, last, 0);
  }

  const HostBuildInput& in_;
  const HostBuildOutput& out_;
  RunFinder finder_;
  ListRowsInput rows_;
  std::int64_t next_, end_;
  std::int64_t pairs_ = 0, largest_ = 0;
  bool fits_ = true;
  std::vector<std::int32_t> room_;
  std::vector<std::uint32_t> spill_;
};

// The cells whose atoms thread t of n_threads lists: whole cells, about as many atoms each.
std::int64_t first_cell_of_share(const HostBuildInput& in, int t) {
  const std::int64_t n_cells = in.grid.n_cells();
  const std::int64_t atom = in.n_local * t / in.threads;
  return std::lower_bound(in.local_start, in.local_start + n_cells, atom) - in.local_start;
}

Int3 coordinates(const CellGrid& grid, std::int64_t cell) {
  const auto x = static_cast<std::int32_t>(cell % grid.size.x);
  const auto y = static_cast<std::int32_t>(cell / grid.size.x % grid.size.y);
  const auto z = static_cast<std::int32_t>(cell / grid.size.x / grid.size.y);
  return {x, y, z};
}

}  // namespace

HostBuildResult host_build(const HostBuildInput& in, const HostBuildOutput& out) {
  bool fits = true;
  std::int64_t pairs = 0, largest = 0;
  const int threads = in.threads;
#pragma omp parallel for schedule(static, 1) num_threads(threads) reduction(&& : fits) \
    reduction(+ : pairs) reduction(max : largest)
  for (int t = 0; t < threads; ++t) {
    ShareWriter writer(in, out, out.capacity * t / threads, out.capacity * (t + 1) / threads);
    const std::int64_t end = t + 1 == threads ? in.grid.n_cells() : first_cell_of_share(in, t + 1);
    for (std::int64_t cell = first_cell_of_share(in, t); cell < end; ++cell) {
      const std::int64_t first = in.local_start[cell], last = in.local_start[cell + 1];
      if (first < last) writer.write_cell(first, last, coordinates(in.grid, cell));
    }
    writer.pad();
    fits = fits && writer.fits();
    pairs += writer.pairs();
    largest = std::max(largest, writer.needed());
  }
  return {fits, pairs, largest * threads};
}

}  // namespace alder
