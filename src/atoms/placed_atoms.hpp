// SPDX-License-Identifier: BSD-3-Clause
// Atoms already placed, for the question whether a new one would come too near.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "atoms/box.hpp"

namespace alder {

/// Places in cells that are at least `distance` high, so that a look around costs the same in any
/// system. Periodic axes are minded; `distance` may not be larger than the box is high along one.
class PlacedAtoms {
 public:
  /// `expected` atoms in all: bounds the number of cells.
  PlacedAtoms(const Box& box, double distance, std::size_t expected);
  void add(const Vec3& r);
  /// Whether an atom, or an image of one, is nearer to r than the distance.
  [[nodiscard]] bool is_near(const Vec3& r) const;

 private:
  struct Cell {
    Int3 index;
    Vec3 r;  ///< in the box along periodic axes
  };
  [[nodiscard]] Cell cell_of(const Vec3& r) const;
  [[nodiscard]] bool is_near(const Vec3& r, const Int3& cell, const Vec3& shift) const;

  Box box_;
  double distance_;
  Int3 cells_;
  std::vector<std::int64_t> first_;  ///< atom of each cell; -1: none
  std::vector<std::int64_t> next_;   ///< atom of the same cell
  std::vector<Vec3> positions_;
};

}  // namespace alder
