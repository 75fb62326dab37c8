// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/make_system.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

#include "atoms/create.hpp"
#include "atoms/lattice.hpp"
#include "atoms/read_extxyz.hpp"
#include "atoms/read_lammps_data.hpp"
#include "atoms/velocities.hpp"
#include "base/error.hpp"
#include "deck/read_deck.hpp"

namespace alder {
namespace {

// A mass of 0 stands for "not given".
std::vector<Species> species_of(const Deck& deck) {
  std::vector<Species> all;
  for (const SpeciesDeck& s : deck.species) {
    all.push_back({s.name, s.mass.value_or(0), s.charge.value_or(0)});
  }
  return all;
}

// Species ordered by LAMMPS type number, and where each stands in the deck.
Snapshot read_data_file(const Deck& deck, const std::string& file) {
  const std::vector<Species> species = species_of(deck);
  std::vector<std::size_t> deck_index(species.size());
  std::vector<Species> by_type(species.size());
  std::vector<bool> taken(species.size(), false);
  for (std::size_t k = 0; k < species.size(); ++k) {
    const std::int64_t given = deck.species[k].lammps_type;
    const std::size_t type = given > 0 ? static_cast<std::size_t>(given) - 1 : k;
    if (type >= species.size() || taken[type]) {
      throw KeyError("species." + species[k].name + ".lammps_type",
                     "must be a type number of its own in 1.." + std::to_string(species.size()));
    }
    taken[type] = true;
    by_type[type] = species[k];
    deck_index[type] = k;
  }
  Snapshot s = read_lammps_data({file, deck.system.read->atom_style, by_type}, deck.units);
  const std::vector<Species> read_species = s.species;
  for (std::size_t type = 0; type < deck_index.size(); ++type) {
    s.species[deck_index[type]] = read_species[type];
  }
  for (std::int32_t& type : s.type) {
    type = static_cast<std::int32_t>(deck_index[static_cast<std::size_t>(type)]);
  }
  return s;
}

ReadDeck::Format format_of(const ReadDeck& read) {
  if (read.format != ReadDeck::Format::automatic) return read.format;
  const std::string extension = std::filesystem::path(read.file).extension().string();
  if (extension == ".xyz" || extension == ".extxyz") return ReadDeck::Format::extxyz;
  if (extension == ".h5md") return ReadDeck::Format::h5md;
  return ReadDeck::Format::lammps_data;
}

std::string path_of(const Deck& deck) {
  return (std::filesystem::path(deck.directory) / deck.system.read->file).string();
}

Snapshot read_file(const Deck& deck, const H5mdFrameReader& read_h5md) {
  const ReadDeck& read = *deck.system.read;
  const std::string file = path_of(deck);
  switch (format_of(read)) {
    case ReadDeck::Format::extxyz:
      return read_extxyz({file, read.frame, species_of(deck)}, deck.units);
    case ReadDeck::Format::h5md:
      if (!read_h5md) throw InternalError("nobody here reads H5MD");
      return read_h5md(file, read.frame, species_of(deck), deck.units);
    default: return read_data_file(deck, file);
  }
}

// Atoms without a charge of their own take their species'.
void fill_charges(Snapshot& s) {
  const bool any = std::any_of(s.species.begin(), s.species.end(),
                               [](const Species& k) { return k.charge != 0; });
  if (!s.charge.empty() || !any) return;
  for (const std::int32_t type : s.type) {
    s.charge.push_back(s.species[static_cast<std::size_t>(type)].charge);
  }
}

void set_boundary(Box& box, const BoxDeck& deck) {
  if (!deck.boundary) return;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    box.periodic[axis] = (*deck.boundary)[axis] == "periodic";
    box.shrink[axis] = (*deck.boundary)[axis] == "shrink";
  }
}

// The layer of atoms as a box of two dimensions (Box::dimensions).
void flatten(Snapshot& s) {
  if (s.box.xz != 0 || s.box.yz != 0) {
    throw KeyError("system.dimensions", "is 2: the box can have no tilts xz and yz");
  }
  if (!s.position.empty()) s.box.origin.z = s.position.front().z;
  constexpr double rounding = 1e-6;  // angstrom or sigma
  for (std::size_t i = 0; i < s.position.size(); ++i) {
    if (std::abs(s.position[i].z - s.box.origin.z) > rounding) {
      throw KeyError("system.dimensions",
                     "is 2: all atoms must have the same z, but atom " + std::to_string(s.id[i]) +
                         " is not in the plane of atom " + std::to_string(s.id.front()) +
                         "; move it, or use dimensions: 3");
    }
    s.position[i].z = s.box.origin.z;
  }
  for (Int3& image : s.image) image.z = 0;
  for (Vec3& v : s.velocity) v.z = 0;
  s.box.dimensions = 2;
  s.box.lz = 1;
  s.box.periodic[2] = s.box.shrink[2] = false;
}

// What the deck adds to the atoms of a lattice or a file.
Snapshot completed(const Deck& deck, Snapshot s) {
  set_boundary(s.box, deck.system.box);
  if (deck.system.dimensions == 2) flatten(s);
  if (!deck.system.create.empty()) create_atoms(s, deck.system.create);
  fill_charges(s);
  s = replicate(s, deck.system.replicate);
  if (const auto& v = deck.system.velocities) {
    set_velocities(s, deck.units.boltzmann * v->temperature, v->seed, v->zero_momentum);
  }
  if (s.velocity.empty()) s.velocity.assign(s.id.size(), Vec3{});
  return s;
}

Snapshot first_atoms(const Deck& deck, const H5mdFrameReader& read_h5md) {
  const SystemDeck& system = deck.system;
  if (system.box.lengths) return empty_box(system.box, species_of(deck));
  if (system.lattice) return make_lattice(*system.lattice, species_of(deck));
  return read_file(deck, read_h5md);
}

}  // namespace

Snapshot make_system(const Deck& deck, const H5mdFrameReader& read_h5md) {
  return at_places_of(deck, [&] { return completed(deck, first_atoms(deck, read_h5md)); });
}

void for_each_frame(const Deck& deck, const std::function<void(const Snapshot&)>& visit) {
  for_each_extxyz_frame({path_of(deck), 0, species_of(deck)}, deck.units, [&](Snapshot s) {
    visit(at_places_of(deck, [&] { return completed(deck, std::move(s)); }));
  });
}

}  // namespace alder
