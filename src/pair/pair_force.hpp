// SPDX-License-Identifier: BSD-3-Clause
// A pair potential as a term of the force field: chooses the loop for the backend.
#pragma once

#include <vector>

#include "backend/for_each.hpp"
#include "force/force.hpp"
#include "pair/cpu_pair_loop.hpp"
#include "pair/pair_loop.hpp"
#include "pair/typical_force.hpp"
#include "pair/whole_system.hpp"

namespace alder {

template <Potential P>
class PairForce final : public Force {
 public:
  /// `count` is the number of atoms of each species (for the tail correction).
  PairForce(const Device& device, const PairSpec& spec, const std::vector<double>& count,
            const ForceSettings& settings, const PairKernels& kernels)
      : cutoff_(spec.reach()),
        n_types_(static_cast<std::uint32_t>(spec.n_types)),
        ending_(ending_of(spec.end)),
        coulomb_(spec.coulomb),
        nodes_(nodes_of(spec)),
        table_(make_pair_table<P>(spec)),
        cpu_(device, kernels, make_cpu_pair_table<P>(table_, spec.n_types, *nodes_),
             {.mixed = settings.precision == Precision::mixed,
              .sums = settings.reproducible ? PairSums::fixed : PairSums::plain,
              .ending = ending_,
              .between_charges = UsesCharges<P>,
              .coulomb = spec.coulomb,
              .cutoff = cutoff_,
              .force_scale = typical_force<P>(spec)}),
        whole_(make_whole_system<P>(spec, count)) {}

  [[nodiscard]] double cutoff() const override { return cutoff_; }
  [[nodiscard]] bool can_store() const override { return true; }
  [[nodiscard]] bool can_split() const override { return true; }
  [[nodiscard]] GhostForm reads_of_ghosts() const override { return cpu_.reads_of_ghosts(); }

  void add(const ForceContext& context, Want want, Energies& energies) override {
    const EnergyVirial sum = cpu_.run(context, want.any());
    if (want.any()) add_energies(sum, whole_, context, energies);
  }

  void add_atom_energies(const ForceContext& context, double* energy) override {
    const AtomsView atoms = context.atoms.view();
    for_each(context.device, context.atoms.n_local(),
             AtomEnergyBody<P, HostRows>{.position = atoms.position,
                                         .charge = atoms.charge,
                                         .frame = context.frame,
                                         .neighbors = {context.neighbors},
                                         .table = table_.data(),
                                         .n_types = n_types_,
                                         .ending = ending_,
                                         .coulomb = coulomb_,
                                         .energy = energy});
  }

 private:
  double cutoff_;
  std::uint32_t n_types_;
  Ending ending_;
  double coulomb_;
  std::shared_ptr<const std::vector<double>> nodes_;  ///< that the table points to
  std::vector<PairRow<P, double>> table_;
  CpuPairLoop cpu_;
  WholeSystem whole_;
};

}  // namespace alder
