// SPDX-License-Identifier: BSD-3-Clause
#include "bench_system.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace alder::app::bench {
namespace {

// LAMMPS' standard Lennard-Jones benchmark: list rebuilt every 20 steps without a check.
std::string lj_deck(std::int64_t n, std::int64_t steps) {
  return fmt::format(R"(schema: 1
name: lj
units: lj
system:
  lattice: {{style: fcc, density: 0.8442, repeat: [{0}, {0}, {0}], species: A}}
  velocities: {{temperature: 1.44, seed: 87287}}
species: {{A: {{mass: 1.0}}}}
forcefield:
  pair: [{{style: lj/cut, cutoff: 2.5, pairs: [{{between: [A, A], epsilon: 1.0, sigma: 1.0}}]}}]
neighbor: {{skin: 0.3, every: 20, check: false}}
output: {{thermo: {{every: {1}}}}}
stages: [{{timestep: 0.005, steps: {1}, ensemble: {{type: nve}}}}]
)",
                     n, steps);
}

std::string lj_lammps(std::int64_t n, std::int64_t steps) {
  return fmt::format(R"(units lj
atom_style atomic
lattice fcc 0.8442
region box block 0 {0} 0 {0} 0 {0}
create_box 1 box
create_atoms 1 box
mass 1 1.0
velocity all create 1.44 87287 loop geom
pair_style lj/cut 2.5
pair_coeff 1 1 1.0 1.0 2.5
neighbor 0.3 bin
neigh_modify delay 0 every 20 check no
fix nve all nve
thermo {1}
run {1}
)",
                     n, steps);
}

}  // namespace

const std::vector<System>& systems() {
  static const std::vector<System> all{
      {"lj", "Lennard-Jones melt: rho 0.8442, T 1.44, cutoff 2.5, skin 0.3, dt 0.005", 4, lj_deck,
       lj_lammps}};
  return all;
}

std::int64_t cells_for(const System& system, std::int64_t atoms) {
  const double cells = static_cast<double>(atoms) / static_cast<double>(system.atoms_per_cell);
  return std::max<std::int64_t>(1, std::llround(std::cbrt(cells)));
}

}  // namespace alder::app::bench
