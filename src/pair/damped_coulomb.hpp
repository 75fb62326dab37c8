// SPDX-License-Identifier: BSD-3-Clause
// What the damped Coulomb potentials erfc(alpha r) / r share.
#pragma once

#include <cmath>
#include <numbers>

namespace alder {

/// -d/dr erfc(alpha r) / r.
inline double damped_coulomb_force(double alpha, double r) {
  const double x = alpha * r;
  return (std::erfc(x) / r + 2 * alpha * std::numbers::inv_sqrtpi * std::exp(-x * x)) / r;
}

}  // namespace alder
