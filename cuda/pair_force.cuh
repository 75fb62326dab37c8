// SPDX-License-Identifier: BSD-3-Clause
// The pair loop of a GPU: one thread per atom over its full list. Include it where a potential is
// instantiated.
#pragma once

#include "atoms/displacement.hpp"
#include "cuda/for_each.cuh"
#include "cuda/reduce.cuh"
#include "cuda/row_sum.cuh"
#include "domain/domain.hpp"
#include "pair/gpu_pair_force.hpp"
#include "pair/pair_loop.hpp"
#include "pair/typical_force.hpp"
#include "pair/whole_system.hpp"

namespace alder::cuda {

/// What the kernel reads and writes.
template <class P, class Real>
struct PairArguments {
  std::int64_t n;            ///< rows
  const std::uint32_t* row;  ///< their numbers; null: all, in their order
  const typename DisplacementScale<Real>::Stored* position;
  PaddedVec3* force;
  DisplacementScale<Real> displacement;
  NeighborView neighbors;
  const PairRow<P, Real>* table;
  std::uint32_t n_types;
  Ending ending;
  const double* charge;  ///< of potentials between charges
  double coulomb;
  bool stores;  ///< instead of adding to the forces there are
  FixedArguments fixed;
};

/// Sums of EnergyVirial over threads.
struct EnergyVirialSum {
  using Value = EnergyVirial;
  static ALDER_HD Value identity() { return {}; }
  static ALDER_HD Value combine(Value a, const Value& b) {
    a.energy += b.energy;
    a.coul += b.coul;
    a.virial += b.virial;
    return a;
  }
};

/// Tells the sums of every pair of atom i within the cutoff.
template <class P, class Real, class... Sums>
__device__ void work_through_row(const PairArguments<P, Real>& a, std::int64_t i, Sums&... sums) {
  const auto p = a.position[i];
  const PairRow<P, Real>* row = a.table + static_cast<std::size_t>(p.type) * a.n_types;
  const std::uint32_t* neighbor = a.neighbors.index + a.neighbors.start[i];
  const std::int32_t count = a.neighbors.count[i];
  double charge = 0;
  if constexpr (UsesCharges<P>) charge = a.coulomb * a.charge[i];
  for (std::int32_t k = 0; k < count; ++k) {
    const std::uint32_t j = neighbor[k * NeighborView::slice];
    const auto q = a.position[j];
    const Vec3Of<Real> d = a.displacement(p, q);
    const Real r2 = dot(d, d);
    const PairRow<P, Real>& pair = row[q.type];
    if (r2 >= pair.truncation.cutoff2) continue;
    Real charges = 0;
    if constexpr (UsesCharges<P>) charges = static_cast<Real>(charge * a.charge[j]);
    const PairTerm<Real> term =
        pair_term<P>(r2, charges, pair.coefficients, pair.truncation, a.ending);
    (sums.add(term, d), ...);
  }
}

template <class P, class Real>
__device__ void write_force(const PairArguments<P, Real>& a, std::int64_t i, const Vec3& force) {
  a.force[i] = PaddedVec3(a.stores ? force : a.force[i].xyz() + force);
}

/// The forces on atom i; returns its half of the energy and virial.
template <class P, class Real, bool WantEnergy>
__device__ EnergyVirial add_plain_forces(const PairArguments<P, Real>& a, std::int64_t i) {
  PlainRow<Real, WantEnergy> row;
  work_through_row(a, i, row);
  write_force(a, i, row.force());
  return row.sum;
}

/// The same in fixed sums; energy and virial go to `a.fixed.row_terms`.
template <class P, class Real, bool WantEnergy>
__device__ void add_fixed_forces(const PairArguments<P, Real>& a, std::int64_t i) {
  FixedForce<Real> row(a.fixed);
  bool in_range = true;
  if constexpr (WantEnergy) {
    FixedTerms<Real> terms(a.fixed);
    work_through_row(a, i, row, terms);
    terms.store(a.fixed, i);
    in_range = terms.in_range();
  } else {
    work_through_row(a, i, row);
  }
  if (row.fits(a.fixed)) {
    write_force(a, i, row.force(a.fixed));
    in_range = in_range && row.in_range(a.fixed);
  } else {
    typename FixedForce<Real>::Wide wide(a.fixed);
    work_through_row(a, i, wide);
    write_force(a, i, wide.force(a.fixed));
    in_range = in_range && wide.in_range(a.fixed);
  }
  if (!in_range) atomicOr(a.fixed.out_of_range, 1);
}

/// The row of a thread below `n`.
template <class P, class Real>
__device__ std::int64_t row_of(const PairArguments<P, Real>& a, std::int64_t thread) {
  return a.row == nullptr ? thread : static_cast<std::int64_t>(a.row[thread]);
}

template <class P, class Real>
__device__ bool is_left_alone(const PairArguments<P, Real>& a) {
  return a.neighbors.stale != nullptr && *a.neighbors.stale != 0;
}

template <class P, class Real, bool WantEnergy>
__global__ void __launch_bounds__(reduce_block, reduce_min_blocks)
    pair_kernel(PairArguments<P, Real> arguments, EnergyVirial* partials) {
  if (is_left_alone(arguments)) return;
  const std::int64_t k = std::int64_t{blockIdx.x} * reduce_block + threadIdx.x;
  EnergyVirial sum{};
  if (k < arguments.n) {
    sum = add_plain_forces<P, Real, WantEnergy>(arguments, row_of(arguments, k));
  }
  if constexpr (WantEnergy) {
    sum = combine_block<EnergyVirialSum>(sum);
    if (threadIdx.x == 0) partials[blockIdx.x] = sum;
  }
}

template <class P, class Real, bool WantEnergy>
__global__ void __launch_bounds__(reduce_block, reduce_min_blocks)
    fixed_pair_kernel(PairArguments<P, Real> arguments) {
  if (is_left_alone(arguments)) return;
  const std::int64_t k = std::int64_t{blockIdx.x} * reduce_block + threadIdx.x;
  if (k < arguments.n) add_fixed_forces<P, Real, WantEnergy>(arguments, row_of(arguments, k));
}

template <Potential P, class Real>
class PairForce final : public Force {
 public:
  PairForce(const Device& device, const PairSpec& spec, const std::vector<double>& count,
            bool reproducible)
      : device_(device),
        table_(device),
        full_table_(device),
        nodes_(device),
        full_nodes_(device),
        row_terms_(device),
        out_of_range_(device),
        name_(std::string("pair ") + std::string(P::name)),
        name_energies_(name_ + " atom energies"),
        n_types_(static_cast<std::uint32_t>(spec.n_types)),
        ending_(ending_of(spec.end)),
        coulomb_(spec.coulomb),
        cutoff_(spec.reach()),
        whole_(make_whole_system<P>(spec, count)),
        reproducible_(reproducible) {
    std::vector<PairRow<P, double>> full = make_pair_table<P>(spec);
    std::vector<PairRow<P, Real>> table;
    for (const PairRow<P, double>& row : full) table.push_back(rounded(row));
    if constexpr (TabulatedPotential<P>) {
      const auto nodes = nodes_of(spec);
      nodes_.copy_from(std::vector<Real>(nodes->begin(), nodes->end()));
      full_nodes_.copy_from(*nodes);
      for (PairRow<P, Real>& row : table) row.coefficients.nodes = nodes_.data();
      for (PairRow<P, double>& row : full) row.coefficients.nodes = full_nodes_.data();
    }
    table_.copy_from(table);
    full_table_.copy_from(full);
    grids_ = fixed_grids(typical_force<P>(spec), cutoff_, std::is_same_v<Real, float>);
    out_of_range_.copy_from(std::vector<int>{0});
  }

