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
constexpr std::uint64_t trajectory_reserve = std::uint64_t{1} << 20;

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
  raw_.emplace(path);
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
  for (const hdf5::Handle* data : growing()) {
    const auto has = static_cast<std::int64_t>(hdf5::extent_of(*data)[0]);
    if (has < frames) {
      throw InputError(path + ": error: the file has fewer frames than the checkpoint says (" +
                       std::to_string(has) + " of " + std::to_string(frames) +
                       "); put the file back, or start over with --fresh");
    }
  }
  cut(frames);
  times_ = hdf5::read_data<double>(time_);
  hdf5::flush(file_);
  raw_.emplace(path);
}

std::vector<const hdf5::Handle*> H5mdWriter::growing() const {
  std::vector<const hdf5::Handle*> all{&step_, &time_, &edges_};
  for (const hdf5::Handle& array : arrays_) all.push_back(&array);
  return all;
}

void H5mdWriter::cut(std::int64_t frames) {
  for (const hdf5::Handle* data : growing()) {
    hdf5::keep_rows(*data, static_cast<std::uint64_t>(frames));
  }
}

std::int64_t H5mdWriter::chunks() const {
  return (static_cast<std::int64_t>(n_atoms_) + chunk_atoms_ - 1) / chunk_atoms_;
}

// Chunks of the same size, as far as the number of atoms can be divided.
hdf5::RowLayout H5mdWriter::frame_layout(int components) const {
  const auto numbers = static_cast<std::uint64_t>(components);
  return {.row = components == 1 ? hdf5::Extent{n_atoms_} : hdf5::Extent{n_atoms_, numbers},
          .items_per_chunk = static_cast<std::uint64_t>(chunk_atoms_),
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
  const auto most = std::max<std::int64_t>(deck_.chunk_atoms, 1);
  const auto atoms = std::max<std::int64_t>(static_cast<std::int64_t>(n_atoms_), 1);
  const std::int64_t n_chunks = (atoms + most - 1) / most;
  chunk_atoms_ = (atoms + n_chunks - 1) / n_chunks;
  if (form_.with_images) create_element("image", Type::i32, 3, {});
  for (const QuantityRows& rows : form_.quantities) {
    create_element(name_of(rows.what), type_of_array(arrays_.size()), components_of(rows.what),
                   unit_of(rows.what));
  }
}

void H5mdWriter::create_element(const std::string& name, hdf5::Type type, int components,
                                const std::string& unit) {
  const bool is_position = name == "position";
  const hdf5::Handle element =
      is_position ? hdf5::open_group(group_, name) : hdf5::create_group(group_, name);
  arrays_.push_back(hdf5::create_rows(element, "value", type, frame_layout(components)));
  write_unit(arrays_.back(), unit);
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

void H5mdWriter::open_elements() {
  step_ = hdf5::open_data(group_, "position/step");
  time_ = hdf5::open_data(group_, "position/time");
  edges_ = hdf5::open_data(group_, "box/edges/value");
  if (form_.with_images) arrays_.push_back(hdf5::open_data(group_, "image/value"));
  for (const QuantityRows& rows : form_.quantities) {
    arrays_.push_back(hdf5::open_data(group_, std::string(name_of(rows.what)) + "/value"));
  }
  const hdf5::Extent extent = hdf5::extent_of(arrays_.back());
  if (extent != hdf5::Extent{extent[0], n_atoms_, 3}) {
    throw InputError(path_ +
                     ": error: the file holds another system; move it away or start over with "
                     "--fresh");
  }
  chunk_atoms_ = static_cast<std::int64_t>(hdf5::items_per_chunk(arrays_.back()));
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

hdf5::Type H5mdWriter::type_of_array(std::size_t k) const {
  if (form_.with_images && k == 0) return hdf5::Type::i32;
  return deck_.double_precision ? hdf5::Type::f64 : hdf5::Type::f32;
}

// The last chunk is as long as the others.
std::uint64_t H5mdWriter::frame_bytes() const {
  std::uint64_t per_atom = 0;
  for (const FrameArray& array : form_.arrays()) per_atom += array.row_bytes;
  return static_cast<std::uint64_t>(chunks() * chunk_atoms_) * per_atom + trajectory_reserve;
}

const std::vector<std::uint64_t>& H5mdWriter::begin_frame(const TrajectoryFrame& head) {
  const hdf5::Session session;
  places_.clear();
  reserve_.ensure(hdf5::file_size(file_) + frame_bytes());
  try {
    make_room(head);
  } catch (const Error&) {
    drop_frame();
    throw;
  }
  return places_;
}

void H5mdWriter::make_room(const TrajectoryFrame& head) {
  begun_time_ = head.time * units_.time;
  hdf5::append_row(step_, hdf5::Type::i64, &head.step);
  hdf5::append_row(time_, hdf5::Type::f64, &begun_time_);
  hdf5::append_row(edges_, hdf5::Type::f64, edges_of(head.box, units_.length).data());
  for (const hdf5::Handle& array : arrays_) {
    if (is_compressed()) {
      hdf5::add_row(array);
      continue;
    }
    const std::vector<std::uint64_t> added = hdf5::add_row_for_others(array);
    places_.insert(places_.end(), added.begin(), added.end());
  }
}

void H5mdWriter::put(std::size_t k, std::int64_t chunk, std::span<const std::byte> bytes) {
  const auto place = static_cast<std::size_t>(static_cast<std::int64_t>(k) * chunks() + chunk);
  if (!places_.empty()) return raw_->write(places_[place], bytes);
  const std::int64_t first = chunk * chunk_atoms_;
  const std::int64_t count = std::min(chunk_atoms_, static_cast<std::int64_t>(n_atoms_) - first);
  hdf5::write_items(arrays_[k], times_.size(), static_cast<std::uint64_t>(first),
                    static_cast<std::uint64_t>(count), type_of_array(k), bytes.data());
}

void H5mdWriter::end_frame() {
  hdf5::flush(file_);
  times_.push_back(begun_time_);
}

void H5mdWriter::drop_frame() noexcept {
  const hdf5::Session session;
  try {
    cut(frames());
  } catch (const Error&) {  // whoever drops a frame has an error to tell of already
  }
}

void H5mdWriter::write(const TrajectoryFrame& frame) {
  begin_frame(frame);
  try {
    for_each_chunk(frame, 0, chunk_atoms_,
                   [&](std::size_t k, std::int64_t chunk, std::span<const std::byte> bytes) {
                     put(k, chunk, bytes);
                   });
    end_frame();
  } catch (const Error&) {
    drop_frame();
    throw;
  }
}

void H5mdWriter::sync() {
  const hdf5::Session session;
  hdf5::flush(file_);
  sync_to_disk(path_);
}

}  // namespace alder
