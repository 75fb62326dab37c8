// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/placed_atoms.hpp"

#include <algorithm>
#include <cmath>

namespace alder {
namespace {

std::size_t index_of(const Int3& cell, const Int3& cells) {
  const auto flat = (static_cast<std::int64_t>(cell.z) * cells.y + cell.y) * cells.x + cell.x;
  return static_cast<std::size_t>(flat);
}

}  // namespace

PlacedAtoms::PlacedAtoms(const Box& box, double distance, std::size_t expected)
    : box_(box), distance_(distance) {
  // About one atom a cell at most: smaller cells would only cost memory.
  const double edge = std::cbrt(box.volume() / (static_cast<double>(expected) + 1));
  const Vec3 heights = box.heights();
  for (int axis = 0; axis < 3; ++axis) {
    const double fit = std::floor(heights[axis] / std::max(distance, edge));
    cells_[axis] = static_cast<int>(std::clamp(fit, 1.0, 1e6));
  }
  first_.assign(index_of({0, 0, cells_.z}, cells_), -1);
}

PlacedAtoms::Cell PlacedAtoms::cell_of(const Vec3& r) const {
  Vec3 f = box_.to_fraction(r);
  Cell cell;
  for (int axis = 0; axis < 3; ++axis) {
    if (box_.periodic[static_cast<std::size_t>(axis)]) f[axis] -= std::floor(f[axis]);
    // An atom beyond an open face counts to the last cell: this brings no two further apart.
    const double k = std::clamp(std::floor(f[axis] * cells_[axis]), 0.0, cells_[axis] - 1.0);
    cell.index[axis] = static_cast<int>(k);
  }
  cell.r = box_.to_cartesian(f);
  return cell;
}

void PlacedAtoms::add(const Vec3& r) {
  const Cell cell = cell_of(r);
  std::int64_t& first = first_[index_of(cell.index, cells_)];
  next_.push_back(first);
  first = static_cast<std::int64_t>(positions_.size());
  positions_.push_back(cell.r);
}

// Whether one of `cell`, moved by `shift`, is.
bool PlacedAtoms::is_near(const Vec3& r, const Int3& cell, const Vec3& shift) const {
  for (std::int64_t i = first_[index_of(cell, cells_)]; i >= 0;
       i = next_[static_cast<std::size_t>(i)]) {
    const Vec3 d = positions_[static_cast<std::size_t>(i)] + shift - r;
    if (dot(d, d) < distance_ * distance_) return true;
  }
  return false;
}

bool PlacedAtoms::is_near(const Vec3& r) const {
  const Cell center = cell_of(r);
  const std::array edges{box_.a(), box_.b(), box_.c()};
  for (int n = 0; n < 27; ++n) {
    Int3 cell = center.index + Int3{n % 3 - 1, n / 3 % 3 - 1, n / 9 - 1};
    Vec3 shift{};
    bool exists = true;
    for (int axis = 0; axis < 3; ++axis) {
      const int beyond = cell[axis] < 0 ? -1 : cell[axis] >= cells_[axis] ? 1 : 0;
      if (beyond == 0) continue;
      exists = exists && box_.periodic[static_cast<std::size_t>(axis)];
      cell[axis] -= beyond * cells_[axis];
      shift += static_cast<double>(beyond) * edges[static_cast<std::size_t>(axis)];
    }
    if (exists && is_near(center.r, cell, shift)) return true;
  }
  return false;
}

}  // namespace alder
