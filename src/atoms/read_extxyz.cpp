// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/read_extxyz.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "atoms/rotate_box.hpp"
#include "atoms/text_scanner.hpp"
#include "base/error.hpp"

namespace alder {
namespace {

// key=value, key="value with blanks" pairs of the comment line.
std::map<std::string, std::string> parse_info(std::string_view line) {
  std::map<std::string, std::string> info;
  std::size_t at = 0;
  while ((at = line.find_first_not_of(" \t", at)) != std::string_view::npos) {
    const std::size_t equals = line.find_first_of("= \t", at);
    if (equals == std::string_view::npos) break;
    const std::string key(line.substr(at, equals - at));
    if (line[equals] != '=') {
      at = equals;
      continue;
    }
    at = equals + 1;
    const bool quoted = at < line.size() && line[at] == '"';
    if (quoted) ++at;
    const std::size_t end = std::min(line.find_first_of(quoted ? "\"" : " \t", at), line.size());
    info[key] = std::string(line.substr(at, end - at));
    at = end + 1;
    if (at >= line.size()) break;
  }
  return info;
}

struct Property {
  std::size_t column;
  std::size_t width;
};

std::map<std::string, Property> parse_properties(const std::string& text) {
  std::map<std::string, Property> properties;
  std::size_t column = 0, at = 0;
  std::vector<std::string> parts;
  while (at <= text.size()) {
    const std::size_t end = std::min(text.find(':', at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  for (std::size_t k = 0; k + 2 < parts.size(); k += 3) {
    std::size_t width = 0;
    std::from_chars(parts[k + 2].data(), parts[k + 2].data() + parts[k + 2].size(), width);
    properties[parts[k]] = {column, width};
    column += width;
  }
  return properties;
}

class ExtxyzReader {
 public:
  ExtxyzReader(const ExtxyzOptions& options, const Units& units)
      : options_(options), units_(units), in_(options.file) {}

  Snapshot read() {
    const std::vector<Start> frames = find_frames();
    const auto n = static_cast<std::int64_t>(frames.size());
    const std::int64_t k = options_.frame < 0 ? n + options_.frame : options_.frame;
    if (k < 0 || k >= n) {
      throw InputError(options_.file + ": error: there is no frame " +
                       std::to_string(options_.frame) + " (the file has " + std::to_string(n) +
                       ")");
    }
    return read_at(frames[static_cast<std::size_t>(k)]);
  }

  void for_each(const std::function<void(Snapshot)>& visit) {
    for (const Start& start : find_frames()) visit(read_at(start));
  }

 private:
  struct Start {
    std::size_t position;
    std::int64_t line;
  };

  std::vector<Start> find_frames() {
    std::vector<Start> frames;
    while (true) {
      const Start start{in_.position(), in_.line_number()};
      if (!in_.next_line()) return frames;
      if (in_.words().empty()) continue;  // blank lines between or after frames
      const std::int64_t atoms = in_.integer(0);
      frames.push_back(start);
      if (!in_.next_line()) in_.fail(0, "the file ends before the comment line of a frame");
      for (std::int64_t i = 0; i < atoms; ++i) {
        if (!in_.next_line()) {
          in_.fail(0, "the file ends after " + std::to_string(i) + " of " + std::to_string(atoms) +
                          " atoms");
        }
      }
    }
  }

  Snapshot read_at(const Start& start) {
    in_.rewind(start.position, start.line);
    snapshot_ = {};
    read_frame();
    return std::move(snapshot_);
  }

  void read_frame() {
    in_.next_line();
    const std::int64_t n = in_.integer(0);
    if (n < 1) in_.fail(0, "a frame must have at least one atom");
    in_.next_line();
    const auto info = parse_info(in_.line());
    const RotatedBox rotated = read_cell(info);
    snapshot_.box = rotated.box;
    read_boundary(info, snapshot_.box);
    snapshot_.species = options_.species;
    const auto it = info.find("Properties");
    properties_ = parse_properties(it != info.end() ? it->second : "species:S:1:pos:R:3");
    if (find({"species"}, 1) == std::nullopt || find({"pos"}, 3) == std::nullopt) {
      in_.fail(0, "Properties must have species:S:1 and pos:R:3");
    }
    for (std::int64_t i = 0; i < n; ++i) {
      in_.next_line();
      read_atom(rotated, i);
    }
    check_masses();
    sort_by_id(snapshot_, options_.file);
  }

  // pbc="T T F": faces across which nothing repeats follow the atoms.
  void read_boundary(const std::map<std::string, std::string>& info, Box& box) const {
    const auto pbc = info.find("pbc");
    if (pbc == info.end()) return;
    std::string flags;
    for (const char c : pbc->second) {
      if (c == 'T' || c == 'F' || c == '1' || c == '0') flags += c;
    }
    if (flags.size() != 3) in_.fail(0, "pbc must be three of T and F, e.g. \"T T F\"");
    for (std::size_t axis = 0; axis < 3; ++axis) {
      box.periodic[axis] = flags[axis] == 'T' || flags[axis] == '1';
      box.shrink[axis] = !box.periodic[axis];
    }
  }

  RotatedBox read_cell(const std::map<std::string, std::string>& info) {
    const auto it = info.find("Lattice");
    if (it == info.end())
      in_.fail(0, "the comment line must have Lattice=\"ax ay az bx by bz cx cy cz\"");
    std::array<double, 9> v{};
    const char* at = it->second.data();
    const char* end = at + it->second.size();
    for (double& value : v) {
      while (at != end && (*at == ' ' || *at == '\t' || *at == '+')) ++at;
      const auto [stop, error] = std::from_chars(at, end, value);
      if (error != std::errc{}) in_.fail(0, "Lattice must be nine numbers");
      at = stop;
      value *= units_.length;
    }
    try {
      return rotate_to_lammps({v[0], v[1], v[2]}, {v[3], v[4], v[5]}, {v[6], v[7], v[8]});
    } catch (const InputError& e) {
      in_.fail(0, e.what());
    }
  }

  std::optional<std::size_t> find(std::initializer_list<const char*> names,
                                  std::size_t width) const {
    for (const char* name : names) {
      const auto it = properties_.find(name);
      if (it != properties_.end() && it->second.width == width) return it->second.column;
    }
    return std::nullopt;
  }

  [[nodiscard]] Vec3 vector(std::size_t column) const {
    return {in_.number(column), in_.number(column + 1), in_.number(column + 2)};
  }

  void read_atom(const RotatedBox& rotated, std::int64_t row) {
    const std::size_t species = *find({"species"}, 1);
    if (species >= in_.words().size()) in_.fail(species, "the species is missing");
    const std::string_view name = in_.words()[species];
    const auto it = std::find_if(options_.species.begin(), options_.species.end(),
                                 [&](const Species& s) { return s.name == name; });
    if (it == options_.species.end()) {
      in_.fail(species,
               "species '" + std::string(name) + "' is not in the deck; add it under `species`");
    }
    Snapshot& s = snapshot_;
    s.type.push_back(static_cast<std::int32_t>(it - options_.species.begin()));
    s.position.push_back(rotated.rotate(units_.length * vector(*find({"pos"}, 3))));
    if (const auto v = find({"vel", "velo", "velocities", "velocity"}, 3)) {
      s.velocity.push_back(rotated.rotate(units_.velocity() * vector(*v)));
    }
    if (const auto q = find({"charge", "charges", "initial_charges"}, 1)) {
      s.charge.push_back(units_.charge * in_.number(*q));
    }
    const auto id = find({"id"}, 1);
    s.id.push_back(id ? in_.integer(*id) : row + 1);
    if (s.id.back() < 1) in_.fail(*id, "atom ids must be positive");
  }

  void check_masses() const {
    for (const Species& s : snapshot_.species) {
      if (!(s.mass > 0))
        throw InputError("species." + s.name + " needs a 'mass': an extxyz file gives none");
    }
  }

  const ExtxyzOptions& options_;
  const Units& units_;
  TextScanner in_;
  std::map<std::string, Property> properties_;
  Snapshot snapshot_;
};

}  // namespace

void for_each_extxyz_frame(const ExtxyzOptions& options, const Units& units,
                           const std::function<void(Snapshot)>& visit) {
  ExtxyzReader(options, units).for_each(visit);
}

Snapshot read_extxyz(const ExtxyzOptions& options, const Units& units) {
  return ExtxyzReader(options, units).read();
}

}  // namespace alder
