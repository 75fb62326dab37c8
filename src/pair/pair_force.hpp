// SPDX-License-Identifier: BSD-3-Clause
// A pair potential as a term of the force field: chooses the loop for the backend.
#pragma once

#include <algorithm>
#include <cmath>
#include <memory>

#include "backend/for_each.hpp"
#include "force/force.hpp"
#include "pair/cpu_pair_loop.hpp"
#include "pair/pair_loop.hpp"
#include "pair/tail.hpp"
#include "pair/typical_force.hpp"

namespace alder {

template <PairPotential P>
class PairForce final : public Force {
 public:
  /// `count` is the number of atoms of each species (for the tail correction).
  PairForce(const Device& device, const PairSpec& spec, const std::vector<double>& count,
            const ForceSettings& settings, const PairKernels& kernels)
      : cutoff_(largest_cutoff(spec)),
        n_types_(static_cast<std::uint32_t>(spec.n_types)),
        shifts_force_(spec.shift == Shift::force),
        table_(make_pair_table<P>(spec)),
        cpu_(device, kernels, make_cpu_pair_table<P>(table_, spec.n_types),
             {.mixed = settings.precision == Precision::mixed,
              .sums = settings.reproducible ? PairSums::fixed : PairSums::plain,
              .shifts_force = spec.shift == Shift::force,
              .cutoff = cutoff_,
              .force_scale = typical_force<P>(spec)}) {
    if (spec.tail) tail_ = tail_factors(spec, count, untruncated_energy(spec));
  }

  [[nodiscard]] double cutoff() const override { return cutoff_; }
  [[nodiscard]] bool can_store() const override { return true; }

  void add(const ForceContext& context, Want want, Energies& energies) override {
    const EnergyVirial sum = cpu_.run(context, want.any());
    if (!want.any()) return;
    energies.vdw += sum.energy;
    energies.virial += sum.virial;
    if (context.domain.communicator().is_first()) {
      add_tail(tail_, context.frame.box().volume(), energies);
    }
  }

  void add_atom_energies(const ForceContext& context, double* energy) override {
    for_each(context.device, context.atoms.n_local(),
             AtomEnergyBody<P>{context.atoms.view().position, context.frame,
                               NeighborRows::on_host(context.neighbors), table_.data(), n_types_,
                               shifts_force_, energy});
  }

 private:
  static double largest_cutoff(const PairSpec& spec) {
    double cutoff = 0;
    for (const PairCoefficients& pair : spec.pairs) cutoff = std::max(cutoff, pair.cutoff);
    return cutoff;
  }

  static auto untruncated_energy(const PairSpec& spec) {
    return [&spec](std::size_t a, std::size_t b, double r) {
      const auto params = params_of<P>(spec.pairs[a * spec.n_types + b].values);
      return P::template evaluate<double>(r * r, P::coefficients(params)).energy;
    };
  }

  double cutoff_;
  std::uint32_t n_types_;
  bool shifts_force_;
  std::vector<PairRow<P, double>> table_;
  CpuPairLoop cpu_;
  TailFactors tail_;
};

}  // namespace alder
