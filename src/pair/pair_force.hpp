// SPDX-License-Identifier: BSD-3-Clause
// A pair potential as a term of the force field: chooses the loop for the backend.
#pragma once

#include <algorithm>
#include <cmath>
#include <memory>

#include "backend/for_each.hpp"
#include "backend/reduce.hpp"
#include "force/force.hpp"
#include "pair/pair_loop.hpp"
#include "pair/tail.hpp"

namespace alder {

template <PairPotential P>
class PairForce final : public Force {
 public:
  /// `count` is the number of atoms of each species (for the tail correction).
  PairForce(const Device& device, const PairSpec& spec, const std::vector<double>& count)
      : table_(device),
        n_types_(static_cast<std::uint32_t>(spec.n_types)),
        shifts_force_(spec.shift == Shift::force) {
    table_.copy_from(make_pair_table<P>(spec));
    for (const PairCoefficients& pair : spec.pairs) cutoff_ = std::max(cutoff_, pair.cutoff);
    if (spec.tail) tail_ = tail_factors(spec, count, untruncated_energy(spec));
  }

  [[nodiscard]] double cutoff() const override { return cutoff_; }

  void add(const ForceContext& context, Want want, Energies& energies) override {
    if (!want.any()) {
      const EnergyVirial ignored = run<false>(context);
      static_cast<void>(ignored);
      return;
    }
    const EnergyVirial sum = run<true>(context);
    energies.vdw += sum.energy;
    energies.virial += sum.virial;
    if (context.domain.communicator().is_first()) {
      add_tail(tail_, context.frame.box().volume(), energies);
    }
  }

 private:
  template <bool WantEnergy>
  EnergyVirial run(const ForceContext& context) {
    return reduce(context.device, context.atoms.n_local(),
                  PairBody<P, WantEnergy>{context.atoms.view(), context.frame, context.neighbors,
                                          table_.data(), n_types_, shifts_force_});
  }

  static auto untruncated_energy(const PairSpec& spec) {
    return [&spec](std::size_t a, std::size_t b, double r) {
      const auto params = params_of<P>(spec.pairs[a * spec.n_types + b].values);
      return P::template evaluate<double>(r * r, P::coefficients(params)).energy;
    };
  }

  Buffer<PairRow<P, double>> table_;
  std::uint32_t n_types_;
  bool shifts_force_;
  double cutoff_ = 0;
  TailFactors tail_;
};

}  // namespace alder
