// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/read_lammps_data.hpp"

#include <algorithm>
#include <map>

#include "atoms/text_scanner.hpp"
#include "base/error.hpp"

namespace alder {
namespace {

// Where an atom style keeps its columns, counted from 0; -1: not there.
struct Columns {
  int type, charge, x;
};

const std::map<std::string, Columns, std::less<>>& atom_styles() {
  static const std::map<std::string, Columns, std::less<>> all{
      {"atomic", {1, -1, 2}}, {"charge", {1, 2, 3}},     {"bond", {2, -1, 3}},
      {"angle", {2, -1, 3}},  {"molecular", {2, -1, 3}}, {"full", {2, 3, 4}},
      {"sphere", {1, -1, 4}}};
  return all;
}

constexpr std::string_view section_names[] = {
    "Atoms",        "Velocities",      "Masses",          "Bonds",         "Angles",
    "Dihedrals",    "Impropers",       "Pair Coeffs",     "PairIJ Coeffs", "Bond Coeffs",
    "Angle Coeffs", "Dihedral Coeffs", "Improper Coeffs", "Ellipsoids",    "Lines",
    "Triangles",    "Bodies",          "Atom Type Labels"};

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) text += (text.empty() ? "" : " ") + std::string(word);
  return text;
}

std::string trimmed_style(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

class DataReader {
 public:
  DataReader(const LammpsDataOptions& options, const Units& units)
      : options_(options), units_(units), in_(options.file, '#') {}

  Snapshot read() {
    in_.next_line();  // the title
    read_header();
    if (n_atoms_ <= 0) in_.fail(0, "the header gives no number of atoms ('<N> atoms')");
    check_type_count();
    while (!section_.empty()) read_section();
    finish();
    return std::move(snapshot_);
  }

 private:
  void read_header() {
    while (in_.next_words()) {
      const auto& w = in_.words();
      if (is_section()) {
        section_ = joined(w);
        return;
      }
      const auto ends_with = [&](std::initializer_list<std::string_view> tail) {
        return w.size() >= tail.size() &&
               std::equal(tail.begin(), tail.end(),
                          w.end() - static_cast<std::ptrdiff_t>(tail.size()));
      };
      if (ends_with({"atoms"})) n_atoms_ = in_.integer(0);
      if (ends_with({"atom", "types"})) n_types_ = in_.integer(0);
      if (ends_with({"xlo", "xhi"})) read_edge(x_);
      if (ends_with({"ylo", "yhi"})) read_edge(y_);
      if (ends_with({"zlo", "zhi"})) read_edge(z_);
      if (ends_with({"xy", "xz", "yz"})) tilt_ = length_vector(0);
    }
    section_.clear();
  }

  void check_type_count() const {
    if (n_types_ <= std::ssize(options_.species)) return;
    throw InputError(options_.file + ": error: the file has " + std::to_string(n_types_) +
                     " atom types, the deck only " + std::to_string(options_.species.size()) +
                     " species; add the others under `species`");
  }

  void read_edge(Vec3& edge) {
    edge = {in_.number(0) * units_.length, in_.number(1) * units_.length, 1};
    if (!(edge.y > edge.x)) in_.fail(1, "the upper box bound must be above the lower one");
  }

  [[nodiscard]] bool is_section() const {
    return std::find(std::begin(section_names), std::end(section_names), joined(in_.words())) !=
           std::end(section_names);
  }

  void read_section() {
    if (section_ == "Atoms") return read_atoms();
    if (section_ == "Velocities") return read_velocities();
    if (section_ == "Masses") return read_masses();
    const bool topology = section_.ends_with("s") && section_.find("Coeffs") == std::string::npos;
    if (topology) {
      in_.fail(0, "the section '" + section_ +
                      "' needs bonded terms or extended particles, which "
                      "Alder does not have yet; remove the section if the forces may be left out");
    }
    skip_section();  // coefficients come from the deck
  }

  void skip_section() {
    while (in_.next_words()) {
      if (is_section()) {
        section_ = joined(in_.words());
        return;
      }
    }
    section_.clear();
  }

  // Reads `count` lines, then goes on to the next section.
  template <class ReadLine>
  void read_lines(std::int64_t count, ReadLine read_line) {
    const std::string name = section_;
    for (std::int64_t k = 0; k < count; ++k) {
      if (!in_.next_words() || is_section()) {
        in_.fail(0, "the section '" + name + "' ends after " + std::to_string(k) + " of " +
                        std::to_string(count) + " lines");
      }
      read_line();
    }
    if (!in_.next_words()) return section_.clear();
    if (!is_section()) {
      in_.fail(0, "expected a section name after the " + std::to_string(count) + " lines of '" +
                      name + "', got '" + std::string(in_.words()[0]) + "'");
    }
    section_ = joined(in_.words());
  }

  void read_masses() {
    masses_.assign(static_cast<std::size_t>(n_types_), 0);
    read_lines(n_types_, [&] {
      masses_[static_cast<std::size_t>(type_at(0))] = in_.number(1) * units_.mass;
    });
  }

  [[nodiscard]] std::int32_t type_at(std::size_t word) const {
    const std::int64_t type = in_.integer(word);
    if (type < 1 || type > n_types_) {
      in_.fail(word,
               "atom type " + std::to_string(type) + " is not in 1.." + std::to_string(n_types_));
    }
    return static_cast<std::int32_t>(type - 1);
  }

  [[nodiscard]] Columns columns() const {
    std::string style = trimmed_style(in_.comment());
    if (style.empty()) style = options_.atom_style.empty() ? "atomic" : options_.atom_style;
    const auto it = atom_styles().find(style);
    if (it == atom_styles().end()) {
      std::string known;
      for (const auto& [name, c] : atom_styles()) known += (known.empty() ? "" : ", ") + name;
      in_.fail(0, "there is no atom style '" + style + "' (known: " + known +
                      "); name it as 'Atoms # style' or in system.read.atom_style");
    }
    return it->second;
  }

  void read_atoms() {
    const Columns c = columns();
    const std::size_t n = std::min(static_cast<std::size_t>(n_atoms_), in_.size());
    Snapshot& s = snapshot_;
    s.id.reserve(n);
    s.type.reserve(n);
    s.position.reserve(n);
    s.image.reserve(n);
    const auto x = static_cast<std::size_t>(c.x);
    read_lines(n_atoms_, [&] {
      const std::size_t found = in_.words().size();
      if (found != x + 3 && found != x + 6) {
        in_.fail(found, "expected " + std::to_string(x + 3) + " columns, or " +
                            std::to_string(x + 6) + " with image flags, got " +
                            std::to_string(found));
      }
      s.id.push_back(in_.integer(0));
      if (s.id.back() < 1) in_.fail(0, "atom ids must be positive");
      s.type.push_back(type_at(static_cast<std::size_t>(c.type)));
      if (c.charge >= 0) {
        s.charge.push_back(in_.number(static_cast<std::size_t>(c.charge)) * units_.charge);
      }
      s.position.push_back(length_vector(x));
      const bool images = found == x + 6;
      s.image.push_back(images ? Int3{image_at(x + 3), image_at(x + 4), image_at(x + 5)} : Int3{});
    });
    sort_by_id(snapshot_, options_.file);
  }

  [[nodiscard]] Vec3 length_vector(std::size_t word) const {
    return units_.length * Vec3{in_.number(word), in_.number(word + 1), in_.number(word + 2)};
  }

  [[nodiscard]] int image_at(std::size_t word) const {
    const std::int64_t image = in_.integer(word);
    if (image < INT32_MIN || image > INT32_MAX) in_.fail(word, "an image flag must fit 32 bits");
    return static_cast<int>(image);
  }

  void read_velocities() {
    if (snapshot_.id.empty()) in_.fail(0, "the Velocities section must come after Atoms");
    snapshot_.velocity.assign(snapshot_.id.size(), Vec3{});
    std::vector<bool> given(snapshot_.id.size(), false);
    read_lines(n_atoms_, [&] {
      const std::int64_t id = in_.integer(0);
      const auto it = std::lower_bound(snapshot_.id.begin(), snapshot_.id.end(), id);
      if (it == snapshot_.id.end() || *it != id) {
        in_.fail(0, "there is no atom with id " + std::to_string(id));
      }
      const auto row = static_cast<std::size_t>(it - snapshot_.id.begin());
      if (given[row]) in_.fail(0, "atom " + std::to_string(id) + " has a velocity already");
      given[row] = true;
      snapshot_.velocity[row] =
          units_.velocity() * Vec3{in_.number(1), in_.number(2), in_.number(3)};
    });
  }

  void finish() {
    Snapshot& s = snapshot_;
    const auto fail = [&](const std::string& why) {
      throw InputError(options_.file + ": error: " + why);
    };
    if (s.id.empty()) fail("there is no Atoms section");
    if (x_.z == 0 || y_.z == 0 || z_.z == 0)
      fail("the header lacks a box line (xlo xhi, ylo yhi, zlo zhi)");
    s.box.origin = {x_.x, y_.x, z_.x};
    s.box.lx = x_.y - x_.x;
    s.box.ly = y_.y - y_.x;
    s.box.lz = z_.y - z_.x;
    s.box.xy = tilt_.x;
    s.box.xz = tilt_.y;
    s.box.yz = tilt_.z;
    s.species = options_.species;
    for (std::size_t k = 0; k < s.species.size(); ++k) {
      if (s.species[k].mass == 0 && k < masses_.size()) s.species[k].mass = masses_[k];
      if (!(s.species[k].mass > 0)) {
        fail("species '" + s.species[k].name +
             "' has no mass, neither in the deck nor in a Masses section");
      }
    }
  }

  const LammpsDataOptions& options_;
  const Units& units_;
  TextScanner in_;
  Snapshot snapshot_;
  std::string section_;
  std::int64_t n_atoms_ = 0, n_types_ = 0;
  Vec3 x_{}, y_{}, z_{};  // low, high, 1 once read
  Vec3 tilt_{};
  std::vector<double> masses_;
};

}  // namespace

Snapshot read_lammps_data(const LammpsDataOptions& options, const Units& units) {
  return DataReader(options, units).read();
}

}  // namespace alder
