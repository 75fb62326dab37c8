// SPDX-License-Identifier: BSD-3-Clause
#include "pair/mixing.hpp"

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

// The weight sixthpower gives an energy: 2 (sa sb)^3 / (sa^6 + sb^6) for the first length.
double energy_weight(const PairStyle& style, Mixing rule, const PairCoefficients& a,
                     const PairCoefficients& b) {
  if (rule != Mixing::sixthpower) return 1;
  for (std::size_t k = 0; k < style.parameters.size(); ++k) {
    if (style.parameters[k].mixing != MixingRole::length) continue;
    const double a3 = std::pow(a.values[k], 3);
    const double b3 = std::pow(b.values[k], 3);
    return 2 * a3 * b3 / (a3 * a3 + b3 * b3);
  }
  return 1;
}

}  // namespace

PairCoefficients mix(const PairStyle& style, Mixing rule, const PairCoefficients& a,
                     const PairCoefficients& b) {
  PairCoefficients mixed{.cutoff = mix_length(rule, a.cutoff, b.cutoff), .values = {}};
  const double weight = energy_weight(style, rule, a, b);
  for (std::size_t k = 0; k < style.parameters.size(); ++k) {
    const PairStyle::Parameter& p = style.parameters[k];
    switch (p.mixing) {
      case MixingRole::energy:
        mixed.values.push_back(weight * std::sqrt(a.values[k] * b.values[k]));
        break;
      case MixingRole::length:
        mixed.values.push_back(mix_length(rule, a.values[k], b.values[k]));
        break;
      case MixingRole::none:
        throw InputError("there is no mixing rule for parameter '" + std::string(p.name) + "' of " +
                         std::string(style.name) + "; give every pair of species under `pairs`");
    }
  }
  return mixed;
}

}  // namespace alder
