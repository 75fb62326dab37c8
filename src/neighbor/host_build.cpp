// SPDX-License-Identifier: BSD-3-Clause
#include "neighbor/host_build.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
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
constexpr std::int32_t cells_at_once = 3;

// How many times 2 * (reach + 1) of n cells fit into the frame: no candidate is half of that away.
std::uint32_t windows(std::int32_t n, std::int32_t reach) {
  return static_cast<std::uint32_t>(std::max(1, n / (2 * reach + 2)));
}

// `wrong`: by how many units a distance may be.
void set_limit(ListWindow& w, double range, double unit, double wrong) {
  const double most = range / unit + wrong;
  w.limit = static_cast<std::int16_t>(std::min(most * most / 65536 + 1, 32767.0));
  w.reach = (std::sqrt((w.limit + 2.0) * 65536) + wrong) * unit;
}

}  // namespace

ListWindow make_list_window(const Frame& frame, const CellGrid& grid,
                            std::span<const StencilRow> stencil, double range) {
  const Int3 reach = reach_of(stencil);
  ListWindow w{
      .nx = windows(grid.nx, reach.x + cells_at_once - 1),
      .ny = windows(grid.ny, reach.y),
      .nz = windows(grid.nz, reach.z),
      .shape = frame.orthogonal() ? ListWindow::Shape::orthogonal : ListWindow::Shape::triclinic};
  // Lengths of half a window along each axis.
  const Tensor6 s = frame.scale() * 0x1p63;
  if (frame.orthogonal() && s.xx == s.yy && s.xx == s.zz) {
    w.shape = ListWindow::Shape::cubic;
    w.nx = w.ny = w.nz = std::min({w.nx, w.ny, w.nz});
    const double unit = s.xx / w.nx / 32768;
    set_limit(w, range, unit, std::sqrt(3.0));  // two places are rounded
    return w;
  }
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
  set_limit(w, range, unit, 2.0 * (frame.orthogonal() ? 1 : 3) * std::sqrt(3.0));
  return w;
}

namespace {

// The runs around some cells side by side along x.
class RunFinder {
 public:
  explicit RunFinder(const HostBuildInput& in)
      : in_(in),
        has_ghosts_(in.ghost_start != nullptr),
        reach_(reach_of(in.stencil).x),
        runs_(6 * in.stencil.size() + 1) {}

  void find(const Int3& c, std::int32_t cells) {
    if (c.y != y_ || c.z != z_) enter(c.y, c.z);
    n_ = 0;
    all_ = {std::numeric_limits<std::int64_t>::max(), 0, 0, 0};
    add_lines(lines_, c.x, c.x + cells, in_.local_start, 0);
    if (!ghost_lines_.empty()) {
      add_lines(ghost_lines_, c.x, c.x + cells, in_.ghost_start, in_.n_local);
    }
    all_.n_runs = static_cast<std::int64_t>(n_);
    group();
  }
  /// What was found: the runs, in groups.
  [[nodiscard]] const ListRun* runs() const {
    return groups_.size() == 1 ? runs_.data() : cut_runs_.data();
  }
  [[nodiscard]] const std::vector<ListRunGroup>& groups() const { return groups_; }

 private:
  // A line of cells along x that can hold neighbors: its first cell, and how far to look.
  struct Line {
    std::int64_t first;
    std::int32_t half;
  };

  // The lines are the same for all cells with the same y and z. In the order of storage, so that
  // they make few groups.
  void enter(std::int32_t y, std::int32_t z) {
    const CellGrid& grid = in_.grid;
    y_ = y, z_ = z;
    lines_.clear();
    for (const StencilRow& row : in_.stencil) {
      const std::int32_t ny = CellGrid::neighbor(y, row.dy, grid.ny, grid.size.y);
      const std::int32_t nz = CellGrid::neighbor(z, row.dz, grid.nz, grid.size.z);
      if (ny >= 0 && nz >= 0) lines_.push_back({grid.index({0, ny, nz}), row.half});
    }
    std::sort(lines_.begin(), lines_.end(),
              [](const Line& a, const Line& b) { return a.first < b.first; });
    ghost_lines_.clear();
    if (!has_ghosts_) return;
    for (const Line& line : lines_) {  // most have none
      const std::int64_t* at = in_.ghost_start + line.first;
      if (at[0] < at[grid.size.x]) ghost_lines_.push_back(line);
    }
  }

