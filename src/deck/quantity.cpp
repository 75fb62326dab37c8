// SPDX-License-Identifier: BSD-3-Clause
#include "deck/quantity.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace alder {
namespace {

constexpr double avogadro = 6.02214076e23;
constexpr double coulombs_of_e = 1.602176634e-19;
constexpr double kilograms_of_u = 1.66053906660e-27;

struct KnownUnit {
  std::string_view name;
  double si;
  Dimension dimension;
};

const std::vector<KnownUnit>& known_units() {
  using namespace dimension;
  static const std::vector<KnownUnit> all{
      {"m", 1, length},
      {"cm", 1e-2, length},
      {"mm", 1e-3, length},
      {"um", 1e-6, length},
      {"nm", 1e-9, length},
      {"angstrom", 1e-10, length},
      {"A", 1e-10, length},
      {"pm", 1e-12, length},
      {"fm", 1e-15, length},
      {"bohr", 5.29177210903e-11, length},
      {"s", 1, time},
      {"ms", 1e-3, time},
      {"us", 1e-6, time},
      {"ns", 1e-9, time},
      {"ps", 1e-12, time},
      {"fs", 1e-15, time},
      {"J", 1, energy},
      {"kJ", 1e3, energy},
      {"cal", 4.184, energy},
      {"kcal", 4184, energy},
      {"eV", coulombs_of_e, energy},
      {"meV", 1e-3 * coulombs_of_e, energy},
      {"hartree", 4.3597447222071e-18, energy},
      {"mol", avogadro, none},
      {"rad", 1, none},
      {"deg", 0.017453292519943295, none},
      {"kg", 1, mass},
      {"g", 1e-3, mass},
      {"amu", kilograms_of_u, mass},
      {"u", kilograms_of_u, mass},
      {"Da", kilograms_of_u, mass},
      {"K", 1, temperature},
      {"e", coulombs_of_e, charge},
      {"C", 1, charge},
      {"Pa", 1, pressure},
      {"kPa", 1e3, pressure},
      {"MPa", 1e6, pressure},
      {"GPa", 1e9, pressure},
      {"bar", 1e5, pressure},
      {"kbar", 1e8, pressure},
      {"atm", 101325, pressure},
      {"N", 1, force},
      {"pN", 1e-12, force},
  };
  return all;
}

void multiply(UnitValue& value, const KnownUnit& unit, int power) {
  value.si *= std::pow(unit.si, power);
  value.dimension.length += power * unit.dimension.length;
  value.dimension.energy += power * unit.dimension.energy;
  value.dimension.mass += power * unit.dimension.mass;
  value.dimension.time += power * unit.dimension.time;
  value.dimension.charge += power * unit.dimension.charge;
  value.dimension.temperature += power * unit.dimension.temperature;
}

const KnownUnit& find_unit(std::string_view name) {
  for (const KnownUnit& unit : known_units()) {
    if (unit.name == name) return unit;
  }
  std::string known;
  for (const KnownUnit& unit : known_units()) {
    known += known.empty() ? "" : ", ";
    known += unit.name;
  }
  throw InputError("there is no unit '" + std::string(name) + "' (known: " + known + ")");
}

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

// "name^power" at `at`, which moves past it.
void parse_factor(const std::string& text, std::size_t& at, int sign, UnitValue& value) {
  const std::size_t begin = at;
  while (at < text.size() && (std::isalpha(static_cast<unsigned char>(text[at])) != 0)) ++at;
  const std::string name = text.substr(begin, at - begin);
  if (name.empty()) throw InputError("'" + text + "' is not a unit");
  int power = 1;
  if (at < text.size() && text[at] == '^') {
    const auto [stop, error] =
        std::from_chars(text.data() + at + 1, text.data() + text.size(), power);
    if (error != std::errc{})
      throw InputError("'" + text + "' is not a unit: a whole number must follow '^'");
    at = static_cast<std::size_t>(stop - text.data());
  }
  multiply(value, find_unit(name), sign * power);
}

void append_power(std::string& text, std::string_view name, int power) {
  if (power == 0) return;
  if (power > 0) {
    if (!text.empty() && text.back() != '/') text += "*";
    text += name;
  } else {
    text += text.empty() ? "1/" : "/";
    text += name;
    power = -power;
  }
  if (power != 1) text += "^" + std::to_string(power);
}

}  // namespace

