// SPDX-License-Identifier: BSD-3-Clause
// The only compiler-dependent definitions of the tree: marking functions for host and device.
#pragma once

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