  // `base`: the row that cell starts are counted from.
  void add_lines(const std::vector<Line>& lines, std::int32_t x, std::int32_t end_x,
                 const std::int64_t* cell_start, std::int64_t base) {
    const auto add = [this, base](std::int64_t begin, std::int64_t end) {
      add_run(base + begin, base + end);
    };
    const std::int32_t size = in_.grid.size.x;
    if (x >= reach_ && end_x + reach_ <= size) {
      for (const Line& line : lines) {
        const std::int64_t* at = cell_start + line.first;
        add(at[x - line.half], at[end_x + line.half]);
      }
      return;
    }
    const bool wraps = size == in_.grid.nx;
    for (const Line& line : lines) {
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
  void add_run(std::int64_t begin, std::int64_t end) {
    runs_[n_] = {begin, end};
    if (begin == end) return;
    ++n_;
    all_.low = std::min(all_.low, begin);
    all_.high = std::max(all_.high, end);
    all_.n_atoms += end - begin;
  }

  // Mostly all runs are one group.
  void group() {
    groups_.clear();
    if (all_.high - all_.low <= ListPart::span) return groups_.push_back(all_);
    cut_runs_.clear();
    for (const ListRun& run : std::span<const ListRun>(runs_.data(), n_)) {
      for (std::int64_t begin = run.begin; begin < run.end; begin += ListPart::span) {
        put({begin, std::min(run.end, begin + ListPart::span)});
      }
    }
  }
  // Into the last group, or a new one.
  void put(const ListRun& run) {
    cut_runs_.push_back(run);
    if (!groups_.empty()) {
      ListRunGroup& last = groups_.back();
      const std::int64_t low = std::min(last.low, run.begin), high = std::max(last.high, run.end);
      if (high - low <= ListPart::span) {
        last = {low, high, last.n_runs + 1, last.n_atoms + (run.end - run.begin)};
        return;
      }
    }
    groups_.push_back({run.begin, run.end, 1, run.end - run.begin});
  }

  const HostBuildInput& in_;
  bool has_ghosts_;
  std::int32_t reach_;  ///< cells along x to look beyond these
  std::int32_t y_ = -1, z_ = -1;
  std::vector<Line> lines_, ghost_lines_;  ///< all, and those with ghosts
  std::vector<ListRun> runs_;              ///< the first n_ of them
  std::size_t n_ = 0;
  ListRunGroup all_{};             ///< of these
  std::vector<ListRun> cut_runs_;  ///< the same, none longer than a part may be
  std::vector<ListRunGroup> groups_;
};

// Fills one thread's share of the list. What does not fit is built in a scratch row, to count it.
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
    finder_.find(c, cells);
    rows_.runs = finder_.runs();
    rows_.groups = finder_.groups().data();
    rows_.n_groups = std::ssize(finder_.groups());
    std::int64_t candidates = 0, items = 0;
    for (const ListRunGroup& group : finder_.groups()) {
      candidates += group.n_atoms;
      items += ListPart::items(group.n_atoms);
    }
    make_room(candidates + list_padding);
    rows_listed_ += last - first;
    const std::int64_t most = (last - first) * items + list_padding;
    if (next_ + most > end_ && last - first > 1) return write_atoms(first, last, items);
    write(first, last, most);
  }

  [[nodiscard]] std::int64_t pairs() const { return pairs_; }
  [[nodiscard]] bool fits() const { return fits_; }
  /// Items this share, of so many atoms, should have: those there are for each atom that was
  /// listed.
  [[nodiscard]] std::int64_t needed(std::int64_t atoms) const {
    return (rows_listed_ == 0 ? 0 : items_ * atoms / rows_listed_) + largest_;
  }

 private:
  void make_room(std::int64_t candidates) {
    if (candidates <= rows_.room_stride) return;
    rows_.room_stride = 2 * candidates;
    room_.resize(static_cast<std::size_t>(4 * rows_.room_stride));
    rows_.room = room_.data();
  }

