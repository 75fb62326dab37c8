// SPDX-License-Identifier: BSD-3-Clause
// A pair potential given as rows of numbers, and the polynomials that loops evaluate for it.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "deck/deck.hpp"

namespace alder {

/// What a table file or a program says; internal units, distances ascending.
struct RadialTable {
  std::vector<TableRow> rows;
  /// dF/dr at the first and the last row where the table gives them.
  std::optional<std::array<double, 2>> force_slopes;
};

/// The table in steps of r^2. Each interval has eight numbers: the coefficients of 1, t, t^2, t^3
/// of the energy, then those of F / r, with t from 0 to 1.
struct TableNodes {
  static constexpr int per_interval = 8;
  std::shared_ptr<const std::vector<double>> all;  ///< of every pair of species of a style
  std::size_t first = 0;                           ///< interval of this pair among them
  std::size_t intervals = 0;
  double inner = 0;  ///< distance of the first row
};

/// Intervals are numbered in single precision too.
inline constexpr std::size_t most_table_intervals = std::size_t{1} << 24;

/// Interpolates `table` as LAMMPS' pair style table does (pair_table.cpp, 29 Sep 2021): cubic
/// splines of the rows in r give energy and force at `points` equidistant values of r^2 from the
/// first row to the cutoff; between these energy and F / r are linear, or cubic splines in r^2.
/// Throws InputError where the cutoff is not among the rows, or there are too few.
std::vector<double> table_nodes(const RadialTable& table, Interpolation interpolation,
                                std::size_t points, double cutoff);

/// The cubic spline through (x, y) with these slopes at its ends (W. H. Press et al., Numerical
/// Recipes, section 3.3).
class CubicSpline {
 public:
  CubicSpline(std::vector<double> x, std::vector<double> y, double first_slope, double last_slope);
  [[nodiscard]] double at(double x) const;
  /// Coefficients of 1, t, t^2, t^3 in interval k, with t from 0 to 1.
  [[nodiscard]] std::array<double, 4> polynomial(std::size_t k) const;

 private:
  std::vector<double> x_, y_, second_;
};

}  // namespace alder
