// SPDX-License-Identifier: BSD-3-Clause
#include "io/text_writers.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <ostream>

namespace alder {
namespace {

std::string text(const Vec3& v, int digits) {
  return fmt::format(" {:.{}g} {:.{}g} {:.{}g}", v.x, digits, v.y, digits, v.z, digits);
}

// One word for each axis.
std::string boundary_text(const Box& b, const char* periodic, const char* open,
                          const char* shrinking) {
  const auto word = [&](std::size_t k) {
    return b.periodic[k] ? periodic : b.shrink[k] ? shrinking : open;
  };
  return fmt::format("{} {} {}", word(0), word(1), word(2));
}

const std::string& species_of(const Snapshot& s, std::size_t i) {
  return s.species[static_cast<std::size_t>(s.type[i])].name;
}

}  // namespace

void write_extxyz(std::ostream& out, const Snapshot& s, int digits) {
  const Box& b = s.box;
  fmt::print(out, "{}\nLattice=\"{:.17g} 0 0 {:.17g} {:.17g} 0 {:.17g} {:.17g} {:.17g}\" ",
             s.n_atoms(), b.lx, b.xy, b.ly, b.xz, b.yz, b.lz);
  fmt::print(out, "Properties=species:S:1:pos:R:3:id:I:1{}{}{}{} Step={} Time={:.17g} pbc=\"{}\"\n",
             s.velocity.empty() ? "" : ":vel:R:3", s.force.empty() ? "" : ":forces:R:3",
             s.charge.empty() ? "" : ":charge:R:1",
             s.potential_energy.empty() ? "" : ":energies:R:1", s.step, s.time,
             boundary_text(b, "T", "F", "F"));
  for (std::size_t i = 0; i < s.id.size(); ++i) {
    fmt::print(out, "{}{} {}", species_of(s, i), text(s.position[i] - b.origin, digits), s.id[i]);
    if (!s.velocity.empty()) out << text(s.velocity[i], digits);
    if (!s.force.empty()) out << text(s.force[i], digits);
    if (!s.charge.empty()) fmt::print(out, " {:.17g}", s.charge[i]);
    if (!s.potential_energy.empty()) fmt::print(out, " {:.{}g}", s.potential_energy[i], digits);
    out << '\n';
  }
}

void write_xyz(std::ostream& out, const Snapshot& s, int digits) {
  fmt::print(out, "{}\nstep {} time {:.17g}\n", s.n_atoms(), s.step, s.time);
  for (std::size_t i = 0; i < s.id.size(); ++i) {
    fmt::print(out, "{}{}\n", species_of(s, i), text(s.position[i], digits));
  }
}

void write_lammps_dump(std::ostream& out, const Snapshot& s, int digits) {
  const Box& b = s.box;
  const Vec3 low = b.origin;
  const Vec3 high = low + Vec3{b.lx, b.ly, b.lz};
  fmt::print(out, "ITEM: TIMESTEP\n{}\nITEM: NUMBER OF ATOMS\n{}\nITEM: BOX BOUNDS ", s.step,
             s.n_atoms());
  const std::string boundary = boundary_text(b, "pp", "ff", "ss");
  if (b.triclinic()) {
    // LAMMPS gives the bounding box of a triclinic one.
    const auto [x0, x1] = std::minmax({0.0, b.xy, b.xz, b.xy + b.xz});
    fmt::print(out, "xy xz yz {}\n{:.17g} {:.17g} {:.17g}\n", boundary, low.x + x0, high.x + x1,
               b.xy);
    fmt::print(out, "{:.17g} {:.17g} {:.17g}\n", low.y + std::min(0.0, b.yz),
               high.y + std::max(0.0, b.yz), b.xz);
    fmt::print(out, "{:.17g} {:.17g} {:.17g}\n", low.z, high.z, b.yz);
  } else {
    fmt::print(out, "{}\n{:.17g} {:.17g}\n{:.17g} {:.17g}\n{:.17g} {:.17g}\n", boundary, low.x,
               high.x, low.y, high.y, low.z, high.z);
  }
  fmt::print(out, "ITEM: ATOMS id type x y z{}{}{}{}\n", s.image.empty() ? "" : " ix iy iz",
             s.velocity.empty() ? "" : " vx vy vz", s.force.empty() ? "" : " fx fy fz",
             s.potential_energy.empty() ? "" : " c_pe");
  for (std::size_t i = 0; i < s.id.size(); ++i) {
    fmt::print(out, "{} {}{}", s.id[i], s.type[i] + 1, text(s.position[i], digits));
    if (!s.image.empty()) {
      fmt::print(out, " {} {} {}", s.image[i].x, s.image[i].y, s.image[i].z);
    }
    if (!s.velocity.empty()) out << text(s.velocity[i], digits);
    if (!s.force.empty()) out << text(s.force[i], digits);
    if (!s.potential_energy.empty()) fmt::print(out, " {:.{}g}", s.potential_energy[i], digits);
    out << '\n';
  }
}

void write_lammps_data(std::ostream& out, const Snapshot& s, int digits) {
  const Box& b = s.box;
  fmt::print(out, "Written by Alder, step {}\n\n{} atoms\n{} atom types\n\n", s.step, s.n_atoms(),
             s.species.size());
  fmt::print(out, "{:.17g} {:.17g} xlo xhi\n{:.17g} {:.17g} ylo yhi\n{:.17g} {:.17g} zlo zhi\n",
             b.origin.x, b.origin.x + b.lx, b.origin.y, b.origin.y + b.ly, b.origin.z,
             b.origin.z + b.lz);
  if (b.triclinic()) fmt::print(out, "{:.17g} {:.17g} {:.17g} xy xz yz\n", b.xy, b.xz, b.yz);
  out << "\nMasses\n\n";
  for (std::size_t k = 0; k < s.species.size(); ++k) {
    fmt::print(out, "{} {:.17g}  # {}\n", k + 1, s.species[k].mass, s.species[k].name);
  }
  const bool charged = !s.charge.empty();
  fmt::print(out, "\nAtoms # {}\n\n", charged ? "charge" : "atomic");
  for (std::size_t i = 0; i < s.id.size(); ++i) {
    fmt::print(out, "{} {}", s.id[i], s.type[i] + 1);
    if (charged) fmt::print(out, " {:.17g}", s.charge[i]);
    out << text(s.position[i], digits);
    if (!s.image.empty()) {
      fmt::print(out, " {} {} {}", s.image[i].x, s.image[i].y, s.image[i].z);
    }
    out << '\n';
  }
  if (s.velocity.empty()) return;
  out << "\nVelocities\n\n";
  for (std::size_t i = 0; i < s.id.size(); ++i) {
    fmt::print(out, "{}{}\n", s.id[i], text(s.velocity[i], digits));
  }
}

}  // namespace alder
