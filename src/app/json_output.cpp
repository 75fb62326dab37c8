// SPDX-License-Identifier: BSD-3-Clause
#include "json_output.hpp"

#include <filesystem>
#include <fstream>

namespace alder::app {

using nlohmann::ordered_json;

namespace {

// Null where it was not measured.
ordered_json known(double ratio) {
  return ratio > 0 ? ordered_json(ratio) : ordered_json();
}

}  // namespace

ordered_json to_json(const Evaluation& e) {
  ordered_json json;
  json["units"] = e.units;
  json["n_atoms"] = e.n_atoms;
  json["energy"] = {{"total", e.total},      {"pair", e.pair},     {"vdw", e.vdw},
                    {"coul", e.coul},        {"kspace", e.kspace}, {"tail", e.tail},
                    {"bond", e.bond},        {"angle", e.angle},   {"dihedral", e.dihedral},
                    {"improper", e.improper}};
  json["pressure_tensor"] = e.pressure_tensor;
  json["pressure_tensor_full"] = e.pressure_tensor_full;
  json["kinetic_energy"] = e.kinetic_energy;
  json["temperature"] = e.temperature;
  json["volume"] = e.volume;
  auto& forces = json["forces"] = ordered_json::array();
  for (const Vec3& f : e.forces) forces.push_back({f.x, f.y, f.z});
  return json;
}

ordered_json to_json(const Report& r) {
  ordered_json json;
  json["n_atoms"] = r.n_atoms;
  json["steps"] = r.steps;
  json["wall_seconds"] = r.wall_seconds;
  json["atom_steps_per_second"] = r.atom_steps_per_second;
  json["simulated_time"] = r.simulated_time;
  for (const auto& [part, seconds] : r.seconds_by_part) json["seconds_by_part"][part] = seconds;
  for (const auto& [part, seconds] : r.processor_seconds_by_part) {
    json["processor_seconds_by_part"][part] = seconds;
  }
  json["neighbor_builds"] = r.neighbor_builds;
  json["dangerous_builds"] = r.dangerous_builds;
  json["neighbors_per_atom"] = r.neighbors_per_atom;
  json["ranks"] = r.ranks;
  json["gpus"] = r.gpus;
  json["energy_joules"] = r.energy_joules ? ordered_json(*r.energy_joules) : ordered_json();
  json["imbalance"] = r.imbalance;
  json["imbalance_before"] = r.cut_moves > 0 ? ordered_json(r.imbalance_before) : ordered_json();
  json["cut_moves"] = r.cut_moves;
  json["imbalance_by_time"] = known(r.imbalance_by_time);
  json["imbalance_by_time_before"] = known(r.imbalance_by_time_before);
  json["measured_imbalance"] = known(r.measured_imbalance);
  const Communication& c = r.communication;
  json["communication"] = {{"halo_refreshes", c.halo_refreshes},
                           {"halo_messages", c.halo_messages},
                           {"halo_bytes", c.halo_bytes},
                           {"halo_bytes_most", c.halo_bytes_most},
                           {"messages", c.messages},
                           {"bytes", c.bytes},
                           {"reductions", c.reductions}};
  json["bytes_per_atom"] = r.bytes_per_atom;
  json["device"] = r.device;
  json["precision"] = r.precision;
  json["threads"] = r.threads;
  json["ms_per_step"] = r.ms_per_step;
  json["time_per_day"] = r.time_per_day;
  json["output_share"] = r.output_share;
  json["peak_memory_bytes"] = r.peak_memory_bytes;
  json["resumed_from"] = r.resumed_from < 0 ? ordered_json() : ordered_json(r.resumed_from);
  json["checkpoints"] = r.checkpoints;
  json["checkpoint_seconds"] = r.checkpoint_seconds;
  for (const EnergyDrift& d : r.energy_drift) {
    json["energy_drift"].push_back({{"stage", d.stage},
                                    {"per_atom_per_time", d.per_atom_per_time},
                                    {"error", d.error},
                                    {"limit", d.limit},
                                    {"exceeded", d.exceeded}});
  }
  for (const KernelTime& t : kernel_times()) {
    json["kernels"][t.name] = {{"seconds", t.seconds}, {"launches", t.launches}};
  }
  return json;
}

ordered_json to_json(const ThermoRow& row, const std::vector<std::string>& columns) {
  ordered_json json;
  json["step"] = row.step;
  json["time"] = row.time;
  json["temperature"] = row.temperature;
  json["potential_energy"] = row.potential_energy;
  json["kinetic_energy"] = row.kinetic_energy;
  json["total_energy"] = row.total_energy;
  json["pressure"] = row.pressure;
  json["pressure_tensor"] = row.pressure_tensor;
  for (const std::string& name : columns) {
    if (!json.contains(name)) json[name] = row.column(name);
  }
  return json;
}

namespace {

[[noreturn]] void fail_to_write(const std::string& file, const std::string& temporary) {
  std::error_code ignored;
  std::filesystem::remove(temporary, ignored);
  throw EnvironmentError(file +
                         ": error: the file cannot be written; check the folder, its "
                         "permissions and the space left on the disk");
}

}  // namespace

void check_writable(const std::string& file) {
  const std::string temporary = file + ".part";
  std::ofstream stream(temporary, std::ios::binary);
  std::error_code error;
  if (!stream || std::filesystem::is_directory(file, error)) fail_to_write(file, temporary);
  stream.close();
  std::filesystem::remove(temporary, error);
}

void write_json(const std::string& file, const ordered_json& json) {
  const std::string temporary = file + ".part";
  std::ofstream stream(temporary, std::ios::binary);
  stream << json.dump(1) << '\n';
  stream.close();
  std::error_code error;
  if (stream) std::filesystem::rename(temporary, file, error);
  if (!stream || error) fail_to_write(file, temporary);
}

}  // namespace alder::app
