// SPDX-License-Identifier: BSD-3-Clause
// The only compiler-dependent definitions of the tree: marking functions for host and device, and
// what processors do that the language has no word for.
#pragma once

#include <cmath>
#include <cstdint>

#if defined(__CUDACC__)
#define ALDER_HD __host__ __device__
#else
#define ALDER_HD
#endif

#if defined(__GNUC__) || defined(__clang__)
#define ALDER_INLINE inline __attribute__((always_inline))
#else
#define ALDER_INLINE inline
#endif

#if defined(__GNUC__) || defined(__clang__)
#define ALDER_API __attribute__((visibility("default")))  // seen by programs that link libalder
#else
#define ALDER_API
#endif

namespace alder {

/// The nearest whole number, ties to even, of an |x| < 2^63. Anything else, NaN included, becomes
/// one of the two ends of the range: never undefined, which the plain conversion is.
ALDER_HD inline std::int64_t nearest_integer(double x) {
#if defined(__CUDA_ARCH__)
  return __double2ll_rn(x);
#elif defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
  typedef double Pair __attribute__((vector_size(16)));
  return __builtin_ia32_cvtsd2si64(Pair{x, 0});  // one instruction where rint and cast are two
#else
  return static_cast<std::int64_t>(std::fabs(x) < 0x1p63 ? std::rint(x) : -0x1p63);
#endif
}

}  // namespace alder

namespace alder {

/// Asks for memory that will be needed soon; the address need not be valid. Nothing on a GPU.
ALDER_HD ALDER_INLINE void prefetch([[maybe_unused]] const void* address) {
#if (defined(__GNUC__) || defined(__clang__)) && !defined(__CUDA_ARCH__)
  __builtin_prefetch(address);
#endif
}

}  // namespace alder
