// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/lattice.hpp"

#include <algorithm>
#include <cmath>

#include "base/error.hpp"

namespace alder {
namespace {

struct Cell {
  std::vector<Vec3> basis;    // fractions of the edges
  std::vector<Vec3> vectors;  // multiples of a
};

Cell cell_of(const LatticeDeck& lattice) {
  const std::vector<Vec3> cube{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  const std::vector<Vec3> fcc{{0, 0, 0}, {0.5, 0.5, 0}, {0.5, 0, 0.5}, {0, 0.5, 0.5}};
  switch (lattice.style) {
    case LatticeDeck::Style::sc: return {{{0, 0, 0}}, cube};
    case LatticeDeck::Style::bcc: return {{{0, 0, 0}, {0.5, 0.5, 0.5}}, cube};
    case LatticeDeck::Style::fcc: return {fcc, cube};
    case LatticeDeck::Style::diamond: {
      Cell cell{fcc, cube};
      for (const Vec3& r : fcc) cell.basis.push_back(r + Vec3{0.25, 0.25, 0.25});
      return cell;
    }
    case LatticeDeck::Style::hcp:
      return {{{0, 0, 0}, {0.5, 0.5, 0}, {0.5, 5.0 / 6, 0.5}, {0, 1.0 / 3, 0.5}},
              {{1, 0, 0}, {0, std::sqrt(3.0), 0}, {0, 0, std::sqrt(8.0 / 3)}}};
    case LatticeDeck::Style::sq: return {{{0, 0, 0}}, cube};
    case LatticeDeck::Style::sq2: return {{{0, 0, 0}, {0.5, 0.5, 0}}, cube};
    case LatticeDeck::Style::hex:
      return {{{0, 0, 0}, {0.5, 0.5, 0}}, {{1, 0, 0}, {0, std::sqrt(3.0), 0}, {0, 0, 1}}};
    case LatticeDeck::Style::custom: break;
  }
  return {lattice.basis, lattice.vectors.empty() ? cube : lattice.vectors};
}

Box unit_box(const std::vector<Vec3>& v, const std::string& key) {
  const bool lower = v[0].y == 0 && v[0].z == 0 && v[1].z == 0;
  if (!lower || !(v[0].x > 0) || !(v[1].y > 0) || !(v[2].z > 0)) {
    throw KeyError(key + ".vectors",
                   "must have the form [ax, 0, 0], [bx, by, 0], [cx, cy, cz] with positive ax, by "
                   "and cz; rotate the cell");
  }
  Box box;
  box.lx = v[0].x;
  box.ly = v[1].y;
  box.lz = v[2].z;
  box.xy = v[1].x;
  box.xz = v[2].x;
  box.yz = v[2].y;
  return box;
}

Box scaled(Box box, double a, const std::array<std::int64_t, 3>& n) {
  const auto [nx, ny, nz] = n;
  box.lx *= a * static_cast<double>(nx);
  box.ly *= a * static_cast<double>(ny);
  box.lz *= a * static_cast<double>(nz);
  box.xy *= a * static_cast<double>(ny);
  box.xz *= a * static_cast<double>(nz);
  box.yz *= a * static_cast<double>(nz);
  return box;
}

std::vector<std::int32_t> basis_types(const LatticeDeck& lattice, std::size_t n_basis,
                                      const std::vector<Species>& species, const std::string& key) {
  if (lattice.species.size() != 1 && lattice.species.size() != n_basis) {
    throw KeyError(key + ".species", "must be one species or one for each of the " +
                                         std::to_string(n_basis) + " atoms of the basis (got " +
                                         std::to_string(lattice.species.size()) + ")");
  }
  std::vector<std::int32_t> types;
  for (std::size_t k = 0; k < n_basis; ++k) {
    const std::string& name = lattice.species[lattice.species.size() == 1 ? 0 : k];
    const auto it = std::find_if(species.begin(), species.end(),
                                 [&](const Species& s) { return s.name == name; });
    types.push_back(static_cast<std::int32_t>(it - species.begin()));
  }
  return types;
}

double lattice_constant(const LatticeDeck& lattice, double n_basis, const Box& unit) {
  if (lattice.a) return *lattice.a;
  if (lattice.area_density) {
    return std::sqrt(n_basis / (*lattice.area_density * unit.lx * unit.ly));
  }
  return std::cbrt(n_basis / (*lattice.density * unit.volume()));
}

// Atoms of a system of `copies` with `each` atoms; `key` is what the deck says them with.
std::size_t count_atoms(const std::array<std::int64_t, 3>& copies, std::size_t each,
                        const std::string& key) {
  constexpr double most = 1e12;  // far beyond any memory; keeps products of sizes from overflowing
  double n = static_cast<double>(each);
  for (const std::int64_t c : copies) n *= static_cast<double>(c);
  if (n > most) throw KeyError(key, "asks for more than 1e12 atoms; use smaller numbers");
  return static_cast<std::size_t>(n);
}

}  // namespace

LatticeCell lattice_cell(const LatticeDeck& lattice, const std::vector<Species>& species,
                         const std::string& key) {
  const Cell cell = cell_of(lattice);
  const Box unit = unit_box(cell.vectors, key);
  const double a = lattice_constant(lattice, static_cast<double>(cell.basis.size()), unit);
  return {unit, a, cell.basis, basis_types(lattice, cell.basis.size(), species, key)};
}

Snapshot make_lattice(const LatticeDeck& lattice, const std::vector<Species>& species) {
  const LatticeCell cell = lattice_cell(lattice, species, "system.lattice");

  Snapshot s;
  s.species = species;
  const auto [nx, ny, nz] = lattice.repeat;
  s.box = scaled(cell.unit, cell.a, lattice.repeat);
  const std::size_t total = count_atoms(lattice.repeat, cell.basis.size(), "system.lattice.repeat");
  s.id.reserve(total);
  s.type.reserve(total);
  s.position.reserve(total);
  for (std::int64_t z = 0; z < nz; ++z) {
    for (std::int64_t y = 0; y < ny; ++y) {
      for (std::int64_t x = 0; x < nx; ++x) {
        for (std::size_t k = 0; k < cell.basis.size(); ++k) {
          s.id.push_back(static_cast<std::int64_t>(s.id.size()) + 1);
          s.type.push_back(cell.types[k]);
          s.position.push_back(cell.place(k, {x, y, z}));
        }
      }
    }
  }
  return s;
}

Snapshot replicate(const Snapshot& system, const std::array<std::int64_t, 3>& copies) {
  const auto [nx, ny, nz] = copies;
  if (nx == 1 && ny == 1 && nz == 1) return system;
  count_atoms(copies, system.id.size(), "system.replicate");
  Snapshot s = system;
  s.box = scaled(system.box, 1, copies);
  for (auto* list : {&s.position, &s.velocity, &s.force}) list->clear();
  s.id.clear();
  s.type.clear();
  s.image.clear();
  s.charge.clear();
  s.potential_energy.clear();
  const std::int64_t last_id = system.id.empty() ? 0 : system.id.back();
  std::int64_t copy = 0;
  for (std::int64_t z = 0; z < nz; ++z) {
    for (std::int64_t y = 0; y < ny; ++y) {
      for (std::int64_t x = 0; x < nx; ++x, ++copy) {
        const Vec3 shift = static_cast<double>(x) * system.box.a() +
                           static_cast<double>(y) * system.box.b() +
                           static_cast<double>(z) * system.box.c();
        for (std::size_t i = 0; i < system.id.size(); ++i) {
          s.id.push_back(system.id[i] + copy * last_id);
          s.type.push_back(system.type[i]);
          s.position.push_back(system.position[i] + shift);
        }
        s.velocity.insert(s.velocity.end(), system.velocity.begin(), system.velocity.end());
        s.charge.insert(s.charge.end(), system.charge.begin(), system.charge.end());
      }
    }
  }
  return s;
}

}  // namespace alder
