// SPDX-License-Identifier: BSD-3-Clause
// The scalar pair loop that every backend runs for output.
#pragma once

#include "atoms/atoms.hpp"
#include "neighbor/neighbor_view.hpp"
#include "pair/pair_table.hpp"

namespace alder {

/// Adds half the energy of each of atom i's pairs to energy[i], in double precision whatever the
/// precision of the forces.
template <class P>
struct AtomEnergyBody {
  using HostOnly = void;  // a GPU's pair force launches it by itself
  const Position* position;
  Frame frame;
  NeighborRows neighbors;
  const PairRow<P, double>* table;
  std::uint32_t n_types;
  bool shifts_force;
  double* energy;

  ALDER_HD void operator()(std::int64_t i) const {
    const Position p = position[i];
    const PairRow<P, double>* row = table + static_cast<std::size_t>(p.type) * n_types;
    double sum = 0;
    for (std::int32_t k = 0; k < neighbors.count(i); ++k) {
      const Position q = position[neighbors.neighbor(i, k)];
      const Vec3 d = frame.displacement(p, q);
      const double r2 = dot(d, d);
      const PairRow<P, double>& pair = row[q.type];
      if (r2 >= pair.truncation.cutoff2) continue;
      sum += truncated<P>(r2, pair.coefficients, pair.truncation, shifts_force).energy;
    }
    energy[i] += 0.5 * sum;
  }
};

}  // namespace alder
