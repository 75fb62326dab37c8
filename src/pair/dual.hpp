// SPDX-License-Identifier: BSD-3-Clause
// A number and its derivative: potentials evaluated over it give exact derivatives of forces.
#pragma once

#include <cmath>

#include "pair/functions.hpp"

namespace alder {

/// value + slope * dx.
struct Dual {
  using Element = double;
  double value = 0, slope = 0;

  Dual() = default;
  ALDER_HD explicit Dual(double v, double s = 0) : value(v), slope(s) {}
  friend ALDER_HD Dual operator+(Dual a, Dual b) {
    return Dual(a.value + b.value, a.slope + b.slope);
  }
  friend ALDER_HD Dual operator-(Dual a, Dual b) {
    return Dual(a.value - b.value, a.slope - b.slope);
  }
  friend ALDER_HD Dual operator-(Dual a) { return Dual(-a.value, -a.slope); }
  friend ALDER_HD Dual operator*(Dual a, Dual b) {
    return Dual(a.value * b.value, a.slope * b.value + a.value * b.slope);
  }
  friend ALDER_HD Dual operator/(Dual a, Dual b) {
    const double q = a.value / b.value;
    return Dual(q, (a.slope - q * b.slope) / b.value);
  }
  friend ALDER_HD Dual sqrt(Dual a) {
    const double root = std::sqrt(a.value);
    return Dual(root, 0.5 * a.slope / root);
  }
  friend ALDER_HD Dual exp(Dual a) {
    const double e = std::exp(a.value);
    return Dual(e, e * a.slope);
  }
  friend ALDER_HD Dual log(Dual a) { return Dual(std::log(a.value), a.slope / a.value); }
  friend ALDER_HD Dual sin(Dual a) { return Dual(std::sin(a.value), std::cos(a.value) * a.slope); }
  friend ALDER_HD Dual cos(Dual a) { return Dual(std::cos(a.value), -std::sin(a.value) * a.slope); }
  friend ALDER_HD Dual positive_part(Dual a) { return a.value > 0 ? a : Dual(0); }
  friend ALDER_HD Dual select_below(Dual x, Dual limit, Dual yes, Dual no) {
    return x.value < limit.value ? yes : no;
  }
  friend ALDER_HD Dual floor_of(Dual a) { return Dual(std::floor(a.value)); }
  friend ALDER_HD Dual table_node(const double* nodes, Dual interval, int k) {
    return Dual(table_node(nodes, interval.value, k));
  }
  friend ALDER_HD Gaussian<Dual> gaussian(Dual a) {
    constexpr double two_over_root_pi = 1.1283791670955125739;
    const Gaussian<double> g = gaussian(a.value);
    return {Dual(g.value, -2 * a.value * g.value * a.slope),
            Dual(g.tail, -two_over_root_pi * g.value * a.slope)};
  }
};

}  // namespace alder
