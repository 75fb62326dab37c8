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

// The images of an atom that can lie within `cutoff` of another, along one edge: the vector between
// them has the component (f - n) h along the face normal, so |f - n| <= cutoff / h.
struct Images {
  int first, last;
  Images(double f, double cutoff, double h)
      : first(static_cast<int>(std::ceil(f - cutoff / h))),
        last(static_cast<int>(std::floor(f + cutoff / h))) {}
  static Images only_itself() { return Images(0, 0, 1); }
};

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
  sum.atom_energy[i] += static_cast<double>(u / 2);
  const std::array<double, 6> dyad{d.x * force.x, d.y * force.y, d.z * force.z,
                                   d.x * force.y, d.x * force.z, d.y * force.z};
  for (std::size_t k = 0; k < 6; ++k) sum.virial[k] += dyad[k] / 2;
}

void add_images(LjSum& sum, const Snapshot& s, std::size_t i, std::size_t j, const Pair& pair,
                Shift shift) {
  const Box& box = s.box;
  const Vec3 d = s.position[i] - s.position[j];
  const auto images = [&](bool periodic, const Vec3& edge, const Vec3& normal) {
    if (!periodic) return Images::only_itself();
    const double volume = dot(normal, edge);
    return Images(dot(d, normal) / volume, static_cast<double>(pair.cutoff),
                  volume / std::sqrt(dot(normal, normal)));
  };
  const Images x = images(box.periodic[0], box.a(), cross(box.b(), box.c()));
  const Images y = images(box.periodic[1], box.b(), cross(box.c(), box.a()));
  const Images z = images(box.periodic[2], box.c(), cross(box.a(), box.b()));
  for (int nz = z.first; nz <= z.last; ++nz) {
    for (int ny = y.first; ny <= y.last; ++ny) {
      for (int nx = x.first; nx <= x.last; ++nx) {
        if (i == j && nx == 0 && ny == 0 && nz == 0) continue;
        const Vec3 image = static_cast<double>(nx) * box.a() + static_cast<double>(ny) * box.b() +
                           static_cast<double>(nz) * box.c();
        add_pair(sum, i, d - image, pair, shift);
      }
    }
  }
}

}  // namespace

LjSum lj_sum(const Snapshot& s, const LjSettings& settings) {
  LjSum sum;
  sum.force.resize(s.position.size());
  sum.atom_energy.resize(s.position.size());
  for (std::size_t i = 0; i < s.position.size(); ++i) {
    for (std::size_t j = 0; j < s.position.size(); ++j) {
      add_images(sum, s, i, j, mixed(settings, s.type[i], s.type[j]), settings.shift);
    }
  }
  return sum;
}

}  // namespace alder::test
