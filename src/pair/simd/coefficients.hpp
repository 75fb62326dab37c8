// SPDX-License-Identifier: BSD-3-Clause
// The coefficients of a vector of pairs: constants for one species, else looked up by type.
#pragma once

#include <array>

#include "pair/simd/kernel.hpp"
#include "pair/simd/lanes.hpp"
#include "pair/truncation.hpp"

namespace alder::ALDER_SIMD_NAMESPACE {

/// Looks up one row of the table at a time. A table row that fits into a register stays there while
/// an atom's neighbors are worked through (a permutation looks it up), a longer one is gathered.
template <class P, class T, bool Want>
class PairCoefficientsOf {
 public:
  using Tag = hn::ScalableTag<T>;
  using Vector = hn::VFromD<Tag>;
  using Types = hn::VFromD<hn::RebindToSigned<Tag>>;
  static constexpr std::size_t n = P::n_coefficients;
  static constexpr std::size_t n_rows = n + Truncation<Lanes<T>>::size;

  explicit ALDER_INLINE PairCoefficientsOf(const PairKernelInput& in)
      : entries_(static_cast<const T*>(in.table.entries)),
        stride_(in.table.stride),
        several_(in.table.n_types > 1),
        gathers_(in.table.n_types > hn::MaxLanes(Tag())),
        ending_(in.ending) {
    for (std::size_t k = 0; k < n_rows; ++k) row_[k].v = hn::Set(Tag(), entries_[k * stride_]);
    take_constants();
    if constexpr (TabulatedPotential<P>) {
      coefficients.nodes = static_cast<const T*>(in.table.nodes);
    }
    one_cutoff_ = has_one_cutoff(in.table.n_types);
  }

  /// Whether one register holds the row of a coefficient for all species.
  [[nodiscard]] ALDER_INLINE bool in_registers() const { return !gathers_; }

  /// Call for each atom, with its type.
  template <LoopForm Form>
  ALDER_INLINE void begin_row(std::int64_t type) {
    if (has_one_species(Form) || !several_) return;
    mine_ = entries_ + static_cast<std::size_t>(type) * n_rows * stride_;
    if (Form == LoopForm::any && gathers_) return;
    for (std::size_t k = 0; k < n_rows; ++k) {
      if (uses(k)) row_[k].v = hn::LoadU(Tag(), mine_ + k * stride_);
    }
  }

  /// Call for each vector of neighbors, with their types.
  template <LoopForm Form>
  ALDER_INLINE void look_up(Types types) {
    if (has_one_species(Form) || !several_) return;
    if (Form == LoopForm::any && gathers_) {
      for (std::size_t k = 0; k < n_rows; ++k) {
        if (uses(k)) set(k, hn::GatherIndex(Tag(), mine_ + k * stride_, types));
      }
      return;
    }
    const auto lanes = hn::IndicesFromVec(Tag(), types);
    for (std::size_t k = 0; k < n_rows; ++k) {
      if (k == n && one_cutoff_) continue;
      if (Form == LoopForm::species && k > n + 1) continue;
      if (uses(k)) set(k, hn::TableLookupLanes(row_[k].v, lanes));
    }
  }

  CoefficientsOf<P, Lanes<T>> coefficients;
  Truncation<Lanes<T>> truncation;

 private:
  [[nodiscard]] bool has_one_cutoff(std::size_t n_types) const {
    for (std::size_t a = 0; a < n_types; ++a) {
      for (std::size_t b = 0; b < n_types; ++b) {
        if (entries_[(a * n_rows + n) * stride_ + b] != entries_[n * stride_]) return false;
      }
    }
    return true;
  }
  [[nodiscard]] ALDER_INLINE bool uses(std::size_t k) const {
    if (k <= n) return true;
    if (k == n + 1) return Want;
    if (k == n + 2) return ending_ == Ending::force_shift || ending_ == Ending::smooth;
    return ending_ == Ending::charmm || ending_ == Ending::gromacs || ending_ == Ending::smooth;
  }
  ALDER_INLINE void set(std::size_t k, Vector v) {
    if (k < n) coefficients[k].v = v;
    if (k >= n) truncation.at(k - n).v = v;
  }
  ALDER_INLINE void take_constants() {
    for (std::size_t k = 0; k < n_rows; ++k) set(k, row_[k].v);
  }

  const T* entries_;
  const T* mine_ = nullptr;
  std::size_t stride_;
  bool several_, gathers_, one_cutoff_;
  Ending ending_;
  Lanes<T> row_[n_rows];
};

}  // namespace alder::ALDER_SIMD_NAMESPACE
