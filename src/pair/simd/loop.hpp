// SPDX-License-Identifier: BSD-3-Clause
// The pair loop over SIMD vectors: for each atom, its row of the full neighbor list, as many
// neighbors at a time as a register holds. It holds no physics: P::evaluate and pair_term do.
#pragma once

#include "pair/simd/charges.hpp"
#include "pair/simd/coefficients.hpp"
#include "pair/simd/functions.hpp"
#include "pair/simd/geometry.hpp"
#include "pair/simd/row_energy.hpp"
#include "pair/simd/row_sum.hpp"

namespace alder::ALDER_SIMD_NAMESPACE {

/// One kernel: potential, arithmetic, and whether energy and virial are made.
template <class P, class T, bool Want>
class PairLoop {
 public:
  using Tag = hn::ScalableTag<T>;
  static constexpr std::size_t width = hn::MaxLanes(Tag());
  // Entries of the list that are asked for before they are needed. The hardware follows a few tens
  // of streams, and the rows of neighboring cells are as many, so it loses that of the list.
  static constexpr std::size_t list_ahead = 512;

  static PairKernelResult run(const PairKernelInput& in, std::int64_t begin, std::int64_t end) {
    return in.sums == PairSums::plain ? run<RowMode::plain>(in, begin, end)
                                      : run<RowMode::fixed>(in, begin, end);
  }

 private:
  template <RowMode Mode>
  using Energy = std::conditional_t<Mode == RowMode::plain, RowEnergy<T>, FixedRowEnergy<T>>;

  template <RowMode Mode>
  static PairKernelResult run(const PairKernelInput& in, std::int64_t begin, std::int64_t end) {
    PairLoop loop(in);
    if constexpr (QuickPotential<P>) {
      const bool usual = in.orthogonal && in.ending == Ending::plain;
      if (usual && in.table.n_types == 1) {
        for (std::int64_t i = begin; i < end; ++i) loop.one_atom<Mode, LoopForm::one_species>(i);
        return loop.result();
      }
      if (usual && loop.coefficients_.in_registers()) {
        for (std::int64_t i = begin; i < end; ++i) loop.one_atom<Mode, LoopForm::species>(i);
        return loop.result();
      }
    }
    for (std::int64_t i = begin; i < end; ++i) loop.one_atom<Mode, LoopForm::any>(i);
    return loop.result();
  }

  explicit ALDER_INLINE PairLoop(const PairKernelInput& in)
      : in_(in),
        displacement_(in),
        rounding_(in.grid, in.cutoff),
        charges_(in),
        coefficients_(in) {}

  template <RowMode Mode, LoopForm Form>
  ALDER_INLINE void one_atom(std::int64_t i) {
    double force[3], size = 0;
    Energy<Mode> energy;
    row<Mode, Form>(i, force, size, energy);
    if constexpr (sizeof(T) == 4 && Mode == RowMode::fixed) {
      // The 32-bit sum may not have fitted; the margin is for the rounding of the bound.
      if (HWY_UNLIKELY(!(size * in_.cutoff < 0.999 * 2147483648.0 * in_.grid))) {
        energy = {};
        row<RowMode::fixed_long, LoopForm::any>(i, force, size, energy);
      }
    }
    if constexpr (Mode != RowMode::plain) largest_ = size > largest_ ? size : largest_;
    if constexpr (Want) {
      if constexpr (Mode == RowMode::plain) {
        energy.template add_to<UsesCharges<P>>(total_);
      } else {
        const auto vectors = (static_cast<std::size_t>(in_.neighbors.count[i]) + width - 1) / width;
        energy.template finish<UsesCharges<P>>(in_.energy_grid, vectors, in_.row_terms + 8 * i,
                                               largest_term_);
      }
    }
    PaddedVec3& f = in_.force[i];
    if (in_.overwrites) {
      f.x = force[0], f.y = force[1], f.z = force[2];
    } else {
      f.x += force[0], f.y += force[1], f.z += force[2];
    }
  }

