// SPDX-License-Identifier: BSD-3-Clause
#include "pair/mixing.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/error.hpp"

namespace alder {
namespace {

double mix_length(Mixing rule, double a, double b) {
  if (a == b) return a;
  switch (rule) {
    case Mixing::geometric: return std::sqrt(a * b);
    case Mixing::arithmetic: return 0.5 * (a + b);
    case Mixing::sixthpower: return std::pow(0.5 * (std::pow(a, 6) + std::pow(b, 6)), 1.0 / 6);
    case Mixing::none: break;
  }
  throw InternalError("mixing of lengths without a rule");
}

// 1 / (2 s^2) of a mixed length s; either negative makes it negative only where both are.
double mix_inverse_square(Mixing rule, double a, double b) {
  const double s = mix_length(rule, std::sqrt(0.5 / std::abs(a)), std::sqrt(0.5 / std::abs(b)));
  return std::max(std::copysign(1.0, a), std::copysign(1.0, b)) * 0.5 / (s * s);
}

// Repulsive with anything where one of them is.
double mix_energy(double a, double b) {
  return std::max(std::copysign(1.0, a), std::copysign(1.0, b)) * std::sqrt(std::abs(a * b));
}

// The length that sixthpower weighs energies with: the first there is, or none.
double weighing_length(const PairStyle& style, const PairCoefficients& a) {
  for (std::size_t k = 0; k < style.parameters.size(); ++k) {
    if (style.parameters[k].mixing == MixingRole::length) return a.values[k];
    if (style.parameters[k].mixing == MixingRole::inverse_square) {
      return std::sqrt(0.5 / std::abs(a.values[k]));
    }
  }
  return 1;
}

// The weight sixthpower gives an energy: 2 (sa sb)^3 / (sa^6 + sb^6).
double energy_weight(const PairStyle& style, Mixing rule, const PairCoefficients& a,
                     const PairCoefficients& b) {
  if (rule != Mixing::sixthpower) return 1;
  const double a3 = std::pow(weighing_length(style, a), 3);
  const double b3 = std::pow(weighing_length(style, b), 3);
  return 2 * a3 * b3 / (a3 * a3 + b3 * b3);
}

}  // namespace

PairCoefficients mix(const PairStyle& style, Mixing rule, const PairCoefficients& a,
                     const PairCoefficients& b) {
  if (style.is_tabulated) {
    throw InputError(
        "tables of unlike species do not follow from those of the like ones; give every "
        "pair of species under `pairs`");
  }
  PairCoefficients mixed{.cutoff = mix_length(rule, a.cutoff, b.cutoff),
                         .values = {},
                         .inner = mix_length(rule, a.inner, b.inner),
                         .coulomb_cutoff = mix_length(rule, a.coulomb_cutoff, b.coulomb_cutoff)};
  const double weight = energy_weight(style, rule, a, b);
  for (std::size_t k = 0; k < style.parameters.size(); ++k) {
    const PairStyle::Parameter& p = style.parameters[k];
    switch (p.mixing) {
      case MixingRole::depth:
        mixed.values.push_back(-weight * mix_energy(-a.values[k], -b.values[k]));
        break;
      case MixingRole::energy:
        mixed.values.push_back(weight * mix_energy(a.values[k], b.values[k]));
        break;
      case MixingRole::length:
        mixed.values.push_back(mix_length(rule, a.values[k], b.values[k]));
        break;
      case MixingRole::of_first: mixed.values.push_back(a.values[k]); break;
      case MixingRole::of_second: mixed.values.push_back(b.values[k]); break;
      case MixingRole::mean: mixed.values.push_back(0.5 * (a.values[k] + b.values[k])); break;
      case MixingRole::inverse_square:
        mixed.values.push_back(mix_inverse_square(rule, a.values[k], b.values[k]));
        break;
      case MixingRole::none:
        if (p.scope == Scope::style) {
          mixed.values.push_back(a.values[k]);
          break;
        }
        throw InputError("there is no mixing rule for parameter '" + std::string(p.name) + "' of " +
                         std::string(style.name) + "; give every pair of species under `pairs`");
    }
  }
  return mixed;
}

}  // namespace alder
