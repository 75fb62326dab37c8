// SPDX-License-Identifier: BSD-3-Clause
// Random configurations, the same on every machine.
#pragma once

#include <cstdint>
#include <random>

#include "atoms/snapshot.hpp"

namespace alder::test {

/// Uniform numbers with the same values under every standard library.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  /// In [low, high).
  double uniform(double low = 0, double high = 1) {
    return low + (high - low) * (static_cast<double>(engine_() >> 11) * 0x1p-53);
  }
  std::uint64_t bits() { return engine_(); }
  /// In [0, n).
  std::int64_t below(std::int64_t n) {
    return static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(n));
  }
  Vec3 vector(double low, double high) {
    const double x = uniform(low, high);
    const double y = uniform(low, high);
    return {x, y, uniform(low, high)};
  }

 private:
  std::mt19937_64 engine_;
};

struct RandomSystem {
  Box box;
  std::int64_t atoms = 100;
  int species = 1;            ///< called A, B, ..., mass 1
  double min_distance = 0.8;  ///< to every periodic image of every other atom
  std::uint64_t seed = 1;
};

/// Atoms at random places no closer than asked, also outside periodic boxes (the engine wraps
/// them), with random types and ids that leave gaps. Velocities are zero.
Snapshot random_system(const RandomSystem& wanted);

/// The box (lx, ly, lz) with tilts, placed off the origin.
Box box_of(const Vec3& lengths, const Vec3& tilts = {});

}  // namespace alder::test