  [[nodiscard]] double cutoff() const override { return cutoff_; }
  [[nodiscard]] bool can_store() const override { return true; }
  [[nodiscard]] bool can_split() const override { return true; }
  [[nodiscard]] GhostForm reads_of_ghosts() const override {
    return std::is_same_v<Real, float> ? GhostForm::shortened : GhostForm::whole;
  }

  void add(const ForceContext& context, Want want, Energies& energies) override {
    if (!want.any()) {
      run<false>(context);
      return;
    }
    const EnergyVirial sum = run<true>(context);
    settle();
    add_energies(sum, whole_, context, energies);
  }

  void add_atom_energies(const ForceContext& context, double* energy) override {
    const AtomsView atoms = context.atoms.view();
    for_each_named(name_energies_.c_str(), context.device, context.atoms.n_local(),
                   AtomEnergyBody<P, GpuRows>{.position = atoms.position,
                                              .charge = atoms.charge,
                                              .frame = context.frame,
                                              .neighbors = {context.neighbors},
                                              .table = full_table_.data(),
                                              .n_types = n_types_,
                                              .ending = ending_,
                                              .coulomb = coulomb_,
                                              .energy = energy});
  }

  void settle() override {
    if (!reproducible_) return;
    if (read_back(use(device_), out_of_range_.data()) == 0) return;
    out_of_range_.copy_from(std::vector<int>{0});
    throw_out_of_range();
  }

