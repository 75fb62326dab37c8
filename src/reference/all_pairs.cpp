// SPDX-License-Identifier: BSD-3-Clause
#include "reference/all_pairs.hpp"

#include <algorithm>
#include <cmath>

namespace alder::reference {
namespace {

// Translation vectors of the images that can hold an atom within `cutoff` of an atom of the box.
std::vector<Vec3> image_shifts(const Box& box, double cutoff) {
  const Vec3 height = box.heights();
  // An image k boxes away is at least (|k| - 1) heights away.
  const auto reach = [cutoff](double h) { return static_cast<int>(std::floor(cutoff / h)) + 1; };
  const int nx = box.periodic[0] ? reach(height.x) : 0;
  const int ny = box.periodic[1] ? reach(height.y) : 0;
  const int nz = box.periodic[2] ? reach(height.z) : 0;
  std::vector<Vec3> shifts;
  for (int kz = -nz; kz <= nz; ++kz) {
    for (int ky = -ny; ky <= ny; ++ky) {
      for (int kx = -nx; kx <= nx; ++kx) {
        shifts.push_back(static_cast<double>(kx) * box.a() + static_cast<double>(ky) * box.b() +
                         static_cast<double>(kz) * box.c());
      }
    }
  }
  return shifts;
}

// Positions moved by whole boxes into the box.
std::vector<Vec3> wrapped(const Snapshot& s) {
  std::vector<Vec3> result;
  for (const Vec3& r : s.position) {
    Vec3 f = s.box.to_fraction(r);
    if (s.box.periodic[0]) f.x -= std::floor(f.x);
    if (s.box.periodic[1]) f.y -= std::floor(f.y);
    if (s.box.periodic[2]) f.z -= std::floor(f.z);
    result.push_back(s.box.to_cartesian(f));
  }
  return result;
}

double largest_cutoff(const Snapshot& s, const PairInteraction& interaction) {
  double cutoff = 0;
  const int types = static_cast<int>(s.species.size());
  for (int a = 0; a < types; ++a) {
    for (int b = 0; b < types; ++b) cutoff = std::max(cutoff, interaction.cutoff(a, b));
  }
  return cutoff;
}

}  // namespace

Result all_pairs(const Snapshot& s, const PairInteraction& interaction) {
  const std::size_t n = s.position.size();
  const std::vector<Vec3> r = wrapped(s);
  const std::vector<Vec3> shifts = image_shifts(s.box, largest_cutoff(s, interaction));
  Result result;
  result.force.assign(n, Vec3{});
  result.atom_energy.assign(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i; j < n; ++j) {
      const double cutoff = interaction.cutoff(s.type[i], s.type[j]);
      const double charges = s.charge.empty() ? 0 : s.charge[i] * s.charge[j];
      for (const Vec3& shift : shifts) {
        const bool is_itself = i == j && shift == Vec3{};
        const Vec3 d = r[i] - (r[j] + shift);
        const double r2 = dot(d, d);
        if (is_itself || r2 >= cutoff * cutoff) continue;
        const Term term = interaction.term(s.type[i], s.type[j], charges, r2);
        // An atom and its own image: the opposite image counts the pair a second time.
        const double weight = i == j ? 0.5 : 1;
        result.energy += weight * term.energy;
        result.atom_energy[i] += 0.5 * term.energy;
        if (i != j) result.atom_energy[j] += 0.5 * term.energy;
        result.coul += weight * term.coul;
        result.virial += dyad(d, weight * term.force_over_r);
        if (i == j) continue;
        result.force[i] += term.force_over_r * d;
        result.force[j] -= term.force_over_r * d;
      }
    }
  }
  return result;
}

}  // namespace alder::reference
