// SPDX-License-Identifier: BSD-3-Clause
// A potential as its printed formulas say it is; shares no physics with the engine.
#pragma once

#include <map>
#include <string>

#include "atoms/snapshot.hpp"
#include "pair/catalogue.hpp"

namespace alder::test {

/// One sample of a style, with C q_i q_j = `charges`.
struct Printed {
  const PairStyle& style;
  PairCoefficients pair;
  double charges = 1;

  /// Of the formula, both parts where there are two.
  [[nodiscard]] double energy(double r) const;
  [[nodiscard]] double coul(double r) const;
  /// Of the printed force where there is one, else by central differences of eighth order with
  /// h = 0.003 r: truncation about h^8 = 1e-20 of the highest derivatives, rounding 1e-16 / 0.003
  /// of the energy.
  [[nodiscard]] double force(double r) const;
  /// The same with the switch that the style always has.
  [[nodiscard]] double switched_energy(double r) const;
  [[nodiscard]] double switched_force(double r) const;
  /// Of an atom with charge q and C = 1.
  [[nodiscard]] double self_energy(double q) const;

 private:
  [[nodiscard]] std::map<std::string, double> names(double r, double cutoff) const;
  /// The formulas, wherever they end.
  [[nodiscard]] double first(double r) const;
  [[nodiscard]] double second(double r) const;
  struct Switched {
    double energy, force;
  };
  /// What the switch adds.
  [[nodiscard]] Switched own_switch(double r) const;
};

/// Minus the derivative, as above.
template <class F>
double minus_slope(F f, double r) {
  const double h = 0.003 * r;
  const auto difference = [&](int n) { return f(r + n * h) - f(r - n * h); };
  return -(4.0 / 5 * difference(1) - 1.0 / 5 * difference(2) + 4.0 / 105 * difference(3) -
           1.0 / 280 * difference(4)) /
         h;
}

}  // namespace alder::test
