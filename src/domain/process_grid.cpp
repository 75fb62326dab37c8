// SPDX-License-Identifier: BSD-3-Clause
#include "domain/process_grid.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "base/error.hpp"

namespace alder {
namespace {

std::vector<std::uint64_t> even_cuts(int n) {
  std::vector<std::uint64_t> cuts;
  const auto count = static_cast<std::uint64_t>(n);
  const std::uint64_t step = std::numeric_limits<std::uint64_t>::max() / count;
  for (std::uint64_t k = 0; k < count; ++k) cuts.push_back(k * step);
  cuts.push_back(0);
  return cuts;
}

}  // namespace

ProcessGrid::ProcessGrid(const Int3& bricks) : bricks_(bricks) {
  for (int axis = 0; axis < 3; ++axis) set_cuts(axis, even_cuts(bricks[axis]));
}

ProcessGrid::ProcessGrid(const Int3& bricks, const Frame& frame) : ProcessGrid(bricks) {
  for (int axis = 0; axis < 3; ++axis) {
    if (frame.box().periodic[static_cast<std::size_t>(axis)]) continue;
    std::vector<std::uint64_t> cuts{0};
    for (int k = 1; k < bricks[axis]; ++k) {
      cuts.push_back(frame.cell_fraction(axis, static_cast<double>(k) / bricks[axis]));
    }
    cuts.push_back(0);
    set_cuts(axis, std::move(cuts));
  }
}

ProcessGrid ProcessGrid::in_other_cell(const Frame& from, const Frame& to) const {
  ProcessGrid grid = *this;
  for (int axis = 0; axis < 3; ++axis) {
    if (from.box().periodic[static_cast<std::size_t>(axis)]) continue;
    std::vector<std::uint64_t> moved = cuts(axis);
    for (std::size_t k = 1; k + 1 < moved.size(); ++k) {
      const double f = std::ldexp(static_cast<double>(moved[k]), -64);
      moved[k] = to.cell_fraction(axis, from.low()[axis] + from.stretch()[axis] * f);
    }
    grid.set_cuts(axis, std::move(moved));
  }
  return grid;
}

void ProcessGrid::set_cuts(int axis, std::vector<std::uint64_t> cuts) {
  if (cuts.size() != static_cast<std::size_t>(bricks_[axis]) + 1 || cuts.front() != 0 ||
      cuts.back() != 0 || !std::is_sorted(cuts.begin(), cuts.end() - 1)) {
    throw InternalError("the cuts of a process grid must be ascending and one more than bricks");
  }
  cuts_[static_cast<std::size_t>(axis)] = std::move(cuts);
}

Brick ProcessGrid::brick(int rank) const {
  const Int3 b = brick_of(rank);
  return {{cut(0, b.x), cut(1, b.y), cut(2, b.z)},
          {cut(0, b.x + 1), cut(1, b.y + 1), cut(2, b.z + 1)}};
}

Int3 best_process_grid(int n_ranks, const Box& box) {
  const Vec3 h = box.heights();
  // Planes cut through the box, their number along an axis over the height along it; where that
  // ties, the surface of a brick.
  const auto cost = [&](const Int3& n) {
    const auto planes = [](int k, double height) { return k > 1 ? k / height : 0.0; };
    return std::pair(planes(n.x, h.x) + planes(n.y, h.y) + planes(n.z, h.z),
                     n.x / h.x + n.y / h.y + n.z / h.z);
  };
  const auto less = [](const auto& a, const auto& b) {
    constexpr double equal = 1e-9;
    if (std::abs(a.first - b.first) > equal * b.first) return a.first < b.first;
    return a.second < b.second * (1 - equal);
  };
  Int3 best{1, 1, n_ranks};  // of equal ones that along c: atoms are stored in layers along it
  for (int nx = 1; nx <= n_ranks; ++nx) {
    if (n_ranks % nx != 0) continue;
    for (int ny = 1; ny <= n_ranks / nx; ++ny) {
      if (n_ranks / nx % ny != 0) continue;
      const Int3 grid{nx, ny, n_ranks / nx / ny};
      if (less(cost(grid), cost(best))) best = grid;
    }
  }
  return best;
}

Int3 choose_process_grid(int n_ranks, const Box& box,
                         const std::optional<std::array<std::int64_t, 3>>& wanted) {
  if (!wanted) return best_process_grid(n_ranks, box);
  const auto [nx, ny, nz] = *wanted;
  if (nx * ny * nz != n_ranks) {
    const Int3 best = best_process_grid(n_ranks, box);
    const auto text = [](auto x, auto y, auto z) {
      return "[" + std::to_string(x) + ", " + std::to_string(y) + ", " + std::to_string(z) + "]";
    };
    throw InputError("execution.grid " + text(nx, ny, nz) + " has " + std::to_string(nx * ny * nz) +
                     " bricks, but the run has " + std::to_string(n_ranks) + " rank" +
                     (n_ranks == 1 ? "" : "s") + "; leave it out or try " +
                     text(best.x, best.y, best.z));
  }
  return {static_cast<int>(nx), static_cast<int>(ny), static_cast<int>(nz)};
}

}  // namespace alder
