// SPDX-License-Identifier: BSD-3-Clause
// The 16-byte copy of a position that mixed-precision loops read.
#pragma once

#include <cstdint>

#include "atoms/position.hpp"
#include "base/platform.hpp"

namespace alder {

/// The upper 32 bits of a Position's fractions, as two's complement so that a difference wraps:
/// resolution 2^-32 of the frame. Derived from Position, never stored or moved by itself.
struct alignas(16) ShortPosition {
  std::int32_t x = 0, y = 0, z = 0;
  std::int32_t type = 0;
};

ALDER_HD inline ShortPosition shortened(const Position& p) {
  return {static_cast<std::int32_t>(p.x >> 32), static_cast<std::int32_t>(p.y >> 32),
          static_cast<std::int32_t>(p.z >> 32), static_cast<std::int32_t>(p.type)};
}

}  // namespace alder
