// SPDX-License-Identifier: BSD-3-Clause
// Which part of the box each rank owns.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "atoms/box.hpp"
#include "atoms/frame.hpp"
#include "base/bisect.hpp"
#include "base/vec3.hpp"

namespace alder {

/// A brick of the cell (Frame::cell) as fractions of its edges times 2^64; an `end` of 0 stands for
/// 2^64.
struct Brick {
  Vec3Of<std::uint64_t> begin{}, end{};

  /// True for a position of the frame's first cell that lies in this brick.
  [[nodiscard]] ALDER_HD bool contains(const Position& p, const Int3& log2_multiple) const {
    return holds(begin.x, end.x, p.x << log2_multiple.x) &&
           holds(begin.y, end.y, p.y << log2_multiple.y) &&
           holds(begin.z, end.z, p.z << log2_multiple.z);
  }

 private:
  ALDER_HD static bool holds(std::uint64_t from, std::uint64_t to, std::uint64_t x) {
    return x >= from && (to == 0 || x < to);
  }
};

/// Bricks of a grid are numbered x fastest.
[[nodiscard]] ALDER_HD inline int number_of_brick(const Int3& brick, const Int3& bricks) {
  return (brick.z * bricks.y + brick.y) * bricks.x + brick.x;
}

/// The cuts of a ProcessGrid along each axis, wherever they lie: bricks + 1 of them, of which the
/// last stands for 2^64.
struct GridCuts {
  Int3 bricks{1, 1, 1};
  Vec3Of<const std::uint64_t*> cuts{};

  /// The rank that owns a position of the frame's first cell.
  [[nodiscard]] ALDER_HD int owner(const Position& p, const Int3& log2_multiple) const {
    return number_of_brick({brick_of(cuts.x, bricks.x, p.x << log2_multiple.x),
                            brick_of(cuts.y, bricks.y, p.y << log2_multiple.y),
                            brick_of(cuts.z, bricks.z, p.z << log2_multiple.z)},
                           bricks);
  }

 private:
  // The last of n bricks that does not begin above x.
  ALDER_HD static int brick_of(const std::uint64_t* cut, int n, std::uint64_t x) {
    return first_where(1, n, [=](int k) { return cut[k] > x; }) - 1;
  }
};

/// A grid of bricks over the cell, one per rank. Cuts go through the whole cell along
/// each axis; they are the same on every rank.
class ProcessGrid {
 public:
  ProcessGrid() = default;
  /// Even bricks.
  explicit ProcessGrid(const Int3& bricks);
  /// Even bricks of the frame's box; along axes that are not periodic the outer ones reach to the
  /// ends of the cell.
  ProcessGrid(const Int3& bricks, const Frame& frame);
  /// The same cuts in another cell of the same box.
  [[nodiscard]] ProcessGrid in_other_cell(const Frame& from, const Frame& to) const;

  [[nodiscard]] const Int3& bricks() const { return bricks_; }
  /// The part of the cell that a rank owns.
  [[nodiscard]] Brick brick(int rank) const;
  [[nodiscard]] int n_ranks() const { return bricks_.x * bricks_.y * bricks_.z; }
  [[nodiscard]] int rank_of(const Int3& brick) const { return number_of_brick(brick, bricks_); }
  [[nodiscard]] Int3 brick_of(int rank) const {
    return {rank % bricks_.x, rank / bricks_.x % bricks_.y, rank / (bricks_.x * bricks_.y)};
  }
  /// The rank that owns a position of the frame's first cell.
  [[nodiscard]] int owner(const Position& p, const Int3& log2_multiple) const {
    return GridCuts{bricks_, {cuts_[0].data(), cuts_[1].data(), cuts_[2].data()}}.owner(
        p, log2_multiple);
  }
  /// Lower end of brick k of an axis; k = n gives 0, standing for 2^64.
  [[nodiscard]] std::uint64_t cut(int axis, int k) const {
    return cuts_[static_cast<std::size_t>(axis)][static_cast<std::size_t>(k)];
  }
  [[nodiscard]] const std::vector<std::uint64_t>& cuts(int axis) const {
    return cuts_[static_cast<std::size_t>(axis)];
  }
  /// Moves the cuts of one axis; `cuts` has bricks + 1 ascending entries, the first and the last 0.
  void set_cuts(int axis, std::vector<std::uint64_t> cuts);

 private:
  Int3 bricks_{1, 1, 1};
  std::array<std::vector<std::uint64_t>, 3> cuts_{std::vector<std::uint64_t>{0, 0},
                                                  std::vector<std::uint64_t>{0, 0},
                                                  std::vector<std::uint64_t>{0, 0}};
};

/// The grid of `n_ranks` bricks with the least surface between them.
Int3 best_process_grid(int n_ranks, const Box& box);

/// The grid asked for, or the best one. Throws InputError when it has not one brick per rank.
Int3 choose_process_grid(int n_ranks, const Box& box,
                         const std::optional<std::array<std::int64_t, 3>>& wanted);

}  // namespace alder
