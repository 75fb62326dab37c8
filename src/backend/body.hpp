// SPDX-License-Identifier: BSD-3-Clause
// What bodies of for_each and reduce can declare beside their operator.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/platform.hpp"

namespace alder {

/// False for a body that declares `using HostOnly = void`: it has no line in cuda/bodies.cu and is
/// never run with a cuda Device.
template <class Body>
inline constexpr bool runs_on_gpu = !requires {
  typename Body::HostOnly;
};

/// A body with `void prefetch(i) const`, which asks for the memory that item i will need. On a host
/// that is called some items ahead: the processor's own guesses end at each page, and follow few
/// streams. (GCC drops calls of functions that do nothing but that, unless they are always inline.)
template <class Body>
concept AsksForMemory = requires(const Body& body, std::int64_t i) {
  body.prefetch(i);
};

/// Asks for what `body` needs some items behind i; n: the end of the loop.
template <class Body>
ALDER_INLINE void ask_for_memory(const Body& body, std::int64_t i, std::int64_t n) {
  constexpr std::int64_t ahead = 64;
  if constexpr (AsksForMemory<Body>) body.prefetch(std::min(i + ahead, n - 1));
}

}  // namespace alder
