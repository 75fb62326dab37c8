// SPDX-License-Identifier: BSD-3-Clause
// Elementary functions of lanes: Highway's, and erfc. Found by argument, as std:: ones are for
// scalars.
#pragma once

#include <hwy/contrib/math/math-inl.h>

#include "pair/functions.hpp"
#include "pair/simd/lanes.hpp"

namespace alder::ALDER_SIMD_NAMESPACE {

template <class T>
ALDER_INLINE Lanes<T> exp(Lanes<T> x) {
  return hn::Exp(typename Lanes<T>::Tag(), x.v);
}
template <class T>
ALDER_INLINE Lanes<T> log(Lanes<T> x) {
  return hn::Log(typename Lanes<T>::Tag(), x.v);
}
template <class T>
ALDER_INLINE Lanes<T> sin(Lanes<T> x) {
  return hn::Sin(typename Lanes<T>::Tag(), x.v);
}
template <class T>
ALDER_INLINE Lanes<T> cos(Lanes<T> x) {
  return hn::Cos(typename Lanes<T>::Tag(), x.v);
}
template <class T>
ALDER_INLINE Lanes<T> positive_part(Lanes<T> x) {
  return hn::ZeroIfNegative(x.v);
}
template <class T>
ALDER_INLINE Lanes<T> select_below(Lanes<T> x, Lanes<T> limit, Lanes<T> yes, Lanes<T> no) {
  return hn::IfThenElse(hn::Lt(x.v, limit.v), yes.v, no.v);
}
template <class T>
ALDER_INLINE Lanes<T> floor_of(Lanes<T> x) {
  return hn::Floor(x.v);
}
template <class T>
ALDER_INLINE Lanes<T> table_node(const T* nodes, Lanes<T> interval, int k) {
  using Tag = typename Lanes<T>::Tag;
  const auto row = hn::ConvertTo(hn::RebindToSigned<Tag>(), interval.v);
  return hn::GatherIndex(Tag(), nodes + k, hn::ShiftLeft<3>(row));
}

/// Chebyshev interpolation of (1 + 2x) exp(x^2) erfc(x) in y = (x - 3) / (x + 3), the form of
/// M. M. Shepherd and J. G. Laframboise, Math. Comp. 36, 249 (1981), as powers of y. For 0 <= x <=
/// 8 the relative error of erfc is below 3e-14 + that of exp(-x^2) in double, 4e-7 in float.
template <class T>
ALDER_INLINE Gaussian<Lanes<T>> gaussian(Lanes<T> x) {
  constexpr double terms_double[] = {
      1.2530080582697082958,      -0.13562110612442270345,     -0.047562294349106416861,
      0.12964515869106003337,     -0.11927366356169055386,     0.068308027598810129882,
      -0.023770512995302842468,   0.0025293892660317809203,    0.001888677428651182687,
      -0.00077981820667388115248, -0.00010510930458719381488,  0.00012505252621845335303,
      4.8272993141640061642e-6,   -0.000020002234665880842039, -5.4298036917094311971e-7,
      3.340620572445976736e-6,    1.7099393747658635955e-7,    -5.0612767599230725217e-7,
      -2.7252816966110568713e-8,  4.7538508956550713619e-8};
  constexpr double terms_float[] = {
      1.2530078756,   -0.13562023892,  -0.047553119314, 0.12962750472,   -0.11934757619,
      0.068409581656, -0.023561133887, 0.0022865137034, 0.0016437162066, -0.00051385051287};
  const Lanes<T> y = (x - Lanes<T>(3)) / (x + Lanes<T>(3));
  Lanes<T> sum(0);
  const auto add_terms = [&](const auto& terms) {
    for (int k = static_cast<int>(std::size(terms)) - 1; k >= 0; --k) {
      sum = multiply_add(sum, y, Lanes<T>(terms[k]));
    }
  };
  if constexpr (sizeof(T) == 8) {
    add_terms(terms_double);
  } else {
    add_terms(terms_float);
  }
  const Lanes<T> value = exp(-(x * x));
  return {value, value * sum / (Lanes<T>(1) + x + x)};
}

}  // namespace alder::ALDER_SIMD_NAMESPACE
