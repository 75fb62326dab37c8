// SPDX-License-Identifier: BSD-3-Clause
// Functions that potentials use beside arithmetic and sqrt, for scalars; simd/functions.hpp has
// them for vectors of lanes. Call them unqualified.
#pragma once

#include <cmath>
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

/// x^power for x > 0.
template <class V>
ALDER_HD ALDER_INLINE V power_of(const V& x, const V& power) {
  using std::exp;
  using std::log;
  return exp(power * log(x));
}

}  // namespace alder
