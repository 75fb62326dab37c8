// SPDX-License-Identifier: BSD-3-Clause
#include "io/h5md_reader.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

#include "base/error.hpp"
#include "io/file_units.hpp"

namespace alder {
namespace {

[[noreturn]] void fail(const std::string& path, const std::string& what) {
  throw InputError(path + ": error: " + what);
}

// "nm ps-1" -> {"nm", "ps"}; unit texts of velocities.
std::pair<std::string, std::string> ratio(const std::string& unit) {
  const std::size_t space = unit.find(' ');
  if (space == std::string::npos) return {unit, ""};
  std::string below = unit.substr(space + 1);
  if (below.ends_with("-1")) below.resize(below.size() - 2);
  return {unit.substr(0, space), below};
}

double velocity_of_unit(const std::string& unit, const Units& units) {
  if (unit.empty()) return units.velocity();
  const auto [length, time] = ratio(unit);
  return length_of_unit(length, units) / time_of_unit(time, units);
}

}  // namespace

H5mdReader::H5mdReader(const std::string& path) : path_(path) {
  const hdf5::Session session;
  try {
    file_ = hdf5::open_file(path, false);
  } catch (const EnvironmentError& e) {
    throw InputError(e.what());
  }
  if (!hdf5::exists(file_, "particles")) fail(path, "this is no H5MD file: it has no /particles");
  const hdf5::Handle particles = hdf5::open_group(file_, "particles");
  std::vector<std::string> names = hdf5::names_in(particles);
  names.insert(names.begin(), "trajectory");
  for (const std::string& name : names) {
    if (!hdf5::exists(particles, name + "/position/value")) continue;
    group_ = hdf5::open_group(particles, name);
    group_name_ = name;
    break;
  }
  if (!group_.is_open()) fail(path, "no group of /particles has positions");
  const hdf5::Extent extent = hdf5::extent_of(hdf5::open_data(group_, "position/value"));
  if (extent.size() != 3 || extent[2] != 3) fail(path, "positions are not [frames][atoms][3]");
  frames_ = static_cast<std::int64_t>(extent[0]);
  n_atoms_ = static_cast<std::int64_t>(extent[1]);
  is_single_ = hdf5::is_single(hdf5::open_data(group_, "position/value"));
}

std::string H5mdReader::unit_of(const std::string& data) const {
  const hdf5::Handle handle = hdf5::open_data(group_, data);
  return hdf5::has_attribute(handle, "unit") ? hdf5::read_text(handle, "unit") : "";
}

const Units& H5mdReader::natural_units() const {
  const hdf5::Session session;
  if (hdf5::exists(file_, "parameters/alder")) {
    const hdf5::Handle alder = hdf5::open_group(file_, "parameters/alder");
    if (hdf5::has_attribute(alder, "units")) return units_named(hdf5::read_text(alder, "units"));
  }
  return units_named(unit_of("position/value").empty() ? "lj" : "metal");
}

std::int64_t H5mdReader::row_of(std::int64_t frame) const {
  const std::int64_t row = frame < 0 ? frames_ + frame : frame;
  if (row < 0 || row >= frames_) {
    fail(path_, "there is no frame " + std::to_string(frame) + " (the file has " +
                    std::to_string(frames_) + ")");
  }
  return row;
}

// Edges are [frames][3][3] or [frames][3], or the same without frames.
Box H5mdReader::read_box(std::int64_t frame, double length) const {
  const bool moves = hdf5::exists(group_, "box/edges/value");
  const hdf5::Handle data = hdf5::open_data(group_, moves ? "box/edges/value" : "box/edges");
  hdf5::Extent extent = hdf5::extent_of(data);
  if (moves && !extent.empty()) extent.erase(extent.begin());
  std::array<double, 9> e{};
  if (extent.size() > 2 || extent.empty() || extent.back() != 3) {
    fail(path_, "the box edges have a shape that H5MD does not know");
  }
  if (moves) {
    hdf5::read_row(data, static_cast<std::uint64_t>(frame), hdf5::Type::f64, e.data());
  } else {
    hdf5::read_data(data, hdf5::Type::f64, e.data());
  }
  if (extent.size() == 1) e = {e[0], 0, 0, 0, e[1], 0, 0, 0, e[2]};
  if (e[1] != 0 || e[2] != 0 || e[5] != 0) {
    fail(path_, "the box edges are not in the form (ax, 0, 0), (bx, by, 0), (cx, cy, cz)");
  }
  Box box;
  box.lx = length * e[0];
  box.ly = length * e[4];
  box.lz = length * e[8];
  box.xy = length * e[3];
  box.xz = length * e[6];
  box.yz = length * e[7];
  const hdf5::Handle group = hdf5::open_group(group_, "box");
  if (hdf5::has_attribute(group, "boundary")) {
    const std::vector<std::string> boundary = hdf5::read_texts(group, "boundary");
    for (std::size_t k = 0; k < std::min<std::size_t>(boundary.size(), 3); ++k) {
      box.periodic[k] = boundary[k] != "none";
    }
  }
  return box;
}

std::vector<Vec3> H5mdReader::read_vectors(const std::string& name, std::int64_t frame,
                                           double scale) const {
  const std::string path = name + "/value";
  if (!hdf5::exists(group_, path)) return {};
  std::vector<double> xyz(static_cast<std::size_t>(3 * n_atoms_));
  hdf5::read_row(hdf5::open_data(group_, path), static_cast<std::uint64_t>(frame), hdf5::Type::f64,
                 xyz.data());
  std::vector<Vec3> rows;
  for (std::size_t i = 0; i < xyz.size(); i += 3) {
    rows.push_back({scale * xyz[i], scale * xyz[i + 1], scale * xyz[i + 2]});
  }
  return rows;
}

// Ids, species with their masses, charges; each data set may be missing.
void H5mdReader::read_statics(Snapshot& s, const Units& units) const {
  const auto n = static_cast<std::size_t>(n_atoms_);
  s.id.resize(n);
  std::iota(s.id.begin(), s.id.end(), std::int64_t{1});
  if (hdf5::exists(group_, "id") && !hdf5::exists(group_, "id/value")) {
    s.id = hdf5::read_data<std::int64_t>(hdf5::open_data(group_, "id"));
  }
  std::vector<std::int32_t> species(n, 0);
  std::vector<std::string> names;
  if (hdf5::exists(group_, "species") && !hdf5::exists(group_, "species/value")) {
    const hdf5::Handle data = hdf5::open_data(group_, "species");
    species = hdf5::read_data<std::int32_t>(data);
    names = hdf5::read_enum_names(data);
  }
  std::map<std::int32_t, std::int32_t> type_of;  // of each value, ascending
  for (const std::int32_t value : species) type_of[value];
  for (std::size_t k = 0; k < names.size(); ++k) type_of[static_cast<std::int32_t>(k)];
  for (auto& [value, type] : type_of) {
    type = static_cast<std::int32_t>(s.species.size());
    const auto k = static_cast<std::size_t>(value);
    s.species.push_back({k < names.size() ? names[k] : std::to_string(value), 1, 0});
  }
  for (const std::int32_t value : species) s.type.push_back(type_of.at(value));
  const FileUnits file = file_units(units, unit_of("position/value") != "nm");
  if (hdf5::exists(group_, "mass") && !hdf5::exists(group_, "mass/value")) {
    const auto mass = hdf5::read_data<double>(hdf5::open_data(group_, "mass"));
    for (std::size_t i = 0; i < n; ++i) {
      s.species[static_cast<std::size_t>(s.type[i])].mass = mass[i] / file.mass;
    }
  }
  if (hdf5::exists(group_, "charge") && !hdf5::exists(group_, "charge/value")) {
    s.charge = hdf5::read_data<double>(hdf5::open_data(group_, "charge"));
    for (double& q : s.charge) q /= file.charge;
  }
}

Snapshot H5mdReader::read(std::int64_t frame, const Units& units) const {
  const hdf5::Session session;
  const std::int64_t row = row_of(frame);
  const auto index = static_cast<std::uint64_t>(row);
  Snapshot s;
  read_statics(s, units);
  const double length = length_of_unit(unit_of("position/value"), units);
  s.box = read_box(row, length);
  s.position = read_vectors("position", row, length);
  if (hdf5::exists(group_, "velocity/value")) {
    s.velocity = read_vectors("velocity", row, velocity_of_unit(unit_of("velocity/value"), units));
  }
  if (hdf5::exists(group_, "force/value")) {
    const FileUnits file = file_units(units, unit_of("position/value") != "nm");
    s.force = read_vectors("force", row, 1 / file.force);
  }
  if (hdf5::exists(group_, "potential_energy/value")) {
    const FileUnits file = file_units(units, unit_of("position/value") != "nm");
    s.potential_energy.resize(static_cast<std::size_t>(n_atoms_));
    hdf5::read_row(hdf5::open_data(group_, "potential_energy/value"), index, hdf5::Type::f64,
                   s.potential_energy.data());
    for (double& e : s.potential_energy) e /= file.energy;
  }
  if (hdf5::exists(group_, "image/value")) {
    std::vector<std::int32_t> image(static_cast<std::size_t>(3 * n_atoms_));
    hdf5::read_row(hdf5::open_data(group_, "image/value"), index, hdf5::Type::i32, image.data());
    for (std::size_t i = 0; i < image.size(); i += 3) {
      s.image.push_back({image[i], image[i + 1], image[i + 2]});
    }
  }
  if (hdf5::exists(group_, "position/step")) {
    const auto steps = hdf5::read_data<std::int64_t>(hdf5::open_data(group_, "position/step"));
    if (index < steps.size()) s.step = steps[index];
  }
  if (hdf5::exists(group_, "position/time")) {
    const auto times = hdf5::read_data<double>(hdf5::open_data(group_, "position/time"));
    if (index < times.size()) {
      s.time = times[index] * time_of_unit(unit_of("position/time"), units);
    }
  }
  sort_by_id(s, path_);
  return s;
}

Snapshot read_h5md(const std::string& path, std::int64_t frame, const std::vector<Species>& species,
                   const Units& units) {
  Snapshot s = H5mdReader(path).read(frame, units);
  std::vector<std::int32_t> type_in_deck;
  std::vector<Species> merged = species;
  for (const Species& k : s.species) {
    const auto it = std::find_if(species.begin(), species.end(),
                                 [&](const Species& known) { return known.name == k.name; });
    if (it == species.end()) {
      fail(path, "species '" + k.name + "' is not in the deck; add it under `species`");
    }
    type_in_deck.push_back(static_cast<std::int32_t>(it - species.begin()));
    Species& target = merged[static_cast<std::size_t>(type_in_deck.back())];
    if (target.mass == 0) target.mass = k.mass;
  }
  for (std::int32_t& type : s.type) type = type_in_deck[static_cast<std::size_t>(type)];
  s.species = merged;
  s.step = 0;  // a run of its own begins here
  s.time = 0;
  return s;
}

}  // namespace alder
