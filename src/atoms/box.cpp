// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/box.hpp"

#include <cmath>

namespace alder {

Vec3 Box::heights() const {
  const auto norm = [](const Vec3& v) { return std::sqrt(dot(v, v)); };
  const double v = volume();
  return {v / norm(cross(b(), c())), v / norm(cross(c(), a())), v / norm(cross(a(), b()))};
}

}  // namespace alder