UnitValue parse_unit(const std::string& text) {
  UnitValue value;
  std::size_t at = 0;
  int sign = 1;
  if (text.starts_with("1/")) {
    at = 2;
    sign = -1;
  } else if (text.starts_with("/")) {
    at = 1;
    sign = -1;
  }
  while (true) {
    parse_factor(text, at, sign, value);
    if (at >= text.size()) return value;
    if (text[at] != '/' && text[at] != '*' && text[at] != ' ') {
      throw InputError("'" + text + "' is not a unit");
    }
    sign = text[at] == '/' ? -1 : 1;
    ++at;
  }
}

NumberText parse_number(const std::string& text) {
  const std::string all = trimmed(text);
  const char* begin = all.data();
  const char* end = begin + all.size();
  if (begin != end && *begin == '+') ++begin;
  NumberText number;
  const auto [stop, error] = std::from_chars(begin, end, number.value);
  if (error == std::errc::result_out_of_range) {
    throw InputError("the number '" + all + "' is out of range");
  }
  if (error != std::errc{} || stop == begin) throw InputError("'" + all + "' is not a number");
  if (!std::isfinite(number.value)) throw InputError("the number '" + all + "' is not finite");
  number.unit = trimmed(std::string_view(stop, static_cast<std::size_t>(end - stop)));
  return number;
}

std::string native_unit(const Units& units, const Dimension& d) {
  if (units.name == "lj") return "";
  if (d == dimension::pressure) return std::string(units.pressure_name);
  std::string text;
  const std::array<std::pair<std::string_view, int>, 6> parts{
      {{units.energy_name, d.energy},
       {units.mass_name, d.mass},
       {units.charge_name, d.charge},
       {units.temperature_name, d.temperature},
       {units.length_name, d.length},
       {units.time_name, d.time}}};
  for (const auto& [name, power] : parts) {
    if (power > 0) append_power(text, name, power);
  }
  for (const auto& [name, power] : parts) {
    if (power < 0) append_power(text, name, power);
  }
  return text;
}

std::string describe(const Dimension& d) {
  static const std::vector<std::pair<Dimension, std::string>> names{
      {dimension::none, "a pure number"},
      {dimension::length, "a length"},
      {dimension::energy, "an energy"},
      {dimension::mass, "a mass"},
      {dimension::time, "a time"},
      {dimension::charge, "a charge"},
      {dimension::temperature, "a temperature"},
      {dimension::inverse_length, "an inverse length"},
      {dimension::inverse_time, "an inverse time"},
      {dimension::velocity, "a velocity"},
      {dimension::force, "a force"},
      {dimension::pressure, "a pressure"},
      {dimension::number_density, "a number density"}};
  for (const auto& [known, name] : names) {
    if (known == d) return name;
  }
  return "another quantity";
}

double to_internal(const std::string& text, const Dimension& d, const Units& units) {
  const NumberText number = parse_number(text);
  if (number.unit.empty()) {
    if (d == dimension::none || units.name == "lj") return number.value * units.factor(d);
    const std::string native = native_unit(units, d);
    throw InputError("expected " + describe(d) + " with its unit, e.g. '" + trimmed(text) + " " +
                     native + "', got the bare number " + trimmed(text));
  }
  const UnitValue unit = parse_unit(number.unit);
  if (units.name == "lj" && d != dimension::none) {
    throw InputError("numbers are reduced in `units: lj` and carry no unit; write " +
                     trimmed(text).substr(0, trimmed(text).size() - number.unit.size()) +
                     "without '" + number.unit + "'");
  }
  if (!(unit.dimension == d)) {
    throw InputError("expected " + describe(d) +
                     (d == dimension::none ? "" : " (e.g. '1 " + native_unit(units, d) + "')") +
                     ", got " + describe(unit.dimension) + " ('" + number.unit + "')");
  }
  if (d == dimension::none) return number.value * unit.si;
  return number.value * (unit.si / parse_unit(native_unit(units, d)).si) * units.factor(d);
}

double parse_wall_clock(const std::string& text) {
  const NumberText number = parse_number(text);
  static const std::vector<std::pair<std::string_view, double>> known{
      {"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86400}};
  for (const auto& [name, seconds] : known) {
    if (number.unit == name) return number.value * seconds;
  }
  throw InputError("expected a wall-clock time such as '15 min' (units: s, min, h, d), got '" +
                   text + "'");
}

}  // namespace alder
