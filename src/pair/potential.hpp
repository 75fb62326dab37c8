// SPDX-License-Identifier: BSD-3-Clause
// What a pair potential is: the concept every header of this room's catalogue meets.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/choices.hpp"
#include "base/platform.hpp"
#include "base/units.hpp"
#include "pair/functions.hpp"

namespace alder {

/// Energy of a pair and its force divided by the distance, -dU/dr / r. V is a scalar or a vector of
/// lanes.
template <class V>
struct PairTerm {
  V energy;
  V force_over_r;
  V coul{};  ///< the part of the energy that is between charges
};

/// a b - c, rounded once where that is one instruction of the value type.
template <class V>
ALDER_HD ALDER_INLINE V multiply_subtract(V a, V b, V c) {
  return a * b - c;
}

/// How a parameter of unlike species follows from those of the like ones.
enum class MixingRole {
  none,    ///< it does not: the pair must be given
  depth,   ///< of a well: geometric mean, negative (repulsive) where one is
  energy,  ///< geometric mean (sixthpower: with the lengths' weight)
  length,  ///< geometric, arithmetic or sixth-power mean, as the deck's `mixing` says
  mean,    ///< arithmetic mean, whatever the deck says
  of_first,
  of_second,       ///< that of one of the like pairs
  inverse_square,  ///< one over twice the square of a length, which is mixed
};

/// Where a deck gives a parameter: for each pair of species, or once for all of them.
enum class Scope { pair, style };

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
  Scope scope = Scope::pair;
};

/// What coefficients may depend on beside the parameters.
struct PairContext {
  double cutoff = 0;
  double coulomb = 1;  ///< energy * length between two unit charges
  /// Of tabulated potentials: see TableNodes.
  double table_inner = 0;
  std::size_t table_intervals = 0, table_first = 0;
};

/// Given as a table: its coefficients come with the nodes of all pairs of species.
template <class P>
concept TabulatedPotential = requires {
  requires P::is_tabulated;
};

template <class V, std::size_t N>
struct CoefficientsAndNodes : std::array<V, N> {
  const ElementOf<V>* nodes = nullptr;  ///< see TableNodes
};

/// The coefficients of potential P in arithmetic V.
template <class P, class V>
using CoefficientsOf =
    std::conditional_t<TabulatedPotential<P>, CoefficientsAndNodes<V, P::n_coefficients>,
                       std::array<V, P::n_coefficients>>;

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
                                 const CoefficientsOf<P, double>& c) {
  { P::name } -> std::convertible_to<std::string_view>;
  { P::doc } -> std::convertible_to<std::string_view>;
  { P::source } -> std::convertible_to<std::string_view>;  ///< who says so
  /// Energy as a text in r and the parameter names: printed in the reference, evaluated by a test.
  { P::formula } -> std::convertible_to<std::string_view>;
  P::parameters;
  P::samples;
  { P::template evaluate<double>(r2, c) } -> std::same_as<PairTerm<double>>;
}
&&(
    requires(const typename P::Params& params) {
      { P::coefficients(params) } -> std::same_as<std::array<double, P::n_coefficients>>;
    } ||
    requires(const typename P::Params& params, const PairContext& context) {
      { P::coefficients(params, context) } -> std::same_as<std::array<double, P::n_coefficients>>;
    });

/// Acts between charges: `evaluate` is for C q_i q_j = 1 and loops multiply.
template <class P>
concept BetweenCharges = requires {
  requires P::between_charges;
};

/// Two parts with a cutoff each: pair/sum.hpp.
template <class P>
concept SumOfParts = requires {
  typename P::Dispersion;
  typename P::Coulomb;
};

/// What a style of the catalogue is.
template <class P>
concept Potential = PairPotential<P> || SumOfParts<P>;

template <class P>
concept UsesCharges = BetweenCharges<P> || SumOfParts<P>;

/// Its formula depends on the cutoff, or on units: `coefficients` takes a PairContext.
template <class P>
concept UsesContext = requires(const typename P::Params& params, const PairContext& context) {
  P::coefficients(params, context);
};

/// The force is not the derivative of the energy, by definition of the style; tests know.
template <class P>
concept NotADerivative = requires {
  requires P::not_a_derivative;
};

/// So quick to evaluate that loops have forms without branches for the usual cases.
template <class P>
concept QuickPotential = requires {
  requires P::is_quick;
};

}  // namespace alder
