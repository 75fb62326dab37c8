// SPDX-License-Identifier: BSD-3-Clause
// How a thread sums the forces on its atom, and the energy and virial of the atom's pairs: in the
// arithmetic of the loop, or as integers.
#pragma once

#include <cmath>
#include <cstdint>

#include "cuda/intrinsics.cuh"
#include "pair/fixed_sums.hpp"
#include "pair/potential.hpp"
#include "pair/simd/kernel.hpp"

namespace alder::cuda {

/// In the order of the list. Pair terms are Real, the sums of energies double.
template <class Real, bool WantEnergy>
class PlainRow {
 public:
  EnergyVirial sum{};

  __device__ void add(const PairTerm<Real>& term, const Vec3Of<Real>& d) {
    force_ += term.force_over_r * d;
    if constexpr (WantEnergy) {
      sum.energy += 0.5 * static_cast<double>(term.energy);
      sum.coul += 0.5 * static_cast<double>(term.coul);
      sum.virial += dyad(Vec3{d.x, d.y, d.z}, 0.5 * static_cast<double>(term.force_over_r));
    }
  }
  [[nodiscard]] __device__ Vec3 force() const { return {force_.x, force_.y, force_.z}; }

 private:
  Vec3Of<Real> force_{};
};

/// Where fixed sums of a kernel come from and go to.
struct FixedArguments {
  FixedGrids grids;
  double cutoff = 0;            ///< the largest
  double* row_terms = nullptr;  ///< see RowTermsBody; null where energies are not wanted
  int* out_of_range = nullptr;  ///< set where a contribution did not fit
};

inline constexpr double round_magic = 6755399441055744.0;  // 1.5 * 2^52

/// An integer that wraps where it does not fit 64 bits; what was added to it says whether it did.
class WrappingInteger {
 public:
  WrappingInteger() = default;
  /// The distance of two numbers of one binade in units of their last place.
  __device__ WrappingInteger(double a, double b) { bits_ = bits_of(a) - bits_of(b); }
  __device__ WrappingInteger& operator+=(WrappingInteger other) {
    bits_ += other.bits_;
    return *this;
  }
  [[nodiscard]] __device__ double times(double grid) const {
    return static_cast<double>(static_cast<std::int64_t>(bits_)) * grid;
  }

 private:
  static __device__ std::uint64_t bits_of(double v) {
    return static_cast<std::uint64_t>(__double_as_longlong(v));
  }
  std::uint64_t bits_ = 0;
};

/// v rounded to an integer, ties to even, for |v| < 2^51.
__device__ inline WrappingInteger whole(double v) {
  return {v + round_magic, round_magic};
}

/// Forces as multiples of a grid: the same bits in any order of the neighbors, and the same as the
/// loop of the CPU makes from the same pair terms. All forms have this interface.
template <class Real>
class FixedForce;

template <>
class FixedForce<double> {
 public:
  using Wide = FixedForce;
  explicit __device__ FixedForce(const FixedArguments& a) : magic_(round_magic * a.grids.force) {}
  __device__ void add(const PairTerm<double>& term, const Vec3& d) {
    const double f = term.force_over_r;
    largest_ = std::fmax(largest_, std::fabs(f));
    x_ += multiples(f, d.x);
    y_ += multiples(f, d.y);
    z_ += multiples(f, d.z);
  }
  [[nodiscard]] static __device__ bool fits(const FixedArguments&) { return true; }
  [[nodiscard]] __device__ Vec3 force(const FixedArguments& a) const {
    const double grid = a.grids.force;
    return {x_.times(grid), y_.times(grid), z_.times(grid)};
  }
  [[nodiscard]] __device__ bool in_range(const FixedArguments& a) const {
    return largest_ * a.cutoff < max_fixed_contribution * a.grids.force;
  }

 private:
  // The product is rounded once, to the grid.
  [[nodiscard]] __device__ WrappingInteger multiples(double f, double d) const {
    return {std::fma(f, d, magic_), magic_};
  }

