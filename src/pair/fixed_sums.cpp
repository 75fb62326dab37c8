// SPDX-License-Identifier: BSD-3-Clause
#include "pair/fixed_sums.hpp"

#include <algorithm>
#include <cmath>

#include "base/error.hpp"

namespace alder {
namespace {

// Bits of a fixed sum below the largest power of two that is not above the typical strong force. A
// mixed row fits into 32 bits up to 2,048 times that power of two, and its rounding adds less than
// 1e-6 to the error of the forces in a liquid. A contribution to 64-bit sums may be 2^15 times
// (double) or 2^31 times (mixed) as large.
constexpr int mixed_bits = 20;
constexpr int double_bits = 36;
// The same for energies and virials, below the work of that force over the cutoff.
constexpr int mixed_energy_bits = 30;
constexpr int double_energy_bits = 38;

}  // namespace

FixedGrids fixed_grids(double force_scale, double cutoff, bool mixed) {
  const double work = force_scale * std::max(cutoff, 1e-9);
  return {std::ldexp(1.0, std::ilogb(force_scale) - (mixed ? mixed_bits : double_bits)),
          std::ldexp(1.0, std::ilogb(work) - (mixed ? mixed_energy_bits : double_energy_bits))};
}

void throw_out_of_range() {
  throw PhysicsError(
      "a pair force is too large for reproducible sums: two atoms have come very close; relax "
      "the start configuration, use a shorter timestep, or run without execution.reproducible");
}

EnergyVirial sum_rows(const Device& device, const Domain& domain, const Atoms& atoms,
                      const double* row_terms) {
  Communicator& communicator = domain.communicator();
  const auto [v] =
      fixed_sum(device, communicator, atoms.n_local(), atoms.n_global(), RowTermsBody{row_terms});
  if (!communicator.is_first()) return {};
  return {v[0], v[7], {v[1], v[2], v[3], v[4], v[5], v[6]}};
}

}  // namespace alder
