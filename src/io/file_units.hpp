// SPDX-License-Identifier: BSD-3-Clause
// The units of numbers in trajectory files.
#pragma once

#include <string>

#include "base/units.hpp"

namespace alder {

/// File value = internal value times the factor. Unit texts are those that H5MD readers know; empty
/// in lj, whose numbers are reduced.
struct FileUnits {
  double length = 1, time = 1, velocity = 1, force = 1, energy = 1, mass = 1, charge = 1;
  std::string length_name, time_name, velocity_name, force_name, energy_name, mass_name,
      charge_name;
};

/// nm, ps, kJ/mol, u and e for every unit system with dimensions.
FileUnits md_file_units(const Units& units);
/// The deck's own units.
FileUnits native_file_units(const Units& units);
inline FileUnits file_units(const Units& units, bool native) {
  return native || units.name == "lj" ? native_file_units(units) : md_file_units(units);
}

/// Internal length units per unit called `name` ("nm", "Angstrom", "A", "m"); likewise of times. An
/// empty name is the deck's own unit. Throws InputError for unknown ones.
double length_of_unit(const std::string& name, const Units& units);
double time_of_unit(const std::string& name, const Units& units);

}  // namespace alder
