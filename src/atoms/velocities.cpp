// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/velocities.hpp"

#include <algorithm>
#include <cmath>

#include "base/random.hpp"

namespace alder {
namespace {

double mass_of(const Snapshot& s, std::size_t i) {
  return s.species[static_cast<std::size_t>(s.type[i])].mass;
}

}  // namespace

double degrees_of_freedom(std::int64_t n_atoms, int dimensions) {
  return std::max(1.0, dimensions * (static_cast<double>(n_atoms) - 1));
}

double kinetic_energy(const Snapshot& s) {
  double twice = 0;
  for (std::size_t i = 0; i < s.velocity.size(); ++i) {
    twice += mass_of(s, i) * dot(s.velocity[i], s.velocity[i]);
  }
  return 0.5 * twice;
}

void set_velocities(Snapshot& s, double thermal_energy, std::uint64_t seed, bool zero_momentum) {
  const std::size_t n = s.id.size();
  s.velocity.resize(n);
  Vec3 momentum{};
  double total_mass = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double m = mass_of(s, i);
    s.velocity[i] =
        std::sqrt(thermal_energy / m) * normal_vector(seed, RandomStream::velocities, 0, s.id[i]);
    if (s.box.flat()) s.velocity[i].z = 0;
    momentum += m * s.velocity[i];
    total_mass += m;
  }
  if (zero_momentum && n > 1) {
    for (Vec3& v : s.velocity) v -= (1 / total_mass) * momentum;
  }
  const double kinetic = kinetic_energy(s);
  if (!(kinetic > 0)) return;
  const double freedom = degrees_of_freedom(s.n_atoms(), s.box.dimensions);
  const double scale = std::sqrt(0.5 * freedom * thermal_energy / kinetic);
  for (Vec3& v : s.velocity) v *= scale;
}

}  // namespace alder
