// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/create.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "atoms/lattice.hpp"
#include "atoms/placed_atoms.hpp"
#include "atoms/region.hpp"
#include "base/error.hpp"
#include "base/random.hpp"

namespace alder {
namespace {

// Of the box: places of a lattice that are meant to be on a face.
constexpr double beside_a_face = 1e-9;

// One block being placed.
struct Placement {
  const CreateDeck& deck;
  std::uint32_t block;  ///< its number
  std::string key;      ///< what the deck calls it
};

bool in_region(const CreateDeck& deck, const Vec3& r) {
  return !deck.region || is_inside(*deck.region, r);
}

bool in_box(const Box& box, const Vec3& r, double tolerance) {
  const Vec3 f = box.to_fraction(r);
  for (int axis = 0; axis < 3; ++axis) {
    const bool periodic = box.periodic[static_cast<std::size_t>(axis)];
    if (f[axis] < -tolerance || f[axis] > 1 + (periodic ? -tolerance : tolerance)) return false;
  }
  return true;
}

void add_atom(Snapshot& s, std::int32_t type, const Vec3& r) {
  s.id.push_back(s.id.empty() ? 1 : s.id.back() + 1);
  s.type.push_back(type);
  s.position.push_back(r);
  if (!s.image.empty()) s.image.push_back({});
  if (!s.velocity.empty()) s.velocity.push_back({});
  if (!s.charge.empty()) s.charge.push_back(s.species[static_cast<std::size_t>(type)].charge);
}

PlacedAtoms placed(const Snapshot& s, double distance, std::size_t expected,
                   const std::string& key) {
  const Vec3 heights = s.box.heights();
  for (int axis = 0; axis < 3; ++axis) {
    if (!s.box.periodic[static_cast<std::size_t>(axis)] || distance <= heights[axis]) continue;
    throw KeyError(key + ".min_distance",
                   std::string("is larger than the box is high along ") + "abc"[axis] +
                       ", so that every atom overlaps with its own image; make it smaller");
  }
  PlacedAtoms atoms(s.box, distance, expected);
  for (const Vec3& r : s.position) atoms.add(r);
  return atoms;
}

// The cells of a lattice that can have places in the box: lowest and highest index.
struct CellRange {
  Vec3Of<std::int64_t> low, high;
};

CellRange cells_over(const Box& box, const LatticeCell& cell, const Vec3& origin,
                     const std::string& key) {
  Vec3 low{HUGE_VAL, HUGE_VAL, HUGE_VAL}, high = -low;
  for (int n = 0; n < 8; ++n) {
    const Vec3 corner = box.to_cartesian({n % 2 * 1.0, n / 2 % 2 * 1.0, n / 4 * 1.0});
    const Vec3 f = cell.unit.to_fraction((1 / cell.a) * (corner - origin));
    for (int axis = 0; axis < 3; ++axis) {
      low[axis] = std::min(low[axis], f[axis]);
      high[axis] = std::max(high[axis], f[axis]);
    }
  }
  CellRange range;
  double count = static_cast<double>(cell.basis.size());
  for (int axis = 0; axis < 3; ++axis) {
    const double begin = std::floor(low[axis]) - 1, end = std::ceil(high[axis]) + 1;
    count *= end - begin;
    if (count > 1e12) {
      throw KeyError(key, "has more than 1e12 places in the box; make 'a' larger");
    }
    range.low[axis] = static_cast<std::int64_t>(begin);
    range.high[axis] = static_cast<std::int64_t>(end);
  }
  return range;
}

// Custom bases may have places out of [0, 1); they are put back into their cell.
void fold_basis(LatticeCell& cell) {
  for (Vec3& f : cell.basis)
    f = {f.x - std::floor(f.x), f.y - std::floor(f.y), f.z - std::floor(f.z)};
}

void create_lattice(Snapshot& s, const Placement& p) {
  LatticeCell cell = lattice_cell(*p.deck.lattice, s.species, p.key + ".lattice");
  fold_basis(cell);
  Vec3 origin = p.deck.origin.value_or(s.box.origin);
  CellRange range = cells_over(s.box, cell, origin, p.key + ".lattice");
  if (s.box.flat()) {
    origin.z = s.box.origin.z;
    range.low.z = 0, range.high.z = 1;
  }
  const double distance = p.deck.min_distance;
  const std::size_t before = s.position.size();
  const bool looks = distance > 0 && before > 0;
  const PlacedAtoms others = looks ? placed(s, distance, before, p.key) : PlacedAtoms({}, 0, 0);
  for (std::int64_t z = range.low.z; z < range.high.z; ++z) {
    for (std::int64_t y = range.low.y; y < range.high.y; ++y) {
      for (std::int64_t x = range.low.x; x < range.high.x; ++x) {
        for (std::size_t k = 0; k < cell.basis.size(); ++k) {
          const Vec3 r = origin + cell.place(k, {x, y, z});
          if (!in_box(s.box, r, beside_a_face) || !in_region(p.deck, r)) continue;
          if (looks && others.is_near(r)) continue;
          add_atom(s, cell.types[k], r);
        }
      }
    }
  }
}

// Places drawn evenly from the box and its region.
class RandomPlaces {
 public:
  RandomPlaces(const Box& box, const Placement& p) : box_(box), p_(p) {
    if (!p.deck.region) return;
    const Bounds region = bounds_of(*p.deck.region);
    Vec3 box_low = box.origin, box_high = box.origin;
    for (const Vec3& edge : {box.a(), box.b(), box.c()}) {
      for (int axis = 0; axis < 3; ++axis) {
        (edge[axis] < 0 ? box_low : box_high)[axis] += edge[axis];
      }
    }
    for (int axis = 0; axis < 3; ++axis) {
      low_[axis] = std::max(box_low[axis], region.low[axis]);
      size_[axis] = std::max(0.0, std::min(box_high[axis], region.high[axis]) - low_[axis]);
    }
    if (box.flat()) low_.z = box.origin.z, size_.z = 0;
  }

