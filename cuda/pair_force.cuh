// SPDX-License-Identifier: BSD-3-Clause
// The pair loop of a GPU: one thread per atom over its full list. Include it where a potential is
// instantiated.
#pragma once

#include <algorithm>

#include "atoms/bodies.hpp"
#include "atoms/displacement.hpp"
#include "base/error.hpp"
#include "cuda/for_each.cuh"
#include "cuda/reduce.cuh"
#include "domain/domain.hpp"
#include "pair/gpu_pair_force.hpp"
#include "pair/pair_loop.hpp"
#include "pair/tail.hpp"

namespace alder::cuda {

/// What the kernel reads and writes.
template <class P, class Real>
struct PairArguments {
  std::int64_t n;
  const typename DisplacementScale<Real>::Stored* position;
  PaddedVec3* force;
  DisplacementScale<Real> displacement;
  NeighborView neighbors;
  const PairRow<P, Real>* table;
  std::uint32_t n_types;
  bool shifts_force;
  bool stores;  ///< instead of adding to the forces there are
};

/// Sums of EnergyVirial over threads.
struct EnergyVirialSum {
  using Value = EnergyVirial;
  static ALDER_HD Value identity() { return {}; }
  static ALDER_HD Value combine(Value a, const Value& b) {
    a.energy += b.energy;
    a.virial += b.virial;
    return a;
  }
};

/// Adds the forces on atom i; returns its half of the energy and virial. Pair terms are Real, the
/// sums over neighbors of energies double.
template <class P, class Real, bool WantEnergy>
__device__ EnergyVirial add_pair_forces(const PairArguments<P, Real>& a, std::int64_t i) {
  const auto p = a.position[i];
  const PairRow<P, Real>* row = a.table + static_cast<std::size_t>(p.type) * a.n_types;
  const std::uint32_t* neighbor = a.neighbors.index + a.neighbors.start[i];
  const std::int32_t count = a.neighbors.count[i];
  Vec3Of<Real> force{};
  EnergyVirial sum{};
  for (std::int32_t k = 0; k < count; ++k) {
    const auto q = a.position[neighbor[k * NeighborView::slice]];
    const Vec3Of<Real> d = a.displacement(p, q);
    const Real r2 = dot(d, d);
    const PairRow<P, Real>& pair = row[q.type];
    if (r2 >= pair.truncation.cutoff2) continue;
    const PairTerm<Real> term =
        truncated<P>(r2, pair.coefficients, pair.truncation, a.shifts_force);
    force += term.force_over_r * d;
    if constexpr (WantEnergy) {
      const Vec3 wide{d.x, d.y, d.z};
      sum.energy += 0.5 * static_cast<double>(term.energy);
      sum.virial += dyad(wide, 0.5 * static_cast<double>(term.force_over_r));
    }
  }
  const Vec3 wide{force.x, force.y, force.z};
  a.force[i] = PaddedVec3(a.stores ? wide : a.force[i].xyz() + wide);
  return sum;
}

template <class P, class Real, bool WantEnergy>
__global__ void __launch_bounds__(reduce_block, reduce_min_blocks)
    pair_kernel(PairArguments<P, Real> arguments, EnergyVirial* partials) {
  if (arguments.neighbors.stale != nullptr && *arguments.neighbors.stale != 0) return;
  const std::int64_t i = std::int64_t{blockIdx.x} * reduce_block + threadIdx.x;
  EnergyVirial sum{};
  if (i < arguments.n) sum = add_pair_forces<P, Real, WantEnergy>(arguments, i);
  if constexpr (WantEnergy) {
    sum = combine_block<EnergyVirialSum>(sum);
    if (threadIdx.x == 0) partials[blockIdx.x] = sum;
  }
}

template <PairPotential P, class Real>
class PairForce final : public Force {
 public:
  PairForce(const Device& device, const PairSpec& spec, const std::vector<double>& count)
      : table_(device),
        full_table_(device),
        short_positions_(device),
        name_(std::string("pair ") + std::string(P::name)),
        name_energies_(name_ + " atom energies"),
        n_types_(static_cast<std::uint32_t>(spec.n_types)),
        shifts_force_(spec.shift == Shift::force) {
    const std::vector<PairRow<P, double>> full = make_pair_table<P>(spec);
    std::vector<PairRow<P, Real>> table;
    for (const PairRow<P, double>& row : full) table.push_back(rounded(row));
    table_.copy_from(table);
    full_table_.copy_from(full);
    for (const PairCoefficients& pair : spec.pairs) cutoff_ = std::max(cutoff_, pair.cutoff);
    if (spec.tail) {
      tail_ = tail_factors(spec, count, [&spec](std::size_t a, std::size_t b, double r) {
        const auto params = params_of<P>(spec.pairs[a * spec.n_types + b].values);
        return P::template evaluate<double>(r * r, P::coefficients(params)).energy;
      });
    }
  }

