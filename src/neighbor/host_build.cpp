// SPDX-License-Identifier: BSD-3-Clause
#include "neighbor/host_build.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "neighbor/neighbor_view.hpp"

namespace alder {
namespace {

// The largest offsets of the stencil along each axis.
Int3 reach_of(std::span<const StencilRow> stencil) {
  Int3 reach{};
  for (const StencilRow& row : stencil) {
    reach.x = std::max(reach.x, row.half);
    reach.y = std::max(reach.y, std::abs(row.dy));
    reach.z = std::max(reach.z, std::abs(row.dz));
  }
  return reach;
}

// Cells along x whose atoms go through the same candidates: more of these for each atom, but they
// are found and collected less often.
constexpr std::int32_t cells_at_once = 2;

// How many times 2 * (reach + 1) of n cells fit into the frame: no candidate is half of that away.
std::uint32_t windows(std::int32_t n, std::int32_t reach) {
  return static_cast<std::uint32_t>(std::max(1, n / (2 * reach + 2)));
}

}  // namespace

ListWindow make_list_window(const Frame& frame, const CellGrid& grid,
                            std::span<const StencilRow> stencil, double range) {
  const Int3 reach = reach_of(stencil);
  ListWindow w{.nx = windows(grid.nx, reach.x + cells_at_once - 1),
               .ny = windows(grid.ny, reach.y),
               .nz = windows(grid.nz, reach.z),
               .orthogonal = frame.orthogonal()};
  // Lengths of half a window along each axis.
  const Tensor6 s = frame.scale() * 0x1p63;
  const double xx = s.xx / w.nx, yy = s.yy / w.ny, zz = s.zz / w.nz;
  const double xy = s.xy / w.ny, xz = s.xz / w.nz, yz = s.yz / w.nz;
  const double longest = std::max(
      {std::abs(xx) + std::abs(xy) + std::abs(xz), std::abs(yy) + std::abs(yz), std::abs(zz)});
  // Three squares of coordinates up to `top`, divided by 2^16, add up to less than 2^15.
  constexpr double top = 26700;
  const double unit = longest / top;
  const auto factor = [unit](double length) {
    return static_cast<std::int16_t>(std::lround(length / unit));
  };
  w.xx = factor(xx), w.yy = factor(yy), w.zz = factor(zz);
  w.xy = factor(xy), w.xz = factor(xz), w.yz = factor(yz);
  // A product is wrong by the rounding of two places, of the factor and of itself: 1, 1/2, 1/2.
  const double wrong = 2.0 * (w.orthogonal ? 1 : 3) * std::sqrt(3.0);
  const double most = range / unit + wrong;
  w.limit = static_cast<std::int16_t>(std::min(most * most / 65536 + 1, 32767.0));
  w.reach = (std::sqrt((w.limit + 2.0) * 65536) + wrong) * unit;
  return w;
}

namespace {

// The runs around some cells side by side along x.
class RunFinder {
 public:
  explicit RunFinder(const HostBuildInput& in)
      : in_(in),
        has_ghosts_(in.ghost_start[0] < in.ghost_start[in.grid.n_cells()]),
        runs_(6 * in.stencil.size() + 1) {
    lines_.reserve(in.stencil.size());
  }

  std::span<const ListRun> find(const Int3& c, std::int32_t cells) {
    if (c.y != y_ || c.z != z_) enter(c.y, c.z);
    n_ = 0;
    add(c.x, c.x + cells, in_.local_start);
    if (has_ghosts_) add(c.x, c.x + cells, in_.ghost_start);
    return {runs_.data(), n_};
  }

 private:
  // A line of cells along x that can hold neighbors: its first cell, and how far to look.
  struct Line {
    std::int64_t first;
    std::int32_t half;
  };

  // The lines are the same for all cells with the same y and z.
  void enter(std::int32_t y, std::int32_t z) {
    const CellGrid& grid = in_.grid;
    y_ = y, z_ = z;
    lines_.clear();
    for (const StencilRow& row : in_.stencil) {
      const std::int32_t ny = CellGrid::neighbor(y, row.dy, grid.ny, grid.size.y);
      const std::int32_t nz = CellGrid::neighbor(z, row.dz, grid.nz, grid.size.z);
      if (ny >= 0 && nz >= 0) lines_.push_back({grid.index({0, ny, nz}), row.half});
    }
  }

