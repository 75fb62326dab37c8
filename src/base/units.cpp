// SPDX-License-Identifier: BSD-3-Clause
#include "base/units.hpp"

#include <array>
#include <cmath>

#include "base/error.hpp"

namespace alder {
namespace {

// LAMMPS 29 Sep 2021, real: mvv2e = 48.88821291^2, nktv2p = 68568.415, qqr2e = 332.06371.
constexpr double real_time = 48.88821291;
constexpr double real_pressure = 68568.415;
// metal: mvv2e = 1.0364269e-4, nktv2p = 1.6021765e6, qqr2e = 14.399645.
constexpr double metal_mvv2e = 1.0364269e-4;
constexpr double metal_pressure = 1.6021765e6;
// si: exact 2019 SI values of e and k_B; atomic mass and Coulomb constant of CODATA 2018.
constexpr double elementary_charge = 1.602176634e-19;
constexpr double atomic_mass = 1.66053906660e-27;
constexpr double si_boltzmann = 1.380649e-23;
constexpr double si_coulomb = 8.9875517923e9;

std::array<Units, 4> make_units() {
  const double si_time = std::sqrt(atomic_mass * 1e-20 / elementary_charge);
  return {
      Units{.name = "lj"},
      Units{.name = "real",
            .time = 1 / real_time,
            .pressure = 1 / real_pressure,
            .boltzmann = 0.0019872067,
            .coulomb = 332.06371,
            .length_name = "angstrom",
            .energy_name = "kcal/mol",
            .mass_name = "g/mol",
            .time_name = "fs",
            .pressure_name = "atm",
            .charge_name = "e",
            .temperature_name = "K"},
      Units{.name = "metal",
            .time = 1 / std::sqrt(metal_mvv2e),
            .pressure = 1 / metal_pressure,
            .boltzmann = 8.617343e-5,
            .coulomb = 14.399645,
            .length_name = "angstrom",
            .energy_name = "eV",
            .mass_name = "g/mol",
            .time_name = "ps",
            .pressure_name = "bar",
            .charge_name = "e",
            .temperature_name = "K"},
      Units{.name = "si",
            .length = 1e10,
            .energy = 1 / elementary_charge,
            .mass = 1 / atomic_mass,
            .time = 1 / si_time,
            .pressure = 1e-30 / elementary_charge,
            .charge = 1 / elementary_charge,
            .boltzmann = si_boltzmann / elementary_charge,
            .coulomb = si_coulomb * elementary_charge * 1e10,
            .length_name = "m",
            .energy_name = "J",
            .mass_name = "kg",
            .time_name = "s",
            .pressure_name = "Pa",
            .charge_name = "C",
            .temperature_name = "K"},
  };
}

}  // namespace

double Units::factor(const Dimension& d) const {
  if (d == dimension::pressure) return pressure;
  return std::pow(length, d.length) * std::pow(energy, d.energy) * std::pow(mass, d.mass) *
         std::pow(time, d.time) * std::pow(charge, d.charge);
}

const Units& units_named(std::string_view name) {
  static const std::array<Units, 4> all = make_units();
  for (const Units& u : all) {
    if (u.name == name) return u;
  }
  throw InputError("there is no unit system '" + std::string(name) +
                   "' (known: lj, real, metal, si)");
}

}  // namespace alder
