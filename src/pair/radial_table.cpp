// SPDX-License-Identifier: BSD-3-Clause
#include "pair/radial_table.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/error.hpp"

namespace alder {

// A tridiagonal system for the second derivatives, by elimination from the first row on.
CubicSpline::CubicSpline(std::vector<double> x, std::vector<double> y, double first_slope,
                         double last_slope)
    : x_(std::move(x)), y_(std::move(y)), second_(x_.size()) {
  const std::size_t last = x_.size() - 1;
  std::vector<double> u(x_.size());
  const auto width = [&](std::size_t k) { return x_[k + 1] - x_[k]; };
  const auto slope = [&](std::size_t k) { return (y_[k + 1] - y_[k]) / width(k); };
  second_[0] = -0.5;
  u[0] = 3 / width(0) * (slope(0) - first_slope);
  for (std::size_t k = 1; k < last; ++k) {
    const double share = width(k - 1) / (x_[k + 1] - x_[k - 1]);
    const double p = share * second_[k - 1] + 2;
    second_[k] = (share - 1) / p;
    u[k] = (6 * (slope(k) - slope(k - 1)) / (x_[k + 1] - x_[k - 1]) - share * u[k - 1]) / p;
  }
  const double end = 3 / width(last - 1) * (last_slope - slope(last - 1));
  second_[last] = (end - 0.5 * u[last - 1]) / (0.5 * second_[last - 1] + 1);
  for (std::size_t k = last; k-- > 0;) second_[k] = second_[k] * second_[k + 1] + u[k];
}

std::array<double, 4> CubicSpline::polynomial(std::size_t k) const {
  const double h = x_[k + 1] - x_[k];
  const double a = second_[k] * h * h / 6, b = second_[k + 1] * h * h / 6;
  return {y_[k], y_[k + 1] - y_[k] - 2 * a - b, 3 * a, b - a};
}

double CubicSpline::at(double x) const {
  const auto above = std::upper_bound(x_.begin() + 1, x_.end() - 1, x);
  const auto k = static_cast<std::size_t>(above - x_.begin()) - 1;
  const auto c = polynomial(k);
  const double t = (x - x_[k]) / (x_[k + 1] - x_[k]);
  return c[0] + t * (c[1] + t * (c[2] + t * c[3]));
}

namespace {

std::vector<double> column(const RadialTable& table, double TableRow::*member) {
  std::vector<double> values;
  for (const TableRow& row : table.rows) values.push_back(row.*member);
  return values;
}

double secant(const TableRow& a, const TableRow& b) {
  return (b.force - a.force) / (b.r - a.r);
}

void check(const RadialTable& table, std::size_t points, double cutoff) {
  if (table.rows.size() < 2 || points < 2) {
    throw InputError("a tabulated potential needs at least 2 rows and 2 points");
  }
  const double first = table.rows.front().r, last = table.rows.back().r;
  if (!(first > 0 && cutoff > first && cutoff <= last * (1 + 1e-12))) {
    throw InputError("a tabulated potential has rows from r = " + std::to_string(first) + " to " +
                     std::to_string(last) + ", and its cutoff of " + std::to_string(cutoff) +
                     " is not between them; choose another, or lengthen the table");
  }
  const auto unordered =
      std::adjacent_find(table.rows.begin(), table.rows.end(),
                         [](const TableRow& a, const TableRow& b) { return !(a.r < b.r); });
  if (unordered != table.rows.end()) {
    throw InputError("a tabulated potential has distances that do not ascend, near r = " +
                     std::to_string(unordered->r));
  }
}

// Energy and force of the rows as functions of r.
struct TableRows {
  CubicSpline energy, force;

  explicit TableRows(const RadialTable& table)
      : energy(column(table, &TableRow::r), column(table, &TableRow::energy),
               -table.rows.front().force, -table.rows.back().force),
        force(column(table, &TableRow::r), column(table, &TableRow::force), slopes(table)[0],
              slopes(table)[1]) {}

  static std::array<double, 2> slopes(const RadialTable& table) {
    const auto& rows = table.rows;
    if (table.force_slopes) return *table.force_slopes;
    return {secant(rows[0], rows[1]), secant(rows[rows.size() - 2], rows.back())};
  }
};

// d(F/r)/d(r^2) at the ends of the range: from dF/dr where the table gives it, else a difference
// over a tenth of a step.
std::array<double, 2> end_slopes(const RadialTable& table, const TableRows& rows, double cutoff,
                                 double step) {
  const double inner = table.rows.front().r;
  const auto f = [&](double r2) { return rows.force.at(std::sqrt(r2)) / std::sqrt(r2); };
  const auto given = [&](double r, double slope) { return (slope / r - f(r * r) / r) / (2 * r); };
  const double first = inner * inner, last = cutoff * cutoff, h = 0.1 * step;
  std::array<double, 2> slopes{(f(first + h) - f(first)) / h, (f(last) - f(last - h)) / h};
  if (!table.force_slopes) return slopes;
  slopes[0] = given(inner, (*table.force_slopes)[0]);
  if (cutoff == table.rows.back().r) slopes[1] = given(cutoff, (*table.force_slopes)[1]);
  return slopes;
}

}  // namespace

std::vector<double> table_nodes(const RadialTable& table, Interpolation interpolation,
                                std::size_t points, double cutoff) {
  check(table, points, cutoff);
  const TableRows rows(table);
  const double inner = table.rows.front().r, first = inner * inner;
  const double step = (cutoff * cutoff - first) / static_cast<double>(points - 1);
  std::vector<double> r2(points), energy(points), force(points);
  for (std::size_t k = 0; k < points; ++k) {
    r2[k] = first + static_cast<double>(k) * step;
    const double r = std::sqrt(r2[k]);
    energy[k] = rows.energy.at(r);
    force[k] = rows.force.at(r) / r;
  }
  std::vector<double> nodes;
  if (interpolation == Interpolation::linear) {
    for (std::size_t k = 0; k + 1 < points; ++k) {
      nodes.insert(nodes.end(), {energy[k], energy[k + 1] - energy[k], 0, 0});
      nodes.insert(nodes.end(), {force[k], force[k + 1] - force[k], 0, 0});
    }
    return nodes;
  }
  const auto slopes = end_slopes(table, rows, cutoff, step);
  const CubicSpline u(r2, energy, -0.5 * force.front(), -0.5 * force.back());
  const CubicSpline f(r2, force, slopes[0], slopes[1]);
  for (std::size_t k = 0; k + 1 < points; ++k) {
    for (const CubicSpline* spline : {&u, &f}) {
      const auto c = spline->polynomial(k);
      nodes.insert(nodes.end(), c.begin(), c.end());
    }
  }
  return nodes;
}

}  // namespace alder
