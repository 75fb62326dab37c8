// SPDX-License-Identifier: BSD-3-Clause
// What a pair potential adds for the whole system beside its pairs: the tail correction and the
// energy of charges with themselves.
#pragma once

#include "force/force.hpp"
#include "pair/energy_virial.hpp"
#include "pair/pair_table.hpp"
#include "pair/tail.hpp"

namespace alder {

struct WholeSystem {
  TailFactors tail;
  std::vector<double> self;  ///< energy of a charge of each species with itself per q^2
  double self_energy = 0;    ///< of all charges
};

/// A species has the self energy of its like pair, once.
template <Potential P>
WholeSystem make_whole_system(const PairSpec& spec, const std::vector<double>& count) {
  WholeSystem whole;
  if (spec.tail) {
    whole.tail = tail_factors(spec, count, [&spec](std::size_t a, std::size_t b, double r) {
      return dispersion_energy<P>(spec.pairs[a * spec.n_types + b], spec.coulomb, r);
    });
  }
  whole.self.assign(spec.n_types, 0);
  for (std::size_t a = 0; a < spec.charge_squares.size(); ++a) {
    const PairCoefficients& pair = spec.pairs[a * (spec.n_types + 1)];
    if (pair.cutoff <= 0) continue;
    whole.self[a] = spec.coulomb * self_energy<P>(pair);
    whole.self_energy += whole.self[a] * spec.charge_squares[a];
  }
  return whole;
}

/// Adds this rank's sum over pairs; the first rank adds what belongs to the whole system.
inline void add_energies(const EnergyVirial& sum, const WholeSystem& whole,
                         const ForceContext& context, Energies& energies) {
  energies.vdw += sum.energy - sum.coul;
  energies.coul += sum.coul;
  energies.virial += sum.virial;
  if (!context.domain.communicator().is_first()) return;
  energies.coul += whole.self_energy;
  add_tail(whole.tail, context.frame.box().volume(), energies);
}

}  // namespace alder
