// SPDX-License-Identifier: BSD-3-Clause
// The scalar pair loop that every backend runs for output.
#pragma once

#include "atoms/atoms.hpp"
#include "neighbor/neighbor_view.hpp"
#include "pair/pair_table.hpp"

namespace alder {

/// Adds half the energy of each of atom i's pairs to energy[i], and that with itself, in double
/// precision whatever the precision of the forces.
template <class P, class Rows>
struct AtomEnergyBody {
  using HostOnly = void;  // a GPU's pair force launches it by itself
  const Position* position;
  const double* charge;  ///< of potentials between charges
  Frame frame;
  Rows neighbors;  ///< HostRows or GpuRows
  const PairRow<P, double>* table;
  std::uint32_t n_types;
  Ending ending;
  double coulomb;
  double* energy;

  ALDER_HD void operator()(std::int64_t i) const {
    const Position p = position[i];
    const PairRow<P, double>* row = table + static_cast<std::size_t>(p.type) * n_types;
    double sum = 0, own = 0;
    if constexpr (UsesCharges<P>) own = coulomb * charge[i];
    neighbors.for_each(i, [&](std::uint32_t j) {
      const Position q = position[j];
      const Vec3 d = frame.displacement(p, q);
      const double r2 = dot(d, d);
      const PairRow<P, double>& pair = row[q.type];
      if (r2 >= pair.truncation.cutoff2) return;
      double charges = 0;
      if constexpr (UsesCharges<P>) charges = own * charge[j];
      sum += pair_term<P>(r2, charges, pair.coefficients, pair.truncation, ending).energy;
    });
    energy[i] += 0.5 * sum;
    if constexpr (UsesCharges<P>) energy[i] += row[p.type].self * own * charge[i];
  }
};

}  // namespace alder
