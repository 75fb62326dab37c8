// SPDX-License-Identifier: BSD-3-Clause
// Fixed-point sums over pairs, as execution.reproducible asks for: the grids that contributions are
// rounded to, and what every backend does with the sums of rows.
#pragma once

#include "domain/domain.hpp"
#include "domain/fixed_sum.hpp"
#include "pair/energy_virial.hpp"

namespace alder {

/// Powers of two, so that scaling by them is exact. Contributions of a pair to forces are rounded
/// to multiples of `force`, those to energy and virial to multiples of `energy`.
struct FixedGrids {
  double force = 0, energy = 1;
};

/// `force_scale` is a typical strong force, `cutoff` the largest; see typical_force.
FixedGrids fixed_grids(double force_scale, double cutoff, bool mixed);

/// Throws PhysicsError: a contribution does not fit into a fixed sum.
[[noreturn]] void throw_out_of_range();

/// The row of each atom: its half of the energy and virial of its pairs, from
/// terms[8 i + (energy xx yy zz xy xz yz coul)].
struct RowTermsBody {
  static constexpr int count = 8;
  using Value = Numbers<count>;
  const double* terms;
  ALDER_HD Value operator()(std::int64_t i) const {
    Value value;
    for (int k = 0; k < count; ++k) value.at[k] = 0.5 * terms[count * i + k];
    return value;
  }
};

/// The energy and virial of all rows of all ranks, on the first rank; zero elsewhere. Collective.
EnergyVirial sum_rows(const Device& device, const Domain& domain, const Atoms& atoms,
                      const double* row_terms);

}  // namespace alder