 private:
  static PairRow<P, Real> rounded(const PairRow<P, double>& row) {
    PairRow<P, Real> result{converted<Real>(row.truncation), {}, static_cast<Real>(row.self)};
    for (std::size_t k = 0; k < row.coefficients.size(); ++k) {
      result.coefficients[k] = static_cast<Real>(row.coefficients[k]);
    }
    return result;
  }

  // The positions as the kernel reads them. Those of ghosts come with the border.
  static const auto* stored_positions(const ForceContext& context) {
    Atoms& atoms = context.atoms;
    if constexpr (std::is_same_v<Real, double>) {
      return static_cast<const Position*>(atoms.data(atoms.position()));
    } else {
      return context.rows == Rows::interior ? atoms.short_positions_of_local()
                                            : atoms.short_positions();
    }
  }

  PairArguments<P, Real> arguments_for(const ForceContext& context, bool want) {
    const AtomsView atoms = context.atoms.view();
    if (reproducible_ && want) {
      row_terms_.resize(RowTermsBody::count * static_cast<std::size_t>(atoms.n_local));
    }
    const NeighborView& list = context.neighbors;
    std::int64_t n = atoms.n_local;
    const std::uint32_t* row = nullptr;
    if (context.rows == Rows::interior) {
      n = list.n_interior;
      row = list.parted;
    } else if (context.rows == Rows::border) {
      n -= list.n_interior;
      row = list.parted + list.n_interior;
    }
    return {.n = n,
            .row = row,
            .position = stored_positions(context),
            .force = atoms.force,
            .displacement = DisplacementScale<Real>(context.frame),
            .neighbors = context.neighbors,
            .table = table_.data(),
            .n_types = n_types_,
            .ending = ending_,
            .charge = atoms.charge,
            .coulomb = coulomb_,
            .stores = context.stores,
            .fixed = {.grids = grids_,
                      .cutoff = cutoff_,
                      .row_terms = row_terms_.data(),
                      .out_of_range = out_of_range_.data()}};
  }

  template <bool WantEnergy>
  EnergyVirial run(const ForceContext& context) {
    Context& gpu = use(context.device);
    const PairArguments<P, Real> arguments = arguments_for(context, WantEnergy);
    const std::int64_t n = arguments.n;
    const LaunchShape shape = one_thread_each(n, reduce_block, gpu.stream);
    if (reproducible_) {
      if (n > 0) launch(name_.c_str(), shape, fixed_pair_kernel<P, Real, WantEnergy>, arguments);
      if constexpr (WantEnergy) {
        return sum_rows(context.device, context.domain, context.atoms, row_terms_.data());
      }
      return {};
    }
    if (n == 0) return {};
    const std::int64_t blocks = shape.grid.x;
    EnergyVirial* partials = WantEnergy ? partials_of<EnergyVirial>(gpu, blocks) : nullptr;
    launch(name_.c_str(), shape, pair_kernel<P, Real, WantEnergy>, arguments, partials);
    if constexpr (WantEnergy) {
      return total_of<EnergyVirialSum>(name_.c_str(), gpu, partials, blocks);
    }
    return {};
  }

  Device device_;
  Buffer<PairRow<P, Real>> table_;
  Buffer<PairRow<P, double>> full_table_;
  Buffer<Real> nodes_;  ///< of tabulated potentials; the tables point to them
  Buffer<double> full_nodes_;
  Buffer<double> row_terms_;  ///< energy and virial of each row, for fixed sums
  Buffer<int> out_of_range_;  ///< not zero where a contribution to a fixed sum did not fit
  std::string name_, name_energies_;
  std::uint32_t n_types_;
  Ending ending_;
  double coulomb_;
  double cutoff_;
  WholeSystem whole_;
  bool reproducible_;
  FixedGrids grids_;
};

template <Potential P>
std::unique_ptr<Force> make_pair_force(const Device& device, const PairSpec& spec,
                                       const std::vector<double>& count,
                                       const ForceSettings& settings) {
  if (settings.precision == Precision::mixed) {
    return std::make_unique<PairForce<P, float>>(device, spec, count, settings.reproducible);
  }
  return std::make_unique<PairForce<P, double>>(device, spec, count, settings.reproducible);
}

}  // namespace alder::cuda
