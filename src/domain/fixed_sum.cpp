// SPDX-License-Identifier: BSD-3-Clause
#include "domain/fixed_sum.hpp"

#include <algorithm>

namespace alder {

double fixed_sum_grid(double largest, std::int64_t n) {
  if (!std::isfinite(largest) || !(largest > 0)) return 1;
  // n numbers below 2^e, each at most 2^bits multiples of the grid, stay below 2^62; and a double
  // holds each of them.
  const int bits = 62 - (n > 1 ? std::ilogb(static_cast<double>(n)) + 1 : 0);
  const int exponent = std::ilogb(largest) + 1 - std::min(bits, 53);
  return std::ldexp(1.0, std::clamp(exponent, -1000, 1000));
}

}  // namespace alder
