// SPDX-License-Identifier: BSD-3-Clause
// Kick and drift of one atom in a register, where there are conversions to 64-bit integers.
#pragma once

#include <hwy/highway.h>

#include "base/platform.hpp"
#include "integrate/move_atoms.hpp"

namespace alder::ALDER_SIMD_NAMESPACE {

#if HWY_TARGET == HWY_AVX3

namespace hn = hwy::HWY_NAMESPACE;

class MoveAtomsKernel {
 public:
  static void run(const MoveAtomsInput& in, std::int64_t begin, std::int64_t end) {
    const MoveAtomsInput mine = in;  // what the loop stores cannot change it
    const MoveAtomsKernel kernel(mine);
    for (std::int64_t i = begin; i < end; ++i) kernel.move(i);
  }

 private:
  using Number = hn::FixedTag<double, 4>;
  using Fraction = hn::FixedTag<std::uint64_t, 4>;
  static constexpr std::int64_t ahead = 64;

  explicit ALDER_INLINE MoveAtomsKernel(const MoveAtomsInput& in)
      : in_(in), h_(hn::Set(Number(), in.h)) {
    HWY_ALIGN const double fraction[4] = {in.fraction.x, in.fraction.y, in.fraction.z, 0};
    fraction_ = hn::Load(Number(), fraction);
    HWY_ALIGN const std::uint64_t upper[4] = {32, 32, 32, 0};
    upper_ = hn::Load(Fraction(), upper);
  }

  ALDER_INLINE void move(std::int64_t i) const {
    prefetch(in_.position + i + ahead);
    prefetch(in_.velocity + i + ahead);
    prefetch(in_.force + i + ahead);
    const Number d;
    const Fraction u;
    Position& p = in_.position[i];
    const auto scale = hn::Set(d, 0.5 * in_.h / in_.mass[p.type]);
    const auto change = hn::Mul(scale, hn::Load(d, &in_.force[i].x));
    auto v = hn::Add(hn::Load(d, &in_.velocity[i].x), change);
    if (in_.kicks == 2) v = hn::Add(v, change);
    hn::Store(v, d, &in_.velocity[i].x);

    const auto moved = hn::Mul(hn::Mul(h_, v), fraction_);
    const hn::VFromD<Fraction> delta{_mm256_cvtpd_epi64(moved.raw)};
    const auto before = hn::Load(u, &p.x);
    const auto after = hn::Add(before, delta);
    hn::Store(after, u, &p.x);
    // A face is crossed where the carry of the sum is not that of a negative number.
    const unsigned carries = _mm256_cmplt_epu64_mask(after.raw, before.raw);
    const unsigned negative = _mm256_movepi64_mask(delta.raw);
    if (HWY_UNLIKELY(carries != negative)) count_faces(in_.image + 3 * i, carries, negative);
    if (in_.short_position != nullptr) {
      const __m128i four = _mm256_cvtepi64_epi32(_mm256_srlv_epi64(after.raw, upper_.raw));
      _mm_store_si128(reinterpret_cast<__m128i*>(in_.short_position + i), four);
    }
  }

  static void count_faces(std::int32_t* image, unsigned carries, unsigned negative) {
    for (unsigned axis = 0; axis < 3; ++axis) {
      image[axis] += static_cast<std::int32_t>(carries >> axis & 1) -
                     static_cast<std::int32_t>(negative >> axis & 1);
    }
  }

  const MoveAtomsInput& in_;
  hn::VFromD<Number> h_, fraction_;
  hn::VFromD<Fraction> upper_;
};

inline constexpr MoveAtoms move_atoms_kernel = &MoveAtomsKernel::run;

#else

inline constexpr MoveAtoms move_atoms_kernel = nullptr;

#endif

}  // namespace alder::ALDER_SIMD_NAMESPACE
