// SPDX-License-Identifier: BSD-3-Clause
#include "support/lj_sum.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace alder::test {
namespace {

using Real = long double;

struct Pair {
  Real epsilon, sigma, cutoff;

  [[nodiscard]] Real energy(Real r) const {
    return 4 * epsilon * (std::pow(sigma / r, Real{12}) - std::pow(sigma / r, Real{6}));
  }
  [[nodiscard]] Real force(Real r) const {  // -dU/dr
    return 24 * epsilon / r * (2 * std::pow(sigma / r, Real{12}) - std::pow(sigma / r, Real{6}));
  }
};

Real mean(Mixing rule, Real a, Real b) {
  switch (rule) {
    case Mixing::geometric: return std::sqrt(a * b);
    case Mixing::arithmetic: return (a + b) / 2;
    case Mixing::sixthpower: return std::pow((std::pow(a, 6) + std::pow(b, 6)) / 2, Real{1} / 6);
    case Mixing::none: break;
  }
  throw std::runtime_error("this sum mixes");
}

Pair mixed(const LjSettings& settings, std::int32_t type_a, std::int32_t type_b) {
  const LjSpecies& a = settings.species[static_cast<std::size_t>(type_a)];
  const LjSpecies& b = settings.species[static_cast<std::size_t>(type_b)];
  if (type_a == type_b) return {a.epsilon, a.sigma, a.cutoff};
  Real epsilon = std::sqrt(Real{a.epsilon} * b.epsilon);
  if (settings.mixing == Mixing::sixthpower) {
    const Real a3 = std::pow(Real{a.sigma}, 3);
    const Real b3 = std::pow(Real{b.sigma}, 3);
    epsilon *= 2 * a3 * b3 / (a3 * a3 + b3 * b3);
  }
  return {epsilon, mean(settings.mixing, a.sigma, b.sigma),
          mean(settings.mixing, a.cutoff, b.cutoff)};
}

// How many boxes away an image of an atom anywhere near the box can be and still be in reach.
int images_along(const Snapshot& s, double height, double cutoff) {
  double farthest = 0;
  for (const Vec3& r : s.position) {
    const Vec3 d = r - s.box.origin;
    farthest = std::max(farthest, std::sqrt(dot(d, d)));
  }
  return 1 + static_cast<int>((cutoff + 2 * farthest) / height);
}

void add_pair(LjSum& sum, std::size_t i, const Vec3& d, const Pair& pair, Shift shift) {
  const Real r = std::sqrt(Real{d.x} * d.x + Real{d.y} * d.y + Real{d.z} * d.z);
  if (r >= pair.cutoff) return;
  Real u = pair.energy(r);
  Real f = pair.force(r);
  if (shift != Shift::none) u -= pair.energy(pair.cutoff);
  if (shift == Shift::force) {
    u += (r - pair.cutoff) * pair.force(pair.cutoff);
    f -= pair.force(pair.cutoff);
  }
  const Vec3 force = static_cast<double>(f / r) * d;
  sum.force[i] += force;
  sum.energy += static_cast<double>(u / 2);  // every pair is met from both sides
  const std::array<double, 6> dyad{d.x * force.x, d.y * force.y, d.z * force.z,
                                   d.x * force.y, d.x * force.z, d.y * force.z};
  for (std::size_t k = 0; k < 6; ++k) sum.virial[k] += dyad[k] / 2;
}

}  // namespace

LjSum lj_sum(const Snapshot& s, const LjSettings& settings) {
  double cutoff = 0;
  for (const LjSpecies& k : settings.species) cutoff = std::max(cutoff, k.cutoff);
  const Vec3 height = s.box.heights();
  const int nx = images_along(s, height.x, cutoff);
  const int ny = images_along(s, height.y, cutoff);
  const int nz = images_along(s, height.z, cutoff);
  LjSum sum;
  sum.force.resize(s.position.size());
  for (int z = -nz; z <= nz; ++z) {
    for (int y = -ny; y <= ny; ++y) {
      for (int x = -nx; x <= nx; ++x) {
        const Vec3 shift = static_cast<double>(x) * s.box.a() + static_cast<double>(y) * s.box.b() +
                           static_cast<double>(z) * s.box.c();
        for (std::size_t i = 0; i < s.position.size(); ++i) {
          for (std::size_t j = 0; j < s.position.size(); ++j) {
            if (i == j && x == 0 && y == 0 && z == 0) continue;
            add_pair(sum, i, s.position[i] - s.position[j] - shift,
                     mixed(settings, s.type[i], s.type[j]), settings.shift);
          }
        }
      }
    }
  }
  return sum;
}

}  // namespace alder::test
