// SPDX-License-Identifier: BSD-3-Clause
// A stored position.
#pragma once

#include <cstdint>

namespace alder {

/// Per axis, the fraction of the frame times 2^64, and the atom's type. Only Frame and the pair
/// loops interpret the fractions. 32 bytes, one aligned load.
struct alignas(32) Position {
  std::uint64_t x = 0, y = 0, z = 0;
  std::uint32_t type = 0;
  std::uint32_t unused = 0;
};

}  // namespace alder
