// SPDX-License-Identifier: BSD-3-Clause
#include "io/file_units.hpp"

#include <map>

#include "base/error.hpp"

namespace alder {
namespace {

// kJ/mol per kcal/mol (thermochemical) and per electronvolt (CODATA 2018: e * N_A / 1000).
constexpr double kcal = 4.184;
constexpr double electronvolt = 96.48533212331;

// Internal lengths are angstrom wherever there are units at all.
double picoseconds_of_internal_time(const Units& units) {
  const double deck_unit = units.name == "real" ? 1e-3 : units.name == "si" ? 1e12 : 1;
  return deck_unit / units.time;
}

}  // namespace

FileUnits md_file_units(const Units& units) {
  FileUnits f;
  f.length = 0.1;
  f.time = picoseconds_of_internal_time(units);
  f.velocity = f.length / f.time;
  f.energy = units.name == "real" ? kcal : electronvolt;
  f.force = f.energy / f.length;
  f.length_name = "nm";
  f.time_name = "ps";
  f.velocity_name = "nm ps-1";
  f.force_name = "kJ mol-1 nm-1";
  f.energy_name = "kJ mol-1";
  f.mass_name = "u";
  f.charge_name = "e";
  return f;
}

FileUnits native_file_units(const Units& units) {
  FileUnits f;
  f.length = 1 / units.length;
  f.time = 1 / units.time;
  f.velocity = 1 / units.velocity();
  f.force = 1 / units.force();
  f.energy = 1 / units.energy;
  f.mass = 1 / units.mass;
  f.charge = 1 / units.charge;
  if (units.name == "lj") return f;
  const bool si = units.name == "si";
  f.length_name = si ? "m" : "Angstrom";
  f.time_name = std::string(units.time_name);
  f.velocity_name = f.length_name + " " + f.time_name + "-1";
  f.energy_name = units.name == "real" ? "kcal mol-1" : std::string(units.energy_name);
  f.force_name = si ? "N" : f.energy_name + " Angstrom-1";
  f.mass_name = si ? "kg" : "u";
  f.charge_name = std::string(units.charge_name);
  return f;
}

double length_of_unit(const std::string& name, const Units& units) {
  static const std::map<std::string, double> angstroms{{"nm", 10}, {"Angstrom", 1}, {"angstrom", 1},
                                                       {"Ang", 1}, {"A", 1},        {"pm", 0.01},
                                                       {"m", 1e10}};
  if (name.empty()) return units.length;
  const auto it = angstroms.find(name);
  if (it == angstroms.end() || units.name == "lj") {
    throw InputError("lengths in '" + name +
                     "' cannot be read into a deck with units: " + std::string(units.name));
  }
  return it->second;
}

double time_of_unit(const std::string& name, const Units& units) {
  static const std::map<std::string, double> picoseconds{
      {"ps", 1}, {"fs", 1e-3}, {"ns", 1e3}, {"s", 1e12}};
  if (name.empty()) return units.time;
  const auto it = picoseconds.find(name);
  if (it == picoseconds.end() || units.name == "lj") {
    throw InputError("times in '" + name +
                     "' cannot be read into a deck with units: " + std::string(units.name));
  }
  return it->second / picoseconds_of_internal_time(units);
}

}  // namespace alder
