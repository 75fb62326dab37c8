// SPDX-License-Identifier: BSD-3-Clause
#include "bench_system.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace alder::app::bench {
namespace {

// LAMMPS' standard Lennard-Jones benchmark (list rebuilt every 20 steps without a check), and what
// of it is varied.
struct LjMelt {
  int species = 1;            ///< that differ in nothing but their name
  std::int64_t thermo_every;  ///< energy and virial are made so often
};

std::string lj_deck(const LjMelt& melt, std::int64_t n, std::int64_t steps) {
  std::string basis, masses, pairs;
  for (int atom = 0; atom < 4; ++atom) {
    basis += fmt::format("{}S{}", atom == 0 ? "" : ", ", atom % melt.species);
  }
  for (int a = 0; a < melt.species; ++a) {
    masses += fmt::format("{}S{}: {{mass: 1.0}}", a == 0 ? "" : ", ", a);
    for (int b = a; b < melt.species; ++b) {
      pairs += fmt::format("{}{{between: [S{}, S{}], epsilon: 1.0, sigma: 1.0}}",
                           pairs.empty() ? "" : ", ", a, b);
    }
  }
  return fmt::format(R"(schema: 1
name: lj
units: lj
system:
  lattice: {{style: fcc, density: 0.8442, repeat: [{0}, {0}, {0}], species: [{1}]}}
  velocities: {{temperature: 1.44, seed: 87287}}
species: {{{2}}}
forcefield:
  pair: [{{style: lj/cut, cutoff: 2.5, pairs: [{3}]}}]
neighbor: {{skin: 0.3, every: 20, check: false}}
output: {{thermo: {{every: {4}}}}}
stages: [{{timestep: 0.005, steps: {5}, ensemble: {{type: nve}}}}]
)",
                     n, basis, masses, pairs, std::min(melt.thermo_every, steps), steps);
}

std::string lj_lammps(const LjMelt& melt, std::int64_t n, std::int64_t steps) {
  std::string basis;
  for (int atom = 1; atom < 4; ++atom) {
    basis += fmt::format(" basis {} {}", atom + 1, atom % melt.species + 1);
  }
  return fmt::format(R"(units lj
atom_style atomic
lattice fcc 0.8442
region box block 0 {0} 0 {0} 0 {0}
create_box {1} box
create_atoms 1 box{2}
mass * 1.0
velocity all create 1.44 87287 loop geom
pair_style lj/cut 2.5
pair_coeff * * 1.0 1.0 2.5
neighbor 0.3 bin
neigh_modify delay 0 every 20 check no
fix nve all nve
thermo {3}
run {4}
)",
                     n, melt.species, basis, std::min(melt.thermo_every, steps), steps);
}

System lj_melt(const std::string& name, const std::string& variation, const LjMelt& melt) {
  return {name,
          "Lennard-Jones melt: rho 0.8442, T 1.44, cutoff 2.5, skin 0.3, dt 0.005" + variation, 4,
          [melt](std::int64_t n, std::int64_t steps) { return lj_deck(melt, n, steps); },
          [melt](std::int64_t n, std::int64_t steps) { return lj_lammps(melt, n, steps); }};
}

constexpr std::int64_t at_the_end = std::numeric_limits<std::int64_t>::max();

}  // namespace

const std::vector<System>& systems() {
  static const std::vector<System> all{
      lj_melt("lj", "", {1, at_the_end}),
      lj_melt("lj-3-species", "; three species of the same coefficients", {3, at_the_end}),
      lj_melt("lj-energies", "; energy and virial at every step", {1, 1})};
  return all;
}

std::int64_t cells_for(const System& system, std::int64_t atoms) {
  const double cells = static_cast<double>(atoms) / static_cast<double>(system.atoms_per_cell);
  return std::max<std::int64_t>(1, std::llround(std::cbrt(cells)));
}

}  // namespace alder::app::bench
