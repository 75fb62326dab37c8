// SPDX-License-Identifier: BSD-3-Clause
#include "pair/printed.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "pair/formula.hpp"

namespace alder::test {

std::map<std::string, double> Printed::names(double r, double cutoff) const {
  std::map<std::string, double> all{
      {"r", r}, {"pi", std::numbers::pi}, {"cutoff", cutoff}, {"coulomb", 1}, {"charges", charges}};
  for (std::size_t k = 0; k < pair.values.size(); ++k) {
    all[std::string(style.parameters[k].name)] = pair.values[k];
  }
  return all;
}

double Printed::first(double r) const {
  // What the tables of pair_decks.cpp are made from.
  constexpr std::string_view tabulated = "4*(1/r^12 - 1/r^6)";
  return formula_value(style.is_tabulated ? tabulated : style.formula, names(r, pair.cutoff));
}

double Printed::second(double r) const {
  return style.has_parts() ? formula_value(style.coulomb_formula, names(r, pair.coulomb_cutoff))
                           : 0;
}

double Printed::coul(double r) const {
  if (!style.has_parts()) return style.uses_charges ? first(r) : 0;
  return r < pair.coulomb_cutoff ? second(r) : 0;
}

double Printed::energy(double r) const {
  return (r < pair.cutoff || !style.has_parts() ? first(r) : 0) + (style.has_parts() ? coul(r) : 0);
}

double Printed::force(double r) const {
  if (!style.force_formula.empty()) {
    return formula_value(style.force_formula, names(r, pair.cutoff));
  }
  // Each part by itself: differences across the end of the other would see its step.
  double sum = 0;
  if (r < pair.cutoff || !style.has_parts()) {
    sum += minus_slope([this](double x) { return first(x); }, r);
  }
  if (style.has_parts() && r < pair.coulomb_cutoff) {
    sum += minus_slope([this](double x) { return second(x); }, r);
  }
  return sum;
}

// LAMMPS' pair_style zbl and lj/gromacs: S = C + A/3 t^3 + B/4 t^4.
Printed::Switched Printed::own_switch(double r) const {
  const double w = pair.cutoff - pair.inner;
  const auto slope = [this](double x) { return -force(x); };
  const double u1 = slope(pair.cutoff);
  const double u2 = -minus_slope(slope, pair.cutoff);
  const double a = (-3 * u1 + w * u2) / (w * w);
  const double b = (2 * u1 - w * u2) / (w * w * w);
  const double c = -energy(pair.cutoff) + w * u1 / 2 - w * w * u2 / 12;
  const double t = std::max(r - pair.inner, 0.0);
  return {c + a / 3 * t * t * t + b / 4 * t * t * t * t, -(a * t * t + b * t * t * t)};
}

double Printed::switched_energy(double r) const {
  return energy(r) + (style.own_switch ? own_switch(r).energy : 0);
}

double Printed::switched_force(double r) const {
  return force(r) + (style.own_switch ? own_switch(r).force : 0);
}

double Printed::self_energy(double q) const {
  if (style.self_formula.empty()) return 0;
  auto all = names(1, style.has_parts() ? pair.coulomb_cutoff : pair.cutoff);
  all["q"] = q;
  return formula_value(style.self_formula, all);
}

}  // namespace alder::test
