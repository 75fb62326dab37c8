// SPDX-License-Identifier: BSD-3-Clause
// The coefficients of a pair potential for every pair of species, as loops read them.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "pair/potential.hpp"
#include "pair/truncation.hpp"

namespace alder {

/// What the deck says about one pair of species, complete (mixing done). Internal units.
struct PairCoefficients {
  double cutoff = 0;
  std::vector<double> values;  ///< in the order of the potential's `parameters`
};

/// What the deck says about one entry of `forcefield.pair`, complete.
struct PairSpec {
  std::size_t n_types = 1;
  Shift shift = Shift::none;
  bool tail = false;
  /// n_types * n_types entries, symmetric; entry a * n_types + b. A cutoff of 0: no interaction.
  std::vector<PairCoefficients> pairs;
};

/// One row of the table: truncation and coefficients of a pair of species.
template <class P, class Real>
struct PairRow {
  Truncation<Real> truncation;
  std::array<Real, P::n_coefficients> coefficients;
};

template <class P>
typename P::Params params_of(const std::vector<double>& values) {
  typename P::Params params;
  for (std::size_t k = 0; k < P::parameters.size(); ++k) {
    params.*(P::parameters[k].member) = values[k];
  }
  return params;
}

template <PairPotential P>
std::vector<PairRow<P, double>> make_pair_table(const PairSpec& spec) {
  std::vector<PairRow<P, double>> table;
  for (const PairCoefficients& pair : spec.pairs) {
    const auto c = P::coefficients(params_of<P>(pair.values));
    table.push_back({pair.cutoff > 0 ? make_truncation<P>(spec.shift, pair.cutoff, c)
                                     : Truncation<double>{0, 0, 0},
                     c});
  }
  return table;
}

}  // namespace alder
