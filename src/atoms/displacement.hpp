// SPDX-License-Identifier: BSD-3-Clause
// Displacements between stored positions in the arithmetic of a pair loop.
#pragma once

#include <cstdint>

#include "atoms/frame.hpp"
#include "atoms/short_position.hpp"

namespace alder {

/// What a loop in Real arithmetic needs of the frame: lengths per unit of the stored fractions.
template <class Real>
struct DisplacementScale;

template <>
struct DisplacementScale<double> {
  using Stored = Position;
  Frame frame;
  explicit DisplacementScale(const Frame& f) : frame(f) {}
  [[nodiscard]] ALDER_HD Vec3 operator()(const Position& a, const Position& b) const {
    return frame.displacement(a, b);
  }
};

template <>
struct DisplacementScale<float> {
  using Stored = ShortPosition;
  float xx, yy, zz, xy, xz, yz;
  explicit DisplacementScale(const Frame& f) {
    const Tensor6 s = f.scale() * 0x1p32;
    xx = static_cast<float>(s.xx);
    yy = static_cast<float>(s.yy);
    zz = static_cast<float>(s.zz);
    xy = static_cast<float>(s.xy);
    xz = static_cast<float>(s.xz);
    yz = static_cast<float>(s.yz);
  }
  /// Minimum-image vector a - b; the tilt terms of an orthogonal frame are zero and cost 3 fma.
  [[nodiscard]] ALDER_HD Vec3Of<float> operator()(const ShortPosition& a,
                                                  const ShortPosition& b) const {
    const float dx = difference(a.x, b.x), dy = difference(a.y, b.y), dz = difference(a.z, b.z);
    return {xx * dx + xy * dy + xz * dz, yy * dy + yz * dz, zz * dz};
  }

 private:
  ALDER_HD static float difference(std::int32_t a, std::int32_t b) {
    return static_cast<float>(
        static_cast<std::int32_t>(static_cast<std::uint32_t>(a) - static_cast<std::uint32_t>(b)));
  }
};

}  // namespace alder
