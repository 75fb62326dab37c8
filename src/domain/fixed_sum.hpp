// SPDX-License-Identifier: BSD-3-Clause
// Sums over the atoms of all ranks that have the same bits whatever rank holds which atom.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>

#include "backend/reduce.hpp"
#include "base/platform.hpp"
#include "domain/communicator.hpp"

namespace alder {

/// N numbers, trivially copyable, for host and device.
template <int N, class T = double>
struct Numbers {
  T at[N]{};
};

/// The largest sizes of what `Body` gives; infinite where one is not a number.
template <class Body>
struct LargestBody {
  using Value = typename Body::Value;
  Body body;
  static ALDER_HD Value identity() { return {}; }
  static ALDER_HD Value combine(Value a, const Value& b) {
    for (int k = 0; k < Body::count; ++k) a.at[k] = a.at[k] > b.at[k] ? a.at[k] : b.at[k];
    return a;
  }
  ALDER_HD Value operator()(std::int64_t i) const {
    Value value = body(i);
    const double infinity = 1e308 * 10;
    for (int k = 0; k < Body::count; ++k) {
      const double size = value.at[k] < 0 ? -value.at[k] : value.at[k];
      value.at[k] = size < infinity ? size : infinity;
    }
    return value;
  }
};

/// What `Body` gives in whole multiples of the inverse of `inverse_grid`.
template <class Body>
struct FixedBody {
  using Value = Numbers<Body::count, std::int64_t>;
  Body body;
  typename Body::Value inverse_grid;
  static ALDER_HD Value identity() { return {}; }
  static ALDER_HD Value combine(Value a, const Value& b) {
    for (int k = 0; k < Body::count; ++k) a.at[k] += b.at[k];
    return a;
  }
  ALDER_HD Value operator()(std::int64_t i) const {
    const typename Body::Value value = body(i);
    Value fixed;
    for (int k = 0; k < Body::count; ++k) {
      fixed.at[k] = nearest_integer(value.at[k] * inverse_grid.at[k]);
    }
    return fixed;
  }
};

template <class Body>
inline constexpr bool runs_on_gpu<LargestBody<Body>> = runs_on_gpu<Body>;
template <class Body>
inline constexpr bool runs_on_gpu<FixedBody<Body>> = runs_on_gpu<Body>;

/// The grid of a sum of `n` numbers up to `largest` in 64-bit integers.
ALDER_API double fixed_sum_grid(double largest, std::int64_t n);

/// Sums of what `body` gives for every atom of every rank: Body::count numbers, each rounded once
/// to a grid that follows from the largest and from the number of atoms of all ranks, and added as
/// integers. NaN where a number is not finite. Collective. `Body` has `count` and
/// `Value = Numbers<count>`.
template <class Body>
typename Body::Value fixed_sum(const Device& device, Communicator& communicator, std::int64_t n,
                               std::int64_t n_global, const Body& body) {
  typename Body::Value largest = reduce(device, n, LargestBody<Body>{body});
  communicator.max(std::span(largest.at));
  typename Body::Value grid, inverse, result;
  for (int k = 0; k < Body::count; ++k) {
    grid.at[k] = fixed_sum_grid(largest.at[k], n_global);
    inverse.at[k] = 1 / grid.at[k];
  }
  auto sum = reduce(device, n, FixedBody<Body>{body, inverse});
  communicator.sum(std::span(sum.at));
  for (int k = 0; k < Body::count; ++k) {
    result.at[k] = std::isfinite(largest.at[k]) ? static_cast<double>(sum.at[k]) * grid.at[k]
                                                : std::numeric_limits<double>::quiet_NaN();
  }
  return result;
}

}  // namespace alder