  [[nodiscard]] double cutoff() const override { return cutoff_; }
  [[nodiscard]] bool can_store() const override { return true; }

  void add(const ForceContext& context, Want want, Energies& energies) override {
    if (!want.any()) {
      run<false>(context);
      return;
    }
    const EnergyVirial sum = run<true>(context);
    energies.vdw += sum.energy;
    energies.virial += sum.virial;
    if (context.domain.communicator().is_first()) {
      add_tail(tail_, context.frame.box().volume(), energies);
    }
  }

  void add_atom_energies(const ForceContext& context, double* energy) override {
    for_each_named(name_energies_.c_str(), context.device, context.atoms.n_local(),
                   AtomEnergyBody<P>{context.atoms.view().position, context.frame,
                                     NeighborRows::on_gpu(context.neighbors), full_table_.data(),
                                     n_types_, shifts_force_, energy});
  }

 private:
  static PairRow<P, Real> rounded(const PairRow<P, double>& row) {
    PairRow<P, Real> result{
        {static_cast<Real>(row.truncation.cutoff2), static_cast<Real>(row.truncation.energy),
         static_cast<Real>(row.truncation.force)},
        {}};
    for (std::size_t k = 0; k < row.coefficients.size(); ++k) {
      result.coefficients[k] = static_cast<Real>(row.coefficients[k]);
    }
    return result;
  }

  // The positions as the kernel reads them.
  const auto* stored_positions(const ForceContext& context) {
    const AtomsView atoms = context.atoms.view();
    if constexpr (std::is_same_v<Real, double>) {
      return static_cast<const Position*>(atoms.position);
    } else {
      const std::int64_t n = atoms.n_local + atoms.n_ghost;
      short_positions_.resize(static_cast<std::size_t>(n));
      for_each_named("shorten_positions", context.device, n,
                     ShortenPositionBody{atoms.position, short_positions_.data()});
      return static_cast<const ShortPosition*>(short_positions_.data());
    }
  }

  template <bool WantEnergy>
  EnergyVirial run(const ForceContext& context) {
    const AtomsView atoms = context.atoms.view();
    if (atoms.n_local == 0) return {};
    Context& gpu = use(context.device);
    const PairArguments<P, Real> arguments{.n = atoms.n_local,
                                           .position = stored_positions(context),
                                           .force = atoms.force,
                                           .displacement = DisplacementScale<Real>(context.frame),
                                           .neighbors = context.neighbors,
                                           .table = table_.data(),
                                           .n_types = n_types_,
                                           .shifts_force = shifts_force_,
                                           .stores = context.stores};
    const LaunchShape shape = one_thread_each(atoms.n_local, reduce_block, gpu.stream);
    const std::int64_t blocks = shape.grid.x;
    EnergyVirial* partials = WantEnergy ? partials_of<EnergyVirial>(gpu, blocks) : nullptr;
    launch(name_.c_str(), shape, pair_kernel<P, Real, WantEnergy>, arguments, partials);
    if constexpr (WantEnergy) {
      return total_of<EnergyVirialSum>(name_.c_str(), gpu, partials, blocks);
    }
    return {};
  }

  Buffer<PairRow<P, Real>> table_;
  Buffer<PairRow<P, double>> full_table_;
  Buffer<ShortPosition> short_positions_;
  std::string name_, name_energies_;
  std::uint32_t n_types_;
  bool shifts_force_;
  double cutoff_ = 0;
  TailFactors tail_;
};

template <PairPotential P>
std::unique_ptr<Force> make_pair_force(const Device& device, const PairSpec& spec,
                                       const std::vector<double>& count,
                                       const ForceSettings& settings) {
  if (settings.reproducible) {
    throw InputError(
        "execution.reproducible: true is not available on the cuda backend; use --backend cpu, or "
        "leave it out (runs on one GPU repeat bit by bit without it)");
  }
  if (settings.precision == Precision::mixed) {
    return std::make_unique<PairForce<P, float>>(device, spec, count);
  }
  return std::make_unique<PairForce<P, double>>(device, spec, count);
}

}  // namespace alder::cuda
