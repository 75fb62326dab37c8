// SPDX-License-Identifier: BSD-3-Clause
// The pair loop over SIMD vectors: for each atom, its row of the full neighbor list, as many
// neighbors at a time as a register holds. It holds no physics: P::evaluate and pair_term do.
#pragma once

#include <algorithm>
#include <cstring>

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
  static constexpr std::size_t list_ahead = 2048;
  static constexpr std::int64_t rows_ahead = 32;  ///< the same of forces

  static PairKernelResult run(const PairKernelInput& in, std::int64_t begin, std::int64_t end) {
    if (begin == end) return {};
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
        if constexpr (Mode == RowMode::plain) {
          if (Displacement<T>::is_cubic(in)) {
            loop.rows<Mode, LoopForm::cubic>(begin, end);
            return loop.result();
          }
        }
        loop.rows<Mode, LoopForm::one_species>(begin, end);
        return loop.result();
      }
      if (usual && loop.coefficients_.in_registers()) {
        loop.rows<Mode, LoopForm::species>(begin, end);
        return loop.result();
      }
    }
    loop.rows<Mode, LoopForm::any>(begin, end);
    return loop.result();
  }

  explicit ALDER_INLINE PairLoop(const PairKernelInput& in)
      : in_(in),
        displacement_(in),
        rounding_(in.grid, in.cutoff),
        charges_(in),
        coefficients_(in) {}

  // Every vector's displacements are made before the forces of the vector ahead of it, the first
  // ones of a row before the last forces of the row ahead: the processor has room for about two
  // vectors' instructions that wait for their operands, and so finds others that wait for none.
  template <RowMode Mode, LoopForm Form>
  ALDER_INLINE void rows(std::int64_t begin, std::int64_t end) {
    Part part(in_, begin);
    Near near = look<Form>(part, 0);
    RowSum<T> sum;
    Energy<Mode> energy;
    for (std::size_t vectors = 0;;) {
      const Part next = part.more ? part.following() : Part(in_, std::min(part.atom + 1, end - 1));
      near = sum_part<Mode, Form>(part, near, next, sum, energy);
      vectors += part.vectors();
      if (HWY_LIKELY(!part.more)) {
        finish<Mode, Form>(part.atom, vectors, sum, energy);
        if (part.atom + 1 == end) return;
        __builtin_prefetch(in_.force + part.atom + rows_ahead, 1);
        sum = {};
        energy = {};
        vectors = 0;
      }
      part = next;
    }
  }

  // An atom and a part of its row of the list.
  struct Part {
    using Integers = hn::VFromD<hn::RebindToSigned<Tag>>;
    std::int64_t atom;
    Integers x, y, z;  ///< the atom's, in all lanes
    std::uint32_t base;
    const std::uint16_t* entry;
    std::size_t count;
    bool more;

    ALDER_INLINE Part(const PairKernelInput& in, std::int64_t i)
        : atom(i),
          x(Fractions<T>::origin(Fractions<T>::atoms(in)[i].x)),
          y(Fractions<T>::origin(Fractions<T>::atoms(in)[i].y)),
          z(Fractions<T>::origin(Fractions<T>::atoms(in)[i].z)) {
      set(in.neighbors.part + in.neighbors.start[i]);
    }
    [[nodiscard]] ALDER_INLINE Part following() const {
      Part part = *this;
      part.set(entry + ListPart::items(static_cast<std::int64_t>(count)) - ListPart::head);
      return part;
    }
    /// Also of a row without neighbors: one vector is worked through, no lane of which counts.
    [[nodiscard]] ALDER_INLINE std::size_t vectors() const {
      return count == 0 ? 1 : (count + width - 1) / width;
    }

   private:
    ALDER_INLINE void set(const std::uint16_t* at) {
      ListPart head;
      std::memcpy(&head, at, sizeof head);
      base = head.base;
      entry = at + ListPart::head;
      count = head.count;
      more = head.more != 0;
    }
  };

  // Some neighbors, seen from the atom.
  struct Near {
    hn::VFromD<Tag> dx, dy, dz, r2;
    typename Part::Integers type;
  };

  template <LoopForm Form>
  ALDER_INLINE Near look(const Part& part, std::size_t k) const {
    using F = Fractions<T>;
    __builtin_prefetch(part.entry + k + list_ahead);
    const auto q = load_atoms(typename F::Integer(), F::atoms(in_) + part.base, part.entry + k);
    auto dx = F::difference(part.x, q.x), dy = F::difference(part.y, q.y),
         dz = F::difference(part.z, q.z);
    displacement_.template apply<Form>(dx, dy, dz);
    return {dx, dy, dz, displacement_.template square<Form>(dx, dy, dz), q.w};
  }

  // `near` are the first neighbors of the part; returns those of the next one.
  template <RowMode Mode, LoopForm Form>
  ALDER_INLINE Near sum_part(const Part& part, Near near, const Part& next, RowSum<T>& sum,
                             Energy<Mode>& energy) {
    coefficients_.template begin_row<Form>(Fractions<T>::atoms(in_)[part.atom].type);
    charges_.begin_row(part.atom);
    std::size_t k = 0;
    for (; k + width < part.count; k += width) {
      const Near following = look<Form>(part, k + width);
      add<Mode, Form, false>(part, k, near, sum, energy);
      near = following;
    }
    const Near following = look<Form>(next, 0);
    add<Mode, Form, true>(part, k, near, sum, energy);
    return following;
  }

  template <RowMode Mode, LoopForm Form, bool Last>
  ALDER_INLINE void add(const Part& part, std::size_t k, const Near& near, RowSum<T>& sum,
                        Energy<Mode>& energy) {
    coefficients_.template look_up<Form>(Fractions<T>::types(near.type));
    auto inside = hn::Lt(near.r2, coefficients_.truncation.cutoff2.v);
    if constexpr (Last) inside = hn::And(inside, hn::FirstN(Tag(), part.count - k));
    const auto term = pair_term<P>(Lanes<T>(near.r2), charges_.products(part.base, part.entry + k),
                                   coefficients_.coefficients, coefficients_.truncation,
                                   Form == LoopForm::any ? in_.ending : Ending::plain);
    const auto f = hn::IfThenElseZero(inside, term.force_over_r.v);
    sum.template add<Mode>(rounding_, f, near.dx, near.dy, near.dz);
    if constexpr (Want) {
      const Lanes<T> u(hn::IfThenElseZero(inside, term.energy.v));
      const Lanes<T> x(displacement_.template length<Form>(near.dx)),
          y(displacement_.template length<Form>(near.dy)),
          z(displacement_.template length<Form>(near.dz));
      if constexpr (Mode == RowMode::plain) {
        energy.add(u, Lanes<T>(f), x, y, z);
      } else {
        energy.add(in_.energy_grid, u, Lanes<T>(f), x, y, z);
      }
      if constexpr (UsesCharges<P>) {
        energy.add_coul(in_.energy_grid, hn::IfThenElseZero(inside, term.coul.v));
      }
    }
  }

  template <RowMode Mode, LoopForm Form>
  ALDER_INLINE void finish(std::int64_t i, std::size_t vectors, const RowSum<T>& sum,
                           Energy<Mode>& energy) {
    bool fits = true;
    RowForce force = sum.template force<Mode>(rounding_, vectors, fits);
    if constexpr (Form == LoopForm::cubic) force.multiply(displacement_.scale());
    if constexpr (Mode == RowMode::fixed && sizeof(T) == 4) {
      if (HWY_UNLIKELY(!fits)) return again(i);
    }
    if constexpr (Mode == RowMode::fixed_long || (Mode == RowMode::fixed && sizeof(T) == 8)) {
      largest_ = hn::Max(largest_, sum.size());
    }
    if constexpr (Want) {
      if constexpr (Mode == RowMode::plain) {
        energy.template add_to<UsesCharges<P>>(total_);
      } else {
        energy.template finish<UsesCharges<P>>(in_.energy_grid, vectors, in_.row_terms + 8 * i,
                                               largest_term_);
      }
    }
    force.put(in_.force[i], in_.overwrites);
  }

  // The row with 64-bit sums.
  ALDER_INLINE void again(std::int64_t i) { rows<RowMode::fixed_long, LoopForm::any>(i, i + 1); }

  [[nodiscard]] PairKernelResult result() const {
    PairKernelResult out;
    out.largest = static_cast<double>(hn::GetLane(hn::MaxOfLanes(Tag(), largest_)));
    if constexpr (sizeof(T) == 4) out.largest *= in_.grid;
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
  hn::VFromD<Tag> largest_ = hn::Zero(Tag());
  double largest_term_ = 0;
};

/// The kernels of potential P for this instruction set.
template <class P>
PairKernels make_pair_kernels() {
  return {&PairLoop<P, float, false>::run, &PairLoop<P, float, true>::run,
          &PairLoop<P, double, false>::run, &PairLoop<P, double, true>::run};
}

}  // namespace alder::ALDER_SIMD_NAMESPACE