  /// Of the region in the box, or its area in flat boxes; without a region exact, else the share of
  /// 2^20 places of a sequence that fills space evenly (M. Roberts' R3).
  [[nodiscard]] double volume() const {
    if (!p_.deck.region) return box_.volume();
    constexpr int most = 1 << 20;
    constexpr double g = 1.2207440846057596;  // g^4 = g + 1
    int inside = 0;
    for (int k = 0; k < most; ++k) {
      const double n = k + 0.5;
      inside += fits({fraction(n / g), fraction(n / (g * g)), fraction(n / (g * g * g))});
    }
    return size_.x * size_.y * (box_.flat() ? 1 : size_.z) * inside / most;
  }

  /// The next place. Throws InputError where the region seems to be empty.
  Vec3 draw() {
    constexpr int most = 1'000'000;
    for (int k = 0; k < most; ++k) {
      const Vec3 u = uniform_vector(p_.deck.random->seed, RandomStream::places, p_.block, drawn_++);
      if (fits(u)) return place(u);
    }
    throw KeyError(p_.key + ".region",
                   "has no room in the box: of " + std::to_string(most) +
                       " random places in the block around it none was in both; look at its "
                       "numbers");
  }

 private:
  static double fraction(double x) { return x - std::floor(x); }
  // Where a point of the unit cube is, in the box or in the block around the region in it.
  [[nodiscard]] Vec3 place(const Vec3& u) const {
    return p_.deck.region ? low_ + Vec3{u.x * size_.x, u.y * size_.y, u.z * size_.z}
                          : box_.to_cartesian({u.x, u.y, box_.flat() ? 0 : u.z});
  }
  [[nodiscard]] bool fits(const Vec3& u) const {
    if (!p_.deck.region) return true;
    const Vec3 r = place(u);
    return in_box(box_, r, 0) && is_inside(*p_.deck.region, r);
  }

  const Box& box_;
  const Placement& p_;
  Vec3 low_, size_;
  std::uint64_t drawn_ = 0;
};

std::size_t atoms_wanted(const RandomDeck& random, const RandomPlaces& places,
                         const std::string& key) {
  constexpr double most = 1e12;  // far beyond any memory
  const double density = random.density ? *random.density : random.area_density.value_or(0);
  const double count =
      random.count ? static_cast<double>(*random.count) : std::round(density * places.volume());
  if (count > most) throw KeyError(key, "asks for more than 1e12 atoms; use smaller numbers");
  return static_cast<std::size_t>(count);
}

void create_random(Snapshot& s, const Placement& p) {
  const RandomDeck& random = *p.deck.random;
  const auto it = std::find_if(s.species.begin(), s.species.end(),
                               [&](const Species& k) { return k.name == random.species; });
  const auto type = static_cast<std::int32_t>(it - s.species.begin());
  RandomPlaces places(s.box, p);
  const std::size_t count = atoms_wanted(random, places, p.key + ".random");
  const double distance = p.deck.min_distance;
  PlacedAtoms others =
      distance > 0 ? placed(s, distance, s.position.size() + count, p.key) : PlacedAtoms({}, 0, 0);
  for (std::size_t n = 0; n < count; ++n) {
    Vec3 r = places.draw();
    for (std::int64_t tries = 1; distance > 0 && others.is_near(r); ++tries) {
      if (tries == random.attempts) {
        throw KeyError(
            p.key,
            fmt::format("placed {} of {} atoms: for the next one, {} random places were all nearer "
                        "than min_distance to another atom; ask for fewer atoms, a smaller "
                        "min_distance or a larger region, or fill the region with a lattice",
                        n, count, random.attempts));
      }
      r = places.draw();
    }
    if (distance > 0) others.add(r);
    add_atom(s, type, r);
  }
}

}  // namespace

Snapshot empty_box(const BoxDeck& box, const std::vector<Species>& species) {
  Snapshot s;
  s.species = species;
  s.box.origin = {box.origin[0], box.origin[1], box.origin[2]};
  for (int axis = 0; axis < 3; ++axis) {
    s.box.length(axis) = (*box.lengths)[static_cast<std::size_t>(axis)];
  }
  s.box.xy = box.tilts[0];
  s.box.xz = box.tilts[1];
  s.box.yz = box.tilts[2];
  return s;
}

void create_atoms(Snapshot& s, const std::vector<CreateDeck>& blocks) {
  s.force.clear();  // of the file's frame, without the atoms to come
  s.potential_energy.clear();
  for (std::size_t k = 0; k < blocks.size(); ++k) {
    const Placement p{blocks[k], static_cast<std::uint32_t>(k),
                      "system.create[" + std::to_string(k) + "]"};
    if (p.deck.lattice) {
      create_lattice(s, p);
    } else {
      create_random(s, p);
    }
  }
}

}  // namespace alder
