// SPDX-License-Identifier: BSD-3-Clause
#include "io/h5md_writer.hpp"

#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "io/atomic_file.hpp"

namespace alder {
namespace {

constexpr std::uint64_t numbers_per_chunk = 1024;
constexpr std::uint64_t boxes_per_chunk = 64;
constexpr std::uint64_t atoms_per_chunk = 87381;  // 1 MiB of float vectors
constexpr std::uint64_t metadata_reserve = std::uint64_t{1} << 20;

void write_unit(const hdf5::Handle& object, const std::string& unit) {
  if (!unit.empty()) hdf5::write_text(object, "unit", unit);
}

// Elements of the same frames share one step and one time.
void link_frames(const hdf5::Handle& position, const hdf5::Handle& element) {
  hdf5::hard_link(position, "step", element, "step");
  hdf5::hard_link(position, "time", element, "time");
}

std::vector<double> masses(const Snapshot& s, double scale) {
  std::vector<double> rows;
  for (const std::int32_t type : s.type) {
    rows.push_back(scale * s.species[static_cast<std::size_t>(type)].mass);
  }
  return rows;
}

const char* name_of(AtomQuantity what) {
  switch (what) {
    case AtomQuantity::velocity: return "velocity";
    case AtomQuantity::force: return "force";
    case AtomQuantity::potential_energy: return "potential_energy";
    default: return "position";
  }
}

std::array<double, 9> edges_of(const Box& b, double scale) {
  return {scale * b.lx, 0,           0, scale * b.xy, scale * b.ly, 0, scale * b.xz,
          scale * b.yz, scale * b.lz};
}

}  // namespace

TrajectoryFrame empty_frame(const TrajectoryDeck& deck, const Units& units) {
  const FileUnits file = file_units(units, deck.native_units);
  const auto has = [&](const char* name) {
    return std::find(deck.fields.begin(), deck.fields.end(), name) != deck.fields.end();
  };
  TrajectoryFrame frame;
  const auto add = [&](AtomQuantity what, double scale) {
    frame.quantities.push_back({.what = what, .scale = scale, .single = {}, .full = {}});
  };
  if (has("velocity")) add(AtomQuantity::velocity, file.velocity);
  if (has("force")) add(AtomQuantity::force, file.force);
  if (has("potential_energy")) add(AtomQuantity::potential_energy, file.energy);
  add(deck.unwrap ? AtomQuantity::unwrapped_position : AtomQuantity::position, file.length);
  frame.with_images = has("image") && !deck.unwrap;
  frame.double_precision = deck.double_precision;
  return frame;
}

H5mdWriter::H5mdWriter(const std::string& path, const TrajectoryDeck& deck, const Units& units,
                       const Snapshot& system, const Provenance& provenance)
    : path_(path),
      deck_(deck),
      units_(file_units(units, deck.native_units)),
      n_atoms_(system.id.size()),
      form_(empty_frame(deck, units)),
      reserve_(path) {
  const hdf5::Session session;
  file_ = hdf5::create_file(part_of(path));
  group_ = hdf5::create_group(file_, "particles/trajectory");
  // GROMACS and MDANSE look for these names; other readers take the first, and all are the same.
  const hdf5::Handle particles = hdf5::open_group(file_, "particles");
  hdf5::soft_link(particles, "/particles/trajectory", "system");
  hdf5::soft_link(particles, "/particles/trajectory", "all");
  create_elements();
  write_statics(system);
  write_provenance(provenance, system);
  hdf5::flush(file_);
  publish(path, false);  // from here on the file can be read at any moment
}

H5mdWriter::H5mdWriter(const std::string& path, const TrajectoryDeck& deck, const Units& units,
                       std::int64_t n_atoms, std::int64_t frames)
    : path_(path),
      deck_(deck),
      units_(file_units(units, deck.native_units)),
      n_atoms_(static_cast<std::size_t>(n_atoms)),
      form_(empty_frame(deck, units)),
      reserve_(path) {
  const hdf5::Session session;
  file_ = hdf5::open_file(path, true);
  group_ = hdf5::open_group(file_, "particles/trajectory");
  open_elements();
  const auto keep = static_cast<std::uint64_t>(frames);
  std::vector<const hdf5::Handle*> all{&step_, &time_, &edges_};
  if (image_.is_open()) all.push_back(&image_);
  for (const hdf5::Handle& element : elements_) all.push_back(&element);
  for (const hdf5::Handle* data : all) {
    if (hdf5::extent_of(*data)[0] < keep) {
      throw InputError(path + ": error: the file has fewer frames than the checkpoint says (" +
                       std::to_string(hdf5::extent_of(*data)[0]) + " of " + std::to_string(keep) +
                       "); put the file back, or start over with --fresh");
    }
  }
  for (const hdf5::Handle* data : all) hdf5::keep_rows(*data, keep);
  times_ = hdf5::read_data<double>(time_);
  hdf5::flush(file_);
}

hdf5::RowLayout H5mdWriter::frame_layout(int components) const {
  const auto numbers = static_cast<std::uint64_t>(components);
  return {.row = components == 1 ? hdf5::Extent{n_atoms_} : hdf5::Extent{n_atoms_, numbers},
          .items_per_chunk = atoms_per_chunk,
          .gzip = static_cast<int>(deck_.compression.gzip),
          .shuffle = deck_.compression.shuffle};
}

void H5mdWriter::create_elements() {
  using hdf5::Type;
  const hdf5::RowLayout number_rows{.row = {}, .rows_per_chunk = numbers_per_chunk};
  const hdf5::Handle position = hdf5::create_group(group_, "position");
  step_ = hdf5::create_rows(position, "step", Type::i64, number_rows);
  time_ = hdf5::create_rows(position, "time", Type::f64, number_rows);
  write_unit(time_, units_.time_name);
  const hdf5::Handle box = hdf5::create_group(group_, "box");
  hdf5::write_number(box, "dimension", 3);
  const hdf5::Handle edges = hdf5::create_group(box, "edges");
  edges_ = hdf5::create_rows(edges, "value", Type::f64,
                             {.row = {3, 3}, .rows_per_chunk = boxes_per_chunk});
  write_unit(edges_, units_.length_name);
  link_frames(position, edges);
  if (form_.with_images) create_images();
  for (const QuantityRows& rows : form_.quantities) create_element(rows);
}

void H5mdWriter::create_element(const QuantityRows& rows) {
  using hdf5::Type;
  const std::string name = name_of(rows.what);
  const bool is_position = name == "position";
  const hdf5::Handle element =
      is_position ? hdf5::open_group(group_, name) : hdf5::create_group(group_, name);
  elements_.push_back(hdf5::create_rows(element, "value",
                                        deck_.double_precision ? Type::f64 : Type::f32,
                                        frame_layout(components_of(rows.what))));
  write_unit(elements_.back(), unit_of(rows.what));
  if (!is_position) link_frames(hdf5::open_group(group_, "position"), element);
}

const std::string& H5mdWriter::unit_of(AtomQuantity what) const {
  switch (what) {
    case AtomQuantity::velocity: return units_.velocity_name;
    case AtomQuantity::force: return units_.force_name;
    case AtomQuantity::potential_energy: return units_.energy_name;
    default: return units_.length_name;
  }
}

void H5mdWriter::create_images() {
  const hdf5::Handle element = hdf5::create_group(group_, "image");
  image_ = hdf5::create_rows(element, "value", hdf5::Type::i32, frame_layout(3));
  link_frames(hdf5::open_group(group_, "position"), element);
}

void H5mdWriter::open_elements() {
  step_ = hdf5::open_data(group_, "position/step");
  time_ = hdf5::open_data(group_, "position/time");
  edges_ = hdf5::open_data(group_, "box/edges/value");
  if (form_.with_images) image_ = hdf5::open_data(group_, "image/value");
  for (const QuantityRows& rows : form_.quantities) {
    elements_.push_back(hdf5::open_data(group_, std::string(name_of(rows.what)) + "/value"));
  }
  const hdf5::Extent extent = hdf5::extent_of(elements_.back());
  if (extent != hdf5::Extent{extent[0], n_atoms_, 3}) {
    throw InputError(path_ +
                     ": error: the file holds another system; move it away or start over with "
                     "--fresh");
  }
}

void H5mdWriter::write_statics(const Snapshot& s) {
  const hdf5::Handle box = hdf5::open_group(group_, "box");
  std::vector<std::string> boundary;
  for (const bool periodic : s.box.periodic) boundary.emplace_back(periodic ? "periodic" : "none");
  hdf5::write_texts(box, "boundary", boundary);
  hdf5::write_data(group_, "id", s.id);
  std::vector<std::string> names;
  for (const Species& k : s.species) names.push_back(k.name);
  hdf5::write_enum(group_, "species", names, s.type);
  write_unit(hdf5::write_data(group_, "mass", masses(s, units_.mass)), units_.mass_name);
  if (s.charge.empty()) return;
  std::vector<double> charges = s.charge;
  for (double& q : charges) q *= units_.charge;
  const hdf5::Handle charge = hdf5::write_data(group_, "charge", charges);
  write_unit(charge, units_.charge_name);
  hdf5::write_text(charge, "type", "effective");
}

void H5mdWriter::write_provenance(const Provenance& p, const Snapshot& s) {
  const hdf5::Handle h5md = hdf5::create_group(file_, "h5md");
  hdf5::write_numbers(h5md, "version", std::array{1, 1});
  hdf5::write_text(hdf5::create_group(h5md, "author"), "name", "unknown");
  const hdf5::Handle creator = hdf5::create_group(h5md, "creator");
  hdf5::write_text(creator, "name", "Alder");
  hdf5::write_text(creator, "version", p.version);
  if (!units_.length_name.empty()) {
    const hdf5::Handle module = hdf5::create_group(h5md, "modules/units");
    hdf5::write_numbers(module, "version", std::array{1, 0});
    hdf5::write_text(module, "system", "SI");
  }
  const hdf5::Handle alder = hdf5::create_group(file_, "parameters/alder");
  hdf5::write_text(alder, "commit", p.commit);
  hdf5::write_text(alder, "deck", p.deck);
  hdf5::write_text(alder, "units", p.units);
  hdf5::write_text(alder, "device", p.device);
  hdf5::write_text(alder, "precision", p.precision);
  hdf5::write_text(alder, "seeds", p.seeds);
  const Vec3 origin = units_.length * s.box.origin;
  const hdf5::Handle corner =
      hdf5::write_data(alder, "box_origin", std::vector<double>{origin.x, origin.y, origin.z});
  write_unit(corner, units_.length_name);
}

std::uint64_t H5mdWriter::frame_bytes() const {
  const std::uint64_t real = deck_.double_precision ? 8 : 4;
  std::uint64_t per_atom = image_.is_open() ? 12 : 0;
  for (const QuantityRows& rows : form_.quantities) {
    per_atom += real * static_cast<std::uint64_t>(components_of(rows.what));
  }
  return n_atoms_ * per_atom + metadata_reserve;
}

void H5mdWriter::write(const TrajectoryFrame& frame) {
  const hdf5::Session session;
  reserve_.ensure(hdf5::file_size(file_) + frame_bytes());
  const double time = frame.time * units_.time;
  hdf5::append_row(step_, hdf5::Type::i64, &frame.step);
  hdf5::append_row(time_, hdf5::Type::f64, &time);
  hdf5::append_row(edges_, hdf5::Type::f64, edges_of(frame.box, units_.length).data());
  if (image_.is_open()) hdf5::append_row(image_, hdf5::Type::i32, frame.images.data());
  for (std::size_t k = 0; k < elements_.size(); ++k) {
    const QuantityRows& rows = frame.quantities[k];
    if (deck_.double_precision) {
      hdf5::append_row(elements_[k], hdf5::Type::f64, rows.full.data());
    } else {
      hdf5::append_row(elements_[k], hdf5::Type::f32, rows.single.data());
    }
  }
  hdf5::flush(file_);
  times_.push_back(time);
}

void H5mdWriter::sync() {
  const hdf5::Session session;
  hdf5::flush(file_);
  sync_to_disk(path_);
}

}  // namespace alder
