// SPDX-License-Identifier: BSD-3-Clause
// The scalar loop over an atom's neighbors: portable, and the pattern for the other loops.
#pragma once

#include "atoms/atoms.hpp"
#include "neighbor/neighbor_view.hpp"
#include "pair/pair_table.hpp"

namespace alder {

/// Energy and virial of a loop over pairs.
struct EnergyVirial {
  double energy = 0;
  Tensor6 virial{};
};

/// Adds the pair forces on atom i and returns its half of the energy and virial.
template <class P, bool WantEnergy>
struct PairBody {
  using Value = EnergyVirial;
  using HostOnly = void;  // a GPU has its own loop
  AtomsView atoms;
  Frame frame;
  NeighborView neighbors;
  const PairRow<P, double>* table;
  std::uint32_t n_types;
  bool shifts_force;

  static ALDER_HD Value identity() { return {}; }
  static ALDER_HD Value combine(Value a, const Value& b) {
    a.energy += b.energy;
    a.virial += b.virial;
    return a;
  }

  ALDER_HD Value operator()(std::int64_t i) const {
    const Position p = atoms.position[i];
    const PairRow<P, double>* row = table + static_cast<std::size_t>(p.type) * n_types;
    const std::uint32_t* neighbor = neighbors.index + neighbors.start[i];
    Vec3 force{};
    EnergyVirial sum{};
    for (std::int32_t k = 0; k < neighbors.count[i]; ++k) {
      const Position q = atoms.position[neighbor[k] / NeighborView::host_scale];
      const Vec3 d = frame.displacement(p, q);
      const double r2 = dot(d, d);
      const PairRow<P, double>& pair = row[q.type];
      if (r2 >= pair.truncation.cutoff2) continue;
      const PairTerm<double> term =
          truncated<P>(r2, pair.coefficients, pair.truncation, shifts_force);
      force += term.force_over_r * d;
      if constexpr (WantEnergy) {
        sum.energy += 0.5 * term.energy;
        sum.virial += dyad(d, 0.5 * term.force_over_r);
      }
    }
    PaddedVec3& f = atoms.force[i];
    f = PaddedVec3(f.xyz() + force);
    return sum;
  }
};

}  // namespace alder
