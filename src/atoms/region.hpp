// SPDX-License-Identifier: BSD-3-Clause
// Regions of space: blocks, spheres, cylinders, half spaces and their combinations.
#pragma once

#include <array>

#include "base/vec3.hpp"
#include "deck/deck.hpp"

namespace alder {

/// Whether the Cartesian point `r` is in the region. A surface belongs to the inside of its shape,
/// and so not to `side: out` of it, as in LAMMPS.
bool is_inside(const RegionDeck& region, const Vec3& r);

/// Lowest and highest coordinates a region has; infinite where it is not bounded.
struct Bounds {
  Vec3 low, high;
};

/// A block around the region, not always the smallest.
Bounds bounds_of(const RegionDeck& region);

}  // namespace alder