  void add(std::int32_t x, std::int32_t end_x, const std::int64_t* cell_start) {
    const std::int32_t size = in_.grid.size.x;
    const bool wraps = size == in_.grid.nx;
    for (const Line& line : lines_) {
      const std::int64_t* at = cell_start + line.first;
      const std::int32_t low = x - line.half, end = end_x + line.half;
      if (wraps && end - low >= size) {
        add(at[0], at[size]);
        continue;
      }
      if (wraps && low < 0) add(at[low + size], at[size]);
      add(at[std::max(low, 0)], at[std::min(end, size)]);
      if (wraps && end > size) add(at[0], at[end - size]);
    }
  }
  void add(std::int64_t begin, std::int64_t end) {
    runs_[n_] = {begin, end};
    n_ += begin < end ? 1 : 0;
  }

  const HostBuildInput& in_;
  bool has_ghosts_;
  std::int32_t y_ = -1, z_ = -1;
  std::vector<Line> lines_;
  std::vector<ListRun> runs_;  ///< the first n_ of them
  std::size_t n_ = 0;
};

// Fills one thread's share of `index`. What does not fit is built in a scratch row, to count it.
class ShareWriter {
 public:
  ShareWriter(const HostBuildInput& input, const HostBuildOutput& output, std::int64_t begin,
              std::int64_t end)
      : in_(input),
        out_(output),
        prunes_(input.window.reach > 1.01 * input.range),
        finder_(input),
        rows_{.x = input.x, .y = input.y, .z = input.z, .window = input.window},
        next_(begin),
        end_(end) {}

  /// The rows of atoms [first, last), which lie in `cells` cells along x from c on.
  void write_cells(std::int64_t first, std::int64_t last, const Int3& c, std::int32_t cells) {
    const std::span<const ListRun> runs = finder_.find(c, cells);
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
    place_room_.resize(static_cast<std::size_t>(3 * rows_.room_stride));
    index_room_.resize(static_cast<std::size_t>(rows_.room_stride));
    rows_.place_room = place_room_.data();
    rows_.index_room = index_room_.data();
  }

  // Near the end of the share, atom by atom.
  void write_atoms(std::int64_t first, std::int64_t last, std::int64_t candidates) {
    for (std::int64_t i = first; i < last; ++i) write(i, i + 1, candidates);
  }

  void write(std::int64_t first, std::int64_t last, std::int64_t most) {
    largest_ = std::max(largest_, most);
    fits_ = fits_ && next_ + most <= end_;
    if (fits_) {
      std::int64_t place = in_.rows(rows_, out_.rows, first, last, next_);
      if (prunes_) place = prune(first, last);
      pairs_ += place - next_;
      next_ = place;
      return;
    }
    spill_.resize(static_cast<std::size_t>(most));
    ListRowsOutput spill = out_.rows;
    spill.index = spill_.data();
    pairs_ += in_.rows(rows_, spill, first, last, 0);
  }

  // Leaves out of the rows what 16 bits could not tell from pairs within the range.
  std::int64_t prune(std::int64_t first, std::int64_t last) {
    const ListRowsOutput& rows = out_.rows;
    std::int64_t place = rows.start[first];
    for (std::int64_t i = first; i < last; ++i) {
      const std::uint32_t* row = rows.index + rows.start[i];
      const std::int32_t count = rows.count[i];
      rows.start[i] = place;
      for (std::int32_t k = 0; k < count; ++k) {
        const std::uint32_t entry = row[k];
        const Vec3 d =
            in_.frame.displacement(in_.position[i], in_.position[entry / NeighborView::host_scale]);
        rows.index[place] = entry;
        place += dot(d, d) <= in_.range * in_.range * (1 + 1e-12) ? 1 : 0;
      }
      rows.count[i] = static_cast<std::int32_t>(place - rows.start[i]);
    }
    return place;
  }

  const HostBuildInput& in_;
  const HostBuildOutput& out_;
  bool prunes_;
  RunFinder finder_;
  ListRowsInput rows_;
  std::int64_t next_, end_;
  std::int64_t pairs_ = 0, largest_ = 0;
  bool fits_ = true;
  std::vector<std::uint16_t> place_room_;
  std::vector<std::int32_t> index_room_;
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
    for (std::int64_t cell = first_cell_of_share(in, t); cell < end;) {
      const Int3 c = coordinates(in.grid, cell);
      const std::int64_t cells =
          std::min<std::int64_t>({cells_at_once, in.grid.size.x - c.x, end - cell});
      const std::int64_t first = in.local_start[cell], last = in.local_start[cell + cells];
      if (first < last) writer.write_cells(first, last, c, static_cast<std::int32_t>(cells));
      cell += cells;
    }
    writer.pad();
    fits = fits && writer.fits();
    pairs += writer.pairs();
    largest = std::max(largest, writer.needed());
  }
  return {fits, pairs, largest * threads};
}

}  // namespace alder
