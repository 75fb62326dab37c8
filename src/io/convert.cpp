// SPDX-License-Identifier: BSD-3-Clause
#include "io/convert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>

#include "alder_config.hpp"
#include "atoms/make_system.hpp"
#include "base/error.hpp"
#include "io/atomic_file.hpp"
#include "io/h5md_reader.hpp"
#include "io/h5md_writer.hpp"
#include "io/text_writers.hpp"
#include "io/xdmf_writer.hpp"

namespace alder {
namespace {

using FrameWriter = std::function<void(std::ostream&, const Snapshot&, int)>;

std::string extension_of(const std::string& path) {
  return std::filesystem::path(path).extension().string();
}

[[noreturn]] void refuse(const std::string& from, const std::string& to) {
  throw InputError("there is no conversion from " + from + " to " + to +
                   "; known: .h5md to .extxyz, .xyz, .lammpstrj, .dump, .data, .xdmf; .extxyz, "
                   ".xyz and .data to .h5md");
}

FrameWriter writer_for(const std::string& from, const std::string& to) {
  const std::string extension = extension_of(to);
  if (extension == ".extxyz") return write_extxyz;
  if (extension == ".xyz") return write_xyz;
  if (extension == ".lammpstrj" || extension == ".dump") return write_lammps_dump;
  if (extension == ".data") return write_lammps_data;
  refuse(from, to);
}

std::int64_t write_xdmf(const std::string& from, const std::string& to) {
  if (xdmf_path(from) != to) {
    throw InputError(to + ": error: an XDMF file stands beside its trajectory: " + xdmf_path(from));
  }
  const H5mdReader reader(from);
  TrajectoryDeck deck;
  deck.double_precision = !reader.is_single();
  std::vector<double> times;
  for (std::int64_t k = 0; k < reader.frames(); ++k) {
    const Snapshot s = reader.read(k, reader.natural_units());
    if (k == 0 && !s.velocity.empty()) deck.fields.emplace_back("velocity");
    if (k == 0 && !s.force.empty()) deck.fields.emplace_back("force");
    if (k == 0 && !s.potential_energy.empty()) deck.fields.emplace_back("potential_energy");
    times.push_back(s.time / reader.natural_units().time);
  }
  XdmfWriter(from, deck, reader.n_atoms(), times);
  return reader.frames();
}

std::int64_t from_h5md(const std::string& from, const std::string& to, const std::int64_t* frame) {
  if (extension_of(to) == ".xdmf") return write_xdmf(from, to);
  const FrameWriter write = writer_for(from, to);
  const H5mdReader reader(from);
  const Units& units = reader.natural_units();
  std::int64_t first = 0;
  std::int64_t last = reader.frames();
  if (frame != nullptr || extension_of(to) == ".data") {
    const std::int64_t one = frame == nullptr ? -1 : *frame;
    first = one < 0 ? last + one : one;
    last = first + 1;
  }
  std::ofstream stream(part_of(to), std::ios::binary);
  for (std::int64_t k = first; k < last; ++k) {
    write(stream, in_deck_units(reader.read(k, units), units), reader.is_single() ? 9 : 17);
  }
  stream.close();
  if (!stream) throw EnvironmentError(to + ": error: the file cannot be written");
  publish(to, false);
  return last - first;
}

std::vector<float> scaled(const std::vector<Vec3>& rows, double scale, const Vec3& origin) {
  std::vector<float> xyz;
  for (const Vec3& r : rows) {
    for (int k = 0; k < 3; ++k) xyz.push_back(static_cast<float>(scale * (r[k] - origin[k])));
  }
  return xyz;
}

void add_frame(H5mdWriter& writer, TrajectoryFrame& frame, const Snapshot& s, std::int64_t step) {
  frame.step = step;
  frame.box = s.box;
  for (QuantityRows& rows : frame.quantities) {
    const bool is_velocity = rows.what == AtomQuantity::velocity;
    rows.single = scaled(is_velocity ? s.velocity : s.position, rows.scale,
                         is_velocity ? Vec3{} : s.box.origin);
  }
  writer.write(frame);
}

[[noreturn]] void fail_at_other_atoms(const std::string& file, std::int64_t frame, std::size_t has,
                                      std::size_t first_has) {
  throw InputError(fmt::format(
      "{}: error: frame {} has other atoms ({}) than the first one ({}), and a row of an H5MD file "
      "is the same atom in every frame; convert frames with the same ids",
      file, frame, has, first_has));
}

std::int64_t to_h5md(const std::string& from, const std::string& to, const Deck& deck) {
  const bool is_extxyz = extension_of(from) != ".data";
  Deck source = deck;
  source.directory.clear();
  source.system = {};
  source.system.read =
      ReadDeck{.file = from,
               .format = is_extxyz ? ReadDeck::Format::extxyz : ReadDeck::Format::lammps_data,
               .atom_style = {},
               .frame = 0};
  TrajectoryDeck form;
  form.fields = {"position", "velocity"};
  form.unwrap = true;  // positions as they are in the file
  const Provenance provenance{.version = std::string(config::version),
                              .commit = std::string(config::commit),
                              .deck = {},
                              .units = std::string(deck.units.name),
                              .device = {},
                              .precision = {},
                              .seeds = {}};
  std::optional<H5mdWriter> writer;
  std::vector<std::int64_t> ids;
  TrajectoryFrame frame = empty_frame(form, deck.units);
  const auto add = [&](const Snapshot& s) {
    if (!writer) {
      writer.emplace(to, form, deck.units, s, provenance);
      ids = s.id;
    }
    if (s.id != ids) fail_at_other_atoms(from, writer->frames(), s.id.size(), ids.size());
    add_frame(*writer, frame, s, writer->frames());
  };
  if (is_extxyz) {
    for_each_frame(source, add);
  } else {
    add(make_system(source));
  }
  return writer ? writer->frames() : 0;
}

}  // namespace

std::int64_t convert_file(const std::string& from, const std::string& to, const Deck* deck,
                          const std::int64_t* frame) {
  if (extension_of(from) == ".h5md") return from_h5md(from, to, frame);
  if (extension_of(to) != ".h5md") refuse(from, to);
  if (deck == nullptr) {
    throw InputError("converting to H5MD needs --deck with the species and units of " + from);
  }
  return to_h5md(from, to, *deck);
}

}  // namespace alder