  template <RowMode Mode, LoopForm Form>
  ALDER_INLINE void row(std::int64_t i, double force[3], double& size, Energy<Mode>& energy) {
    using F = Fractions<T>;
    const auto* atoms = F::atoms(in_);
    const auto& own = atoms[i];
    const auto x = F::origin(own.x), y = F::origin(own.y), z = F::origin(own.z);
    coefficients_.template begin_row<Form>(own.type);
    charges_.begin_row(i);
    const auto count = static_cast<std::size_t>(in_.neighbors.count[i]);
    const std::uint32_t* neighbor = in_.neighbors.index + in_.neighbors.start[i];
    RowSum<T> sum;
    for (std::size_t k = 0; k < count; k += width) {
      __builtin_prefetch(neighbor + k + list_ahead);
      const auto q = load_atoms(typename F::Integer(), atoms, neighbor + k);
      auto dx = F::difference(x, q.x), dy = F::difference(y, q.y), dz = F::difference(z, q.z);
      displacement_.template apply<Form>(dx, dy, dz);
      const auto r2 = hn::MulAdd(dz, dz, hn::MulAdd(dy, dy, hn::Mul(dx, dx)));
      coefficients_.template look_up<Form>(F::types(q.w));
      auto inside = hn::Lt(r2, coefficients_.truncation.cutoff2.v);
      if (HWY_UNLIKELY(k + width > count)) inside = hn::And(inside, hn::FirstN(Tag(), count - k));
      const auto term = pair_term<P>(Lanes<T>(r2), charges_.products(neighbor + k),
                                     coefficients_.coefficients, coefficients_.truncation,
                                     Form == LoopForm::any ? in_.ending : Ending::plain);
      const auto f = hn::IfThenElseZero(inside, term.force_over_r.v);
      sum.template add<Mode>(rounding_, f, dx, dy, dz);
      if constexpr (Want) {
        const Lanes<T> u(hn::IfThenElseZero(inside, term.energy.v));
        if constexpr (Mode == RowMode::plain) {
          energy.add(u, Lanes<T>(f), Lanes<T>(dx), Lanes<T>(dy), Lanes<T>(dz));
        } else {
          energy.add(in_.energy_grid, u, Lanes<T>(f), Lanes<T>(dx), Lanes<T>(dy), Lanes<T>(dz));
        }
        if constexpr (UsesCharges<P>) {
          energy.add_coul(in_.energy_grid, hn::IfThenElseZero(inside, term.coul.v));
        }
      }
    }
    sum.template finish<Mode>(rounding_, (count + width - 1) / width, force, size);
  }

  [[nodiscard]] PairKernelResult result() const {
    PairKernelResult out;
    out.largest = largest_;
    out.largest_term = largest_term_;
    if constexpr (Want) {
      const auto half = [&](int k) {  // the other half belongs to the other atom's row
        const hn::ScalableTag<double> d;
        return 0.5 * hn::GetLane(hn::SumOfLanes(d, total_.term[k].v));
      };
      out.energy = half(0);
      out.coul = half(7);
      out.virial = {half(1), half(2), half(3), half(4), half(5), half(6)};
    }
    return out;
  }

  const PairKernelInput& in_;
  Displacement<T> displacement_;
  Rounding<T> rounding_;
  Charges<T, UsesCharges<P>> charges_;
  PairCoefficientsOf<P, T, Want> coefficients_;
  EnergyTerms<double> total_;
  double largest_ = 0, largest_term_ = 0;
};

/// The kernels of potential P for this instruction set.
template <class P>
PairKernels make_pair_kernels() {
  return {&PairLoop<P, float, false>::run, &PairLoop<P, float, true>::run,
          &PairLoop<P, double, false>::run, &PairLoop<P, double, true>::run};
}

}  // namespace alder::ALDER_SIMD_NAMESPACE
