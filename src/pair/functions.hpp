// SPDX-License-Identifier: BSD-3-Clause
// Functions that potentials use beside arithmetic and sqrt, for scalars; simd/functions.hpp has
// them for vectors of lanes. Call them unqualified.
#pragma once

#include <cmath>
#include <cstdint>
#include <type_traits>

#include "base/platform.hpp"

namespace alder {

/// exp(-x^2) and erfc(x), which belong together in every damped Coulomb potential.
template <class V>
struct Gaussian {
  V value;  ///< exp(-x^2)
  V tail;   ///< erfc(x)
};

template <class T>
concept Scalar = std::is_floating_point_v<T>;

/// `x` >= 0.
template <Scalar T>
ALDER_HD ALDER_INLINE Gaussian<T> gaussian(T x) {
  return {std::exp(-x * x), std::erfc(x)};
}

/// max(x, 0).
template <Scalar T>
ALDER_HD ALDER_INLINE T positive_part(T x) {
  return x > T(0) ? x : T(0);
}
/// `yes` where x < limit, else `no`.
template <Scalar T>
ALDER_HD ALDER_INLINE T select_below(T x, T limit, T yes, T no) {
  return x < limit ? yes : no;
}

template <Scalar T>
ALDER_HD ALDER_INLINE T floor_of(T x) {
  return std::floor(x);
}
/// Number k of an interval of a table: see TableNodes.
template <Scalar T>
ALDER_HD ALDER_INLINE T table_node(const T* nodes, T interval, int k) {
  return nodes[8 * static_cast<std::int64_t>(interval) + k];
}

/// The numbers a value type is made of: float or double.
template <class V>
struct Elements {
  using Type = typename V::Element;
};
template <Scalar T>
struct Elements<T> {
  using Type = T;
};
template <class V>
using ElementOf = typename Elements<V>::Type;

/// x^power for x > 0.
template <class V>
ALDER_HD ALDER_INLINE V power_of(const V& x, const V& power) {
  using std::exp;
  using std::log;
  return exp(power * log(x));
}

}  // namespace alder
