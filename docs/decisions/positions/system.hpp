// SPDX-License-Identifier: BSD-3-Clause
// An LJ liquid in cell order with its neighbor rows, for the position measurement.
#pragma once
#include <cmath>
#include <map>
#include <random>

#include "spike.hpp"

namespace spike {

constexpr double cutoff = 2.5, skin = 0.3, density = 0.8442;

struct System {
  Edges edges{};
  std::vector<Position> position;
  std::vector<std::uint32_t> tag;
  std::vector<Four<double>> velocity;
  std::vector<ShortPosition> short_position;
  std::vector<Four<double>> local_double;  // ghosts behind the atoms
  std::vector<Four<float>> local_float;
  std::vector<std::uint64_t> start;
  std::vector<std::uint32_t> count, index, scaled_long, scaled_short, local_index;
  std::array<float, 3 * max_types * max_types> table_float{};
  std::array<double, 3 * max_types * max_types> table_double{};
  std::vector<Four<float>> force_float;
  std::vector<Four<double>> force_double;

  [[nodiscard]] std::size_t size() const { return position.size(); }
  // A view for a variant: the list in the form it reads.
  View view(const Variant& variant);
  // Sorts by cell (`per_range` cells per range, storage beginning at cell `rotation`), in a cell by
  // tag, and lists all pairs within cutoff + skin. Rows follow the stencil relative to the atom's
  // own cell.
  void build(double per_range, std::int64_t rotation);
  // Cartesian copies with ghosts, and the list that points at them.
  void make_local();
  void make_scaled();
  void tilt();  // the same points in a frame whose b is a + b
  void set_species(std::uint32_t types);
};

struct Plain {  // the reference: every pair of the list, one by one, in double
  std::vector<Four<double>> force;
  Sums sums;
};
Plain plain_forces(const System& s);
System make_liquid(int cells);

}  // namespace spike