  double magic_, largest_ = 0;
  WrappingInteger x_, y_, z_;
};

/// Single precision with 64-bit sums.
class WideFixedForce {
 public:
  explicit __device__ WideFixedForce(const FixedArguments& a)
      : inverse_grid_(static_cast<float>(1 / a.grids.force)) {}
  __device__ void add(const PairTerm<float>& term, const Vec3Of<float>& d) {
    const float g = term.force_over_r * inverse_grid_;
    largest_ = std::fmax(largest_, std::fabs(g));
    x_ += whole(static_cast<double>(g * d.x));
    y_ += whole(static_cast<double>(g * d.y));
    z_ += whole(static_cast<double>(g * d.z));
  }
  [[nodiscard]] __device__ Vec3 force(const FixedArguments& a) const {
    const double grid = a.grids.force;
    return {x_.times(grid), y_.times(grid), z_.times(grid)};
  }
  [[nodiscard]] __device__ bool in_range(const FixedArguments& a) const {
    return static_cast<double>(largest_) * a.cutoff < max_fixed_contribution;
  }

 private:
  float inverse_grid_, largest_ = 0;
  WrappingInteger x_, y_, z_;
};

/// Single precision with 32-bit sums, and a bound of them that says whether they fitted.
template <>
class FixedForce<float> {
 public:
  using Wide = WideFixedForce;
  explicit __device__ FixedForce(const FixedArguments& a)
      : inverse_grid_(static_cast<float>(1 / a.grids.force)) {}
  __device__ void add(const PairTerm<float>& term, const Vec3Of<float>& d) {
    const float g = term.force_over_r * inverse_grid_;
    size_ += std::fabs(g);
    x_ += static_cast<std::uint32_t>(__float2int_rn(g * d.x));
    y_ += static_cast<std::uint32_t>(__float2int_rn(g * d.y));
    z_ += static_cast<std::uint32_t>(__float2int_rn(g * d.z));
  }
  /// No component is longer than the cutoff. Half of the range is for rounding.
  [[nodiscard]] __device__ bool fits(const FixedArguments& a) const {
    return static_cast<double>(size_) * a.cutoff < 0x1p30;
  }
  [[nodiscard]] __device__ Vec3 force(const FixedArguments& a) const {
    const double grid = a.grids.force;
    return {static_cast<std::int32_t>(x_) * grid, static_cast<std::int32_t>(y_) * grid,
            static_cast<std::int32_t>(z_) * grid};
  }
  [[nodiscard]] static __device__ bool in_range(const FixedArguments&) { return true; }

 private:
  float inverse_grid_, size_ = 0;
  std::uint32_t x_ = 0, y_ = 0, z_ = 0;
};

/// Energy and virial of a row as multiples of a grid.
template <class Real>
class FixedTerms {
 public:
  explicit __device__ FixedTerms(const FixedArguments& a)
      : scale_(static_cast<Real>(1 / a.grids.energy)) {}
  __device__ void add(const PairTerm<Real>& term, const Vec3Of<Real>& d) {
    const Real f = term.force_over_r * scale_;
    const Real fx = f * d.x, fy = f * d.y, fz = f * d.z;
    const Real terms[n_terms] = {
        term.energy * scale_, fx * d.x, fy * d.y, fz * d.z, fx * d.y, fx * d.z, fy * d.z,
        term.coul * scale_};
    const Real trace = terms[1] + (terms[2] + terms[3]);
    largest_ = std::fmax(largest_, std::fmax(std::fabs(static_cast<double>(terms[0])),
                                             std::fabs(static_cast<double>(trace))));
    for (int k = 0; k < n_terms; ++k) sum_[k] += whole(static_cast<double>(terms[k]));
  }
  __device__ void store(const FixedArguments& a, std::int64_t i) const {
    for (int k = 0; k < n_terms; ++k) {
      a.row_terms[n_terms * i + k] = sum_[k].times(a.grids.energy);
    }
  }
  [[nodiscard]] __device__ bool in_range() const { return largest_ < max_fixed_contribution; }

 private:
  static constexpr int n_terms = RowTermsBody::count;
  Real scale_;
  double largest_ = 0;
  WrappingInteger sum_[n_terms];
};

}  // namespace alder::cuda
