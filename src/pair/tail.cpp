// SPDX-License-Identifier: BSD-3-Clause
#include "pair/tail.hpp"

#include <array>
#include <cmath>
#include <numbers>

namespace alder {
namespace {

constexpr int quadrature_points = 64;

struct Quadrature {
  std::array<double, quadrature_points> node, weight;  // on [0, 1]
};

// Nodes are the roots of the Legendre polynomial, by Newton's method.
Quadrature gauss_legendre() {
  Quadrature q{};
  constexpr int n = quadrature_points;
  for (int i = 0; i < n; ++i) {
    double x = std::cos(std::numbers::pi * (i + 0.75) / (n + 0.5));
    double slope = 1;
    for (int iteration = 0; iteration < 100; ++iteration) {
      double p0 = 1, p1 = x;
      for (int k = 2; k <= n; ++k) {
        const double p2 = ((2 * k - 1) * x * p1 - (k - 1) * p0) / k;
        p0 = p1;
        p1 = p2;
      }
      slope = n * (x * p1 - p0) / (x * x - 1);
      const double step = p1 / slope;
      x -= step;
      if (std::abs(step) < 1e-16) break;
    }
    const auto k = static_cast<std::size_t>(i);
    q.node[k] = 0.5 * (1 + x);
    q.weight[k] = 1 / ((1 - x * x) * slope * slope);
  }
  return q;
}

}  // namespace

double tail_integral(const std::function<double(double r)>& energy, double cutoff) {
  static const Quadrature q = gauss_legendre();
  double sum = 0;
  for (std::size_t k = 0; k < quadrature_points; ++k) {
    const double t = q.node[k];
    const double t4 = t * t * t * t;
    sum += q.weight[k] * energy(cutoff / t) / t4;
  }
  return sum * cutoff * cutoff * cutoff;
}

TailFactors tail_factors(const PairSpec& spec, const std::vector<double>& count,
                         const std::function<double(std::size_t, std::size_t, double)>& energy) {
  TailFactors total;
  for (std::size_t a = 0; a < spec.n_types; ++a) {
    for (std::size_t b = 0; b < spec.n_types; ++b) {
      const double rc = spec.pairs[a * spec.n_types + b].cutoff;
      if (rc <= 0) continue;
      const auto u = [&](double r) { return energy(a, b, r); };
      const double integral = tail_integral(u, rc);
      const double pairs = 2 * std::numbers::pi * count[a] * count[b];
      total.energy += pairs * integral;
      // -1/3 of the integral of U'(r) r^3, by parts.
      total.virial += pairs * (u(rc) * rc * rc * rc + 3 * integral) / 3;
    }
  }
  return total;
}

void add_tail(const TailFactors& tail, double volume, Energies& energies) {
  const double diagonal = tail.virial / volume;
  energies.vdw += tail.energy / volume;
  energies.tail += tail.energy / volume;
  energies.virial += Tensor6{diagonal, diagonal, diagonal, 0, 0, 0};
}

}  // namespace alder
