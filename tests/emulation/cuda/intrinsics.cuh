// SPDX-License-Identifier: BSD-3-Clause
// The emulated twin of cuda/intrinsics.cuh: CUDA's device functions for a plain host compiler.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include "emulation/device.hpp"
#include "emulation/vector_types.hpp"

// __noinline__ is left out: the standard library spells its own attributes that way.
#define __host__
#define __device__
#define __global__
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(...)
#define __restrict__ __restrict

#define ALDER_SHARED_ARRAY(T, name, count) \
  static const char name##_key = 0;        \
  T* const name = static_cast<T*>(         \
      ::alder::emulation::shared_variable(&name##_key, sizeof(T) * (count), alignof(T)))
#define ALDER_SHARED(T, name)       \
  static const char name##_key = 0; \
  T& name =                         \
      *static_cast<T*>(::alder::emulation::shared_variable(&name##_key, sizeof(T), alignof(T)))
#define ALDER_DYNAMIC_SHARED(T, name) \
  T* const name = static_cast<T*>(::alder::emulation::dynamic_shared())

extern uint3 threadIdx, blockIdx;
extern dim3 blockDim, gridDim;
inline constexpr int warpSize = 32;

// Barriers and fences.
inline void __syncthreads() {
  alder::emulation::sync_block(alder::emulation::BlockOperation::none, 0);
}
inline int __syncthreads_count(int predicate) {
  return alder::emulation::sync_block(alder::emulation::BlockOperation::count, predicate);
}
inline int __syncthreads_and(int predicate) {
  return alder::emulation::sync_block(alder::emulation::BlockOperation::all, predicate);
}
inline int __syncthreads_or(int predicate) {
  return alder::emulation::sync_block(alder::emulation::BlockOperation::any, predicate);
}
inline void __syncwarp(unsigned mask = 0xffffffffU) {
  alder::emulation::sync_warp(mask);
}
inline void __threadfence() {
  alder::emulation::fence();
}
inline void __threadfence_block() {
  alder::emulation::fence();
}
namespace alder::cuda {
inline void sync_grid() {
  emulation::sync_grid();
}
}  // namespace alder::cuda

// Warp collectives. __activemask is left out on purpose: it depends on how hardware converges.
template <class T>
T __shfl_sync(unsigned mask, T value, int source, int width = 32) {
  const auto l = static_cast<int>(alder::emulation::lane);
  return alder::emulation::shuffle(mask, value, (l & ~(width - 1)) | (source & (width - 1)), false);
}
template <class T>
T __shfl_up_sync(unsigned mask, T value, unsigned delta, int width = 32) {
  const auto l = static_cast<int>(alder::emulation::lane), d = static_cast<int>(delta);
  return alder::emulation::shuffle(mask, value, l - d, (l & (width - 1)) < d);
}
template <class T>
T __shfl_down_sync(unsigned mask, T value, unsigned delta, int width = 32) {
  const auto l = static_cast<int>(alder::emulation::lane), d = static_cast<int>(delta);
  return alder::emulation::shuffle(mask, value, l + d, (l & (width - 1)) + d >= width);
}
template <class T>
T __shfl_xor_sync(unsigned mask, T value, int lane_mask, int width = 32) {
  const auto l = static_cast<int>(alder::emulation::lane);
  const int source = l ^ lane_mask;
  return alder::emulation::shuffle(mask, value, source, source / width > l / width);
}
inline unsigned __ballot_sync(unsigned mask, int predicate) {
  return static_cast<unsigned>(
      alder::emulation::exchange(mask, &alder::emulation::ballot_lanes, predicate != 0 ? 1 : 0, 0));
}
inline int __any_sync(unsigned mask, int predicate) {
  return __ballot_sync(mask, predicate) != 0 ? 1 : 0;
}
inline int __all_sync(unsigned mask, int predicate) {
  return __ballot_sync(mask, predicate == 0 ? 1 : 0) == 0 ? 1 : 0;
}
template <class T>
unsigned __match_any_sync(unsigned mask, T value) {
  return static_cast<unsigned>(alder::emulation::exchange(mask, &alder::emulation::match_lanes,
                                                          alder::emulation::pack(value), 0));
}

// Atomics: relaxed, as on the device.
namespace alder::emulation {
template <class T>
T load_relaxed(const T* p) {
  T value;
  __atomic_load(p, &value, __ATOMIC_RELAXED);
  return value;
}
template <class T, class F>
T read_modify_write(T* p, F f) {
  T old = load_relaxed(p);
  T next = f(old);
  while (!__atomic_compare_exchange(p, &old, &next, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    next = f(old);
  }
  return old;
}
template <class T>
T plus(T a, T b) {
  return static_cast<T>(a + b);
}
}  // namespace alder::emulation
template <class T>
T atomicAdd(T* p, std::type_identity_t<T> v) {
  return alder::emulation::read_modify_write(p, [v](T o) { return alder::emulation::plus(o, v); });
}
template <class T>
T atomicMin(T* p, std::type_identity_t<T> v) {
  return alder::emulation::read_modify_write(p, [v](T o) { return v < o ? v : o; });
}
template <class T>
T atomicMax(T* p, std::type_identity_t<T> v) {
  return alder::emulation::read_modify_write(p, [v](T o) { return o < v ? v : o; });
}
template <class T>
T atomicOr(T* p, std::type_identity_t<T> v) {
  return __atomic_fetch_or(p, v, __ATOMIC_RELAXED);
}
template <class T>
T atomicExch(T* p, std::type_identity_t<T> v) {
  T old;
  __atomic_exchange(p, &v, &old, __ATOMIC_RELAXED);
  return old;
}
template <class T>
T atomicCAS(T* p, std::type_identity_t<T> expected, std::type_identity_t<T> v) {
  T old = expected;
  if (!__atomic_compare_exchange(p, &old, &v, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    alder::emulation::yield();  // a lock's owner has to get on
  }
  return old;
}

// Device functions.
template <class T>
T __ldg(const T* p) {
  return *p;
}
inline int __popc(unsigned v) {
  return std::popcount(v);
}
inline int __ffs(int v) {
  return v == 0 ? 0 : std::countr_zero(static_cast<unsigned>(v)) + 1;
}
inline int __clz(int v) {
  return std::countl_zero(static_cast<unsigned>(v));
}
inline long long __double_as_longlong(double v) {
  return std::bit_cast<long long>(v);
}
inline double __longlong_as_double(long long v) {
  return std::bit_cast<double>(v);
}
/// Rounded to nearest, ties to even; beyond the range its ends, and 0 for NaN.
inline int __float2int_rn(float v) {
  if (!(std::fabs(v) < 0x1p31F)) return v != v ? 0 : v < 0 ? INT32_MIN : INT32_MAX;
  return static_cast<int>(std::nearbyintf(v));
}
inline unsigned __float_as_uint(float v) {
  return std::bit_cast<unsigned>(v);
}
inline float __uint_as_float(unsigned v) {
  return std::bit_cast<float>(v);
}
