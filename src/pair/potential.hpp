// SPDX-License-Identifier: BSD-3-Clause
// What a pair potential is: the concept every header of this room's catalogue meets.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "base/platform.hpp"
#include "base/units.hpp"

namespace alder {

/// Energy of a pair and its force divided by the distance, -dU/dr / r. V is a scalar or a vector of
/// lanes.
template <class V>
struct PairTerm {
  V energy;
  V force_over_r;
};

/// a b - c, rounded once where that is one instruction of the value type.
template <class V>
ALDER_HD ALDER_INLINE V multiply_subtract(V a, V b, V c) {
  return a * b - c;
}

/// How a parameter of unlike species follows from those of the like ones.
enum class MixingRole {
  none,    ///< it does not: the pair must be given
  energy,  ///< geometric mean (sixthpower: with the lengths' weight)
  length,  ///< geometric, arithmetic or sixth-power mean, as the deck's `mixing` says
};

enum class Range { any, non_negative, positive };

/// One parameter of a potential as the deck gives it, per pair of species.
template <class Params>
struct ParameterOf {
  std::string_view name;
  double Params::*member;
  Dimension dimension;
  Range range;
  MixingRole mixing;
  std::string_view doc;
};

/// Parameters and distances at which the tests of the whole catalogue try a potential.
template <class Params>
struct Sample {
  Params params;
  double r_min, r_max;
};

/// A pair potential: parameters, the coefficients its formula needs, and the formula, written once
/// as a template over the value type.
template <class P>
concept PairPotential = requires(const typename P::Params& params, double r2,
                                 const std::array<double, P::n_coefficients>& c) {
  { P::name } -> std::convertible_to<std::string_view>;
  { P::doc } -> std::convertible_to<std::string_view>;
  /// Energy as a text in r and the parameter names: printed in the reference, evaluated by a test.
  { P::formula } -> std::convertible_to<std::string_view>;
  P::parameters;
  P::samples;
  { P::coefficients(params) } -> std::same_as<std::array<double, P::n_coefficients>>;
  { P::template evaluate<double>(r2, c) } -> std::same_as<PairTerm<double>>;
};

}  // namespace alder