  // Near the end of the share, atom by atom.
  void write_atoms(std::int64_t first, std::int64_t last, std::int64_t items) {
    for (std::int64_t i = first; i < last; ++i) write(i, i + 1, items + list_padding);
  }

  void write(std::int64_t first, std::int64_t last, std::int64_t most) {
    largest_ = std::max(largest_, most);
    fits_ = fits_ && next_ + most <= end_;
    if (!fits_) {
      spill_.resize(static_cast<std::size_t>(most));
      count(in_.rows(rows_, {out_.rows.start, spill_.data()}, first, last, 0), 0);
      return;
    }
    ListRowsResult result = in_.rows(rows_, out_.rows, first, last, next_);
    if (prunes_) result = prune(first, last);
    count(result, next_);
    next_ = result.place;
  }
  void count(const ListRowsResult& rows, std::int64_t begin) {
    items_ += rows.place - begin;
    pairs_ += rows.entries;
  }

  // Leaves out of the rows what 16 bits could not tell from pairs within the range.
  ListRowsResult prune(std::int64_t first, std::int64_t last) {
    const ListRowsOutput& rows = out_.rows;
    ListRowsResult result{rows.start[first], 0};
    for (std::int64_t i = first; i < last; ++i) {
      const HostRows row{{.start = rows.start, .part = rows.part}};
      const std::int64_t start = result.place;
      row.for_each_part(i, [&](ListPart part, const std::uint16_t* entry) {
        prune_part(i, part, entry, rows.part + result.place);
        result.place += ListPart::items(part.count);
        result.entries += part.count;
      });
      rows.start[i] = start;
    }
    return result;
  }
  // Copies what is within the range of atom i to `head`, at or before the part itself.
  void prune_part(std::int64_t i, ListPart& part, const std::uint16_t* entry,
                  std::uint16_t* head) const {
    std::uint16_t n = 0;
    for (std::uint32_t k = 0; k < part.count; ++k) {
      const std::uint16_t kept = entry[k];
      const Position& other = in_.position[part.base + kept / ListPart::scale];
      const Vec3 d = in_.frame.displacement(in_.position[i], other);
      head[ListPart::head + n] = kept;
      if (dot(d, d) <= in_.range * in_.range * (1 + 1e-12)) ++n;
    }
    part.count = n;
    std::fill(head + ListPart::head + n, head + ListPart::items(n), std::uint16_t{0});
    std::memcpy(head, &part, sizeof part);
  }

  const HostBuildInput& in_;
  const HostBuildOutput& out_;
  bool prunes_;
  RunFinder finder_;
  ListRowsInput rows_;
  std::int64_t next_, end_;
  std::int64_t pairs_ = 0, items_ = 0, rows_listed_ = 0;
  std::int64_t largest_ = 0;  ///< the most items that one call may write
  bool fits_ = true;
  std::vector<std::uint16_t> room_, spill_;
};

// The cells whose atoms thread t of n_threads lists: whole cells, about as many atoms each.
std::int64_t first_cell_of_share(const HostBuildInput& in, int t) {
  const std::int64_t n_cells = in.grid.n_cells();
  const std::int64_t atom = in.n_local * t / in.threads;
  return std::lower_bound(in.local_start, in.local_start + n_cells, atom) - in.local_start;
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
    const std::int64_t begin = first_cell_of_share(in, t);
    std::int64_t group = 0;
    Int3 c{in.grid.size.x, 0, 0};  // a line is over: its coordinates are looked up anew
    for (std::int64_t cell = begin; cell < end; ++group) {
      if (c.x == in.grid.size.x) c = in.grid.coordinates_of(cell);
      const std::int64_t cells =
          std::min<std::int64_t>({cells_at_once, in.grid.size.x - c.x, end - cell});
      const std::int64_t first = in.local_start[cell], last = in.local_start[cell + cells];
      if (first < last && group % in.every == 0)
        writer.write_cells(first, last, c, static_cast<std::int32_t>(cells));
      cell += cells;
      c.x += static_cast<std::int32_t>(cells);
    }
    fits = fits && writer.fits();
    pairs += writer.pairs();
    largest = std::max(largest, writer.needed(in.local_start[end] - in.local_start[begin]));
  }
  return {fits, pairs, largest * threads};
}

}  // namespace alder
