// SPDX-License-Identifier: BSD-3-Clause
// Bisection of a range of numbers, on host and device.
#pragma once

#include "base/platform.hpp"

namespace alder {

/// The first k of [low, high) for which holds(k), which then must hold for all that follow; `high`
/// where there is none.
template <class Integer, class Holds>
[[nodiscard]] ALDER_HD Integer first_where(Integer low, Integer high, const Holds& holds) {
  while (low < high) {
    const Integer middle = low + (high - low) / 2;
    if (holds(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

}  // namespace alder
