// SPDX-License-Identifier: BSD-3-Clause
// The coefficients of a pair potential for every pair of species, as loops read them.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "pair/potential.hpp"
#include "pair/radial_table.hpp"
#include "pair/truncation.hpp"

namespace alder {

/// What the deck says about one pair of species, complete (mixing done). Internal units.
struct PairCoefficients {
  double cutoff = 0;
  std::vector<double> values;  ///< in the order of the potential's `parameters`
  double inner = 0;            ///< where a switch begins
  double coulomb_cutoff = 0;   ///< of the second part of a potential that has two, else 0
  TableNodes nodes{};          ///< of a tabulated potential

  [[nodiscard]] double reach() const { return std::max(cutoff, coulomb_cutoff); }
};

/// What the deck says about one entry of `forcefield.pair`, complete.
struct PairSpec {
  std::size_t n_types = 1;
  EndRule end{};
  bool tail = false;
  double coulomb = 1;  ///< energy * length between unit charges, dielectric included
  std::vector<double> charge_squares;  ///< sum of q^2 over the atoms of each species
  double mean_charge_square = 0;       ///< over all atoms
  /// n_types * n_types entries, symmetric; entry a * n_types + b. A cutoff of 0: no interaction.
  std::vector<PairCoefficients> pairs;

  [[nodiscard]] double reach() const {
    double most = 0;
    for (const PairCoefficients& pair : pairs) most = std::max(most, pair.reach());
    return most;
  }
};

/// One row of the table: truncation and coefficients of a pair of species.
template <class P, class Real>
struct PairRow {
  Truncation<Real> truncation;
  CoefficientsOf<P, Real> coefficients;
  Real self;  ///< energy of a charge with itself per C q^2; of like pairs
};

template <class P>
typename P::Params params_of(const std::vector<double>& values) {
  typename P::Params params;
  auto value = values.begin();
  for (const auto& parameter : P::parameters) params.*(parameter.member) = *value++;
  return params;
}

template <PairPotential P>
std::array<double, P::n_coefficients> coefficients_in(const typename P::Params& params,
                                                      [[maybe_unused]] const PairContext& context) {
  if constexpr (UsesContext<P>) {
    return P::coefficients(params, context);
  } else {
    return P::coefficients(params);
  }
}

/// Energy of a charge with itself per C q^2, for potentials that have one.
template <Potential P>
double self_energy(const PairCoefficients& pair) {
  if constexpr (SumOfParts<P>) {
    PairCoefficients part = pair;
    part.cutoff = pair.coulomb_cutoff;
    using B = typename P::Coulomb;
    if constexpr (requires { B::self_energy(params_of<P>(pair.values), part.cutoff); }) {
      return B::self_energy(params_of<P>(pair.values), part.cutoff);
    }
  } else if constexpr (requires { P::self_energy(params_of<P>(pair.values), pair.cutoff); }) {
    return P::self_energy(params_of<P>(pair.values), pair.cutoff);
  }
  return 0;
}

template <Potential P>
PairRow<P, double> make_pair_row(const EndRule& end, const PairCoefficients& pair, double coulomb) {
  const auto params = params_of<P>(pair.values);
  const PairContext context{pair.cutoff, coulomb, pair.nodes.inner, pair.nodes.intervals,
                            pair.nodes.first};
  PairRow<P, double> row{};
  row.self = self_energy<P>(pair);
  if constexpr (SumOfParts<P>) {
    using A = typename P::Dispersion;
    row.coefficients = P::coefficients(params, context, {pair.coulomb_cutoff, coulomb});
    row.truncation = make_truncation<A>(end, pair.cutoff, pair.inner,
                                        P::template part<0, P::n_a>(row.coefficients));
    row.truncation.cutoff2 = pair.reach() * pair.reach();
  } else {
    std::array<double, P::n_coefficients>& numbers = row.coefficients;
    numbers = coefficients_in<P>(params, context);
    if constexpr (TabulatedPotential<P>) row.coefficients.nodes = pair.nodes.all->data();
    row.truncation = make_truncation<P>(end, pair.cutoff, pair.inner, row.coefficients);
  }
  return row;
}

/// The nodes of all pairs of species, of a tabulated potential; else nothing.
inline std::shared_ptr<const std::vector<double>> nodes_of(const PairSpec& spec) {
  for (const PairCoefficients& pair : spec.pairs) {
    if (pair.nodes.all) return pair.nodes.all;
  }
  return std::make_shared<const std::vector<double>>();
}

/// Rows without a cutoff have that of 0, which no pair is within.
template <Potential P>
std::vector<PairRow<P, double>> make_pair_table(const PairSpec& spec) {
  std::vector<PairRow<P, double>> table;
  for (const PairCoefficients& pair : spec.pairs) {
    table.push_back(pair.cutoff > 0 ? make_pair_row<P>(spec.end, pair, spec.coulomb)
                                    : PairRow<P, double>{});
  }
  return table;
}

/// The energy that a tail correction integrates: without truncation, and none between charges.
template <Potential P>
double dispersion_energy(const PairCoefficients& pair, double coulomb, double r) {
  const auto params = params_of<P>(pair.values);
  const PairContext context{pair.cutoff, coulomb};
  if constexpr (SumOfParts<P>) {
    using A = typename P::Dispersion;
    return A::template evaluate<double>(r * r, coefficients_in<A>(params, context)).energy;
  } else if constexpr (BetweenCharges<P> || TabulatedPotential<P>) {
    return 0;
  } else {
    return P::template evaluate<double>(r * r, coefficients_in<P>(params, context)).energy;
  }
}

}  // namespace alder
