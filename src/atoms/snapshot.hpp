// SPDX-License-Identifier: BSD-3-Clause
// Host copy of a system in id order: the only door for readers, writers, the API and tests.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "atoms/box.hpp"
#include "base/units.hpp"
#include "base/vec3.hpp"

namespace alder {

/// One species of a system, in the order of the type index.
struct Species {
  std::string name;
  double mass = 1;    ///< internal mass units
  double charge = 0;  ///< elementary charges (lj: reduced); the default of atoms without their own
};

/// The whole system on the host, rows in ascending id. Every vector has either n_atoms() rows or,
/// where noted, none. Units are Alder's internal ones (see base/units.hpp) inside the library.
struct Snapshot {
  std::int64_t step = 0;
  double time = 0;
  Box box;
  std::vector<Species> species;
  std::vector<std::int64_t> id;    ///< unique, ascending, at least 1
  std::vector<std::int32_t> type;  ///< index into species, from 0
  std::vector<Vec3> position;      ///< Cartesian; wrapped into the box when it comes from a run
  std::vector<Int3> image;         ///< unwrapped = position + image.x a + image.y b + image.z c
  std::vector<Vec3> velocity;
  std::vector<Vec3> force;               ///< empty where not computed
  std::vector<double> charge;            ///< empty where no atom carries a charge
  std::vector<double> potential_energy;  ///< per atom; empty where not computed

  [[nodiscard]] std::int64_t n_atoms() const { return static_cast<std::int64_t>(id.size()); }
};

/// The snapshot with every number in deck units instead of internal ones.
Snapshot in_deck_units(Snapshot snapshot, const Units& units);
/// The inverse of in_deck_units.
Snapshot in_internal_units(Snapshot snapshot, const Units& units);

/// Puts every row in ascending order of id. Throws InputError, naming `source`, when an id occurs
/// twice.
void sort_by_id(Snapshot& snapshot, const std::string& source);

}  // namespace alder
