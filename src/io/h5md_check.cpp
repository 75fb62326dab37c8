// SPDX-License-Identifier: BSD-3-Clause
#include "io/h5md_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "base/error.hpp"
#include "io/checkpoint.hpp"
#include "io/h5md_reader.hpp"

namespace alder {
namespace {

using hdf5::Handle;

void check_root(const Handle& file, FileCheck& check) {
  if (!hdf5::exists(file, "h5md")) {
    check.problems.emplace_back("there is no group /h5md, which H5MD requires");
    return;
  }
  const Handle h5md = hdf5::open_group(file, "h5md");
  if (!hdf5::has_attribute(h5md, "version")) {
    check.problems.emplace_back("/h5md has no attribute 'version'");
  }
  for (const char* group : {"author", "creator"}) {
    if (!hdf5::exists(h5md, group)) {
      check.problems.push_back(fmt::format("there is no group /h5md/{}", group));
    }
  }
}

// Elements that every frame needs, with as many rows as there are positions.
void check_lengths(const Handle& group, std::int64_t frames, FileCheck& check) {
  for (const char* name : {"position/step", "position/time", "box/edges/value", "velocity/value",
                           "force/value", "image/value"}) {
    const bool required = std::string(name).starts_with("position");
    if (!hdf5::exists(group, name)) {
      if (required) check.problems.push_back(fmt::format("there is no {}", name));
      continue;
    }
    const auto rows = static_cast<std::int64_t>(hdf5::extent_of(hdf5::open_data(group, name))[0]);
    if (rows < frames) {
      check.problems.push_back(
          fmt::format("{} has {} rows for {} frames of positions", name, rows, frames));
    }
  }
}

void check_steps(const std::vector<std::int64_t>& steps, FileCheck& check) {
  if (steps.empty()) return;
  check.facts.push_back(fmt::format("steps {} to {}", steps.front(), steps.back()));
  if (steps.size() < 3) return;
  const std::int64_t every = steps[1] - steps[0];
  for (std::size_t k = 1; k < steps.size(); ++k) {
    const std::int64_t apart = steps[k] - steps[k - 1];
    if (apart <= 0) {
      check.problems.push_back(
          fmt::format("step {} follows step {} (frame {})", steps[k], steps[k - 1], k));
    } else if (apart > every) {
      check.problems.push_back(
          fmt::format("frames are missing between steps {} and {}", steps[k - 1], steps[k]));
    }
  }
}

bool is_finite(const std::vector<Vec3>& rows) {
  return std::all_of(rows.begin(), rows.end(), [](const Vec3& r) {
    return std::isfinite(r.x) && std::isfinite(r.y) && std::isfinite(r.z);
  });
}

// Reads every frame.
void check_frames(const H5mdReader& reader, FileCheck& check) {
  std::int64_t good = 0;
  for (; good < reader.frames(); ++good) {
    try {
      const Snapshot s = reader.read(good, reader.natural_units());
      if (is_finite(s.position) && is_finite(s.velocity)) continue;
      check.problems.push_back(fmt::format("frame {} holds what is not a number", good));
    } catch (const Error& e) {
      check.problems.push_back(fmt::format("frame {} cannot be read: {}", good, e.what()));
    }
    break;
  }
  check.facts.push_back(good == 0 ? "no frame is good"
                                  : fmt::format("last good frame: {}", good - 1));
}

FileCheck check_trajectory(const std::string& path, const Handle& file) {
  FileCheck check;
  check.kind = "H5MD trajectory";
  check_root(file, check);
  const H5mdReader reader(path);
  check.facts.push_back(fmt::format("{} frames of {} atoms in /particles/{}", reader.frames(),
                                    reader.n_atoms(), reader.group_name()));
  const Handle group = hdf5::open_group(file, "particles/" + reader.group_name());
  check_lengths(group, reader.frames(), check);
  if (hdf5::exists(group, "position/step")) {
    check_steps(hdf5::read_data<std::int64_t>(hdf5::open_data(group, "position/step")), check);
  }
  check_frames(reader, check);
  return check;
}

FileCheck check_checkpoint(const std::string& path) {
  FileCheck check;
  check.kind = "checkpoint";
  try {
    const Checkpoint checkpoint = read_checkpoint(path);
    const auto& s = checkpoint.state;
    check.facts.push_back(fmt::format("step {} of '{}', {} atoms{}", s.at("step").dump(),
                                      s.at("deck").at("name").get<std::string>(),
                                      s.at("n_atoms").dump(),
                                      s.at("finished").get<bool>() ? ", finished" : ""));
    check.facts.push_back("written by Alder " +
                          s.at("written_by").at("version").get<std::string>() + " on " +
                          s.at("written_by").at("device").get<std::string>());
    check.facts.push_back(
        fmt::format("{} fields, every checksum matches", checkpoint.fields.size()));
  } catch (const Error& e) {
    check.problems.emplace_back(e.what());
  }
  return check;
}

}  // namespace

bool looks_like_hdf5(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  char signature[4] = "";
  stream.read(signature, 4);
  return stream && std::string(signature + 1, 3) == "HDF";
}

FileCheck check_hdf5_file(const std::string& path) {
  const hdf5::Session session;
  try {
    const Handle file = hdf5::open_file(path, false);
    if (hdf5::has_attribute(file, "alder_checkpoint")) return check_checkpoint(path);
    return check_trajectory(path, file);
  } catch (const EnvironmentError& e) {
    FileCheck check;
    check.kind = "HDF5 file";
    check.problems.emplace_back(e.what());
    return check;
  }
}

}  // namespace alder
