// SPDX-License-Identifier: BSD-3-Clause
// Counter-based random numbers: a pure function of what they are for.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>

#include "base/platform.hpp"
#include "base/vec3.hpp"

namespace alder {

/// Keeps the uses of one seed apart.
enum class RandomStream : std::uint32_t { velocities = 1, langevin = 2, places = 3 };

struct Philox4x32 {
  std::uint32_t word[4];
};

/// Philox 4x32-10: J. K. Salmon et al., Parallel random numbers: as easy as 1, 2, 3, SC 2011.
ALDER_HD inline Philox4x32 philox(Philox4x32 counter, std::uint32_t key0, std::uint32_t key1) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product0 = std::uint64_t{0xD2511F53} * counter.word[0];
    const std::uint64_t product1 = std::uint64_t{0xCD9E8D57} * counter.word[2];
    counter = {{static_cast<std::uint32_t>(product1 >> 32) ^ counter.word[1] ^ key0,
                static_cast<std::uint32_t>(product1),
                static_cast<std::uint32_t>(product0 >> 32) ^ counter.word[3] ^ key1,
                static_cast<std::uint32_t>(product0)}};
    key0 += 0x9E3779B9;
    key1 += 0xBB67AE85;
  }
  return counter;
}

/// A double in (0, 1) from 64 random bits.
ALDER_HD inline double uniform_open(std::uint32_t high, std::uint32_t low) {
  const std::uint64_t bits = (static_cast<std::uint64_t>(high) << 32 | low) >> 12;
  return (static_cast<double>(bits) + 0.5) * 0x1p-52;
}

/// A point of the open unit cube, keyed by (seed, stream, block, index).
inline Vec3 uniform_vector(std::uint64_t seed, RandomStream stream, std::uint32_t block,
                           std::uint64_t index) {
  const auto low = static_cast<std::uint32_t>(seed);
  const std::uint32_t high =
      static_cast<std::uint32_t>(seed >> 32) ^ (static_cast<std::uint32_t>(stream) << 24);
  const auto i0 = static_cast<std::uint32_t>(index);
  const auto i1 = static_cast<std::uint32_t>(index >> 32);
  const Philox4x32 a = philox({{i0, i1, block, 0}}, low, high);
  const Philox4x32 b = philox({{i0, i1, block, 1}}, low, high);
  return {uniform_open(a.word[0], a.word[1]), uniform_open(a.word[2], a.word[3]),
          uniform_open(b.word[0], b.word[1])};
}

/// Three independent standard normal deviates (Box and Muller, Ann. Math. Stat. 29, 610 (1958)),
/// keyed by (seed, stream, step, tag).
ALDER_HD inline Vec3 normal_vector(std::uint64_t seed, RandomStream stream, std::int64_t step,
                                   std::int64_t tag) {
  const auto low = [](std::uint64_t v) { return static_cast<std::uint32_t>(v); };
  const auto high = [](std::uint64_t v) { return static_cast<std::uint32_t>(v >> 32); };
  const auto t = static_cast<std::uint64_t>(tag);
  const auto s = static_cast<std::uint64_t>(step);
  const std::uint32_t key1 = high(seed) ^ (static_cast<std::uint32_t>(stream) << 24);
  // The tag's and the step's upper words share a counter word with the index of the draw.
  const std::uint32_t upper = (high(t) << 16) ^ (high(s) << 2);
  const Philox4x32 a = philox({{low(t), low(s), upper, 0}}, low(seed), key1);
  const Philox4x32 b = philox({{low(t), low(s), upper, 1}}, low(seed), key1);
  constexpr double two_pi = 6.283185307179586476925286766559;
  const double radius0 = std::sqrt(-2 * std::log(uniform_open(a.word[0], a.word[1])));
  const double angle0 = two_pi * uniform_open(a.word[2], a.word[3]);
  const double radius1 = std::sqrt(-2 * std::log(uniform_open(b.word[0], b.word[1])));
  const double angle1 = two_pi * uniform_open(b.word[2], b.word[3]);
  return {radius0 * std::cos(angle0), radius0 * std::sin(angle0), radius1 * std::cos(angle1)};
}

}  // namespace alder
