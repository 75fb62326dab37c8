// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/snapshot.hpp"

#include <algorithm>
#include <numeric>

#include "base/error.hpp"

namespace alder {
namespace {

template <class T>
void permute(std::vector<T>& rows, const std::vector<std::size_t>& order) {
  if (rows.empty()) return;
  std::vector<T> sorted(rows.size());
  for (std::size_t i = 0; i < order.size(); ++i) sorted[i] = rows[order[i]];
  rows = std::move(sorted);
}

void scale(std::vector<Vec3>& rows, double factor) {
  for (Vec3& v : rows) v *= factor;
}

Snapshot converted(Snapshot s, const Units& units) {
  s.time *= units.time;
  s.box.origin *= units.length;
  for (double* edge : {&s.box.lx, &s.box.ly, &s.box.lz, &s.box.xy, &s.box.xz, &s.box.yz}) {
    *edge *= units.length;
  }
  for (Species& k : s.species) {
    k.mass *= units.mass;
    k.charge *= units.charge;
  }
  scale(s.position, units.length);
  scale(s.velocity, units.velocity());
  scale(s.force, units.force());
  for (double& q : s.charge) q *= units.charge;
  for (double& e : s.potential_energy) e *= units.energy;
  return s;
}

}  // namespace

Snapshot in_deck_units(Snapshot s, const Units& units) {
  return converted(std::move(s), {.length = 1 / units.length,
                                  .energy = 1 / units.energy,
                                  .mass = 1 / units.mass,
                                  .time = 1 / units.time,
                                  .charge = 1 / units.charge});
}

Snapshot in_internal_units(Snapshot s, const Units& units) {
  return converted(std::move(s), units);
}

void sort_by_id(Snapshot& s, const std::string& source) {
  std::vector<std::size_t> order(s.id.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return s.id[a] < s.id[b]; });
  permute(s.id, order);
  permute(s.type, order);
  permute(s.position, order);
  permute(s.image, order);
  permute(s.velocity, order);
  permute(s.force, order);
  permute(s.charge, order);
  permute(s.potential_energy, order);
  const auto twin = std::adjacent_find(s.id.begin(), s.id.end());
  if (twin != s.id.end()) {
    throw InputError(source + ": error: atom id " + std::to_string(*twin) + " is given twice");
  }
}

}  // namespace alder
