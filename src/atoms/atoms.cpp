// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/atoms.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <utility>

#include "atoms/bodies.hpp"
#include "backend/for_each.hpp"
#include "backend/host_view.hpp"
#include "base/error.hpp"

namespace alder {
namespace {

// Calls act.operator()<Item>() with the item of this size.
template <class Act>
void with_item(std::size_t item_bytes, const Act& act) {
  switch (item_bytes) {
    case 4: return act.template operator()<FieldItem<1>>();
    case 8: return act.template operator()<FieldItem<2>>();
    case 12: return act.template operator()<FieldItem<3>>();
    case 32: return act.template operator()<FieldItem<8>>();
    default: throw InternalError("there is no gather for fields of this item size");
  }
}

template <class Item>
Item* items(std::byte* bytes) {
  return reinterpret_cast<Item*>(bytes);
}
template <class Item>
const Item* items(const std::byte* bytes) {
  return reinterpret_cast<const Item*>(bytes);
}

std::int64_t count(const Buffer<std::uint32_t>& rows) {
  return static_cast<std::int64_t>(rows.size());
}

}  // namespace

Atoms::Atoms(const Device& device, const Frame& frame, const Snapshot& snapshot, bool charged)
    : device_(device),
      species_(snapshot.species),
      n_local_(snapshot.n_atoms()),
      mass_(device),
      short_position_(device) {
  position_ = add_field<Position>({.name = "position", .ghosted = true});
  built_position_ = add_field<Position>({.name = "built_position", .sorted = false});
  image_ = add_field<Image>({.name = "image"});
  velocity_ = add_field<PaddedVec3>({.name = "velocity"});
  force_ = add_field<PaddedVec3>({.name = "force", .sorted = false, .migrates = false});
  tag_ = add_field<std::int64_t>({.name = "tag", .ghosted = true});
  if (charged) charge_ = add_field<double>({.name = "charge", .ghosted = true});

  const auto n = static_cast<std::size_t>(n_local_);
  std::vector<Position> position(n);
  std::vector<Image> image(n);
  std::vector<PaddedVec3> velocity(n);
  for (std::size_t i = 0; i < n; ++i) {
    if (!snapshot.image.empty()) {
      image[i] = {snapshot.image[i].x, snapshot.image[i].y, snapshot.image[i].z};
    }
    // Nothing repeats across faces that are not periodic.
    const auto& periodic = frame.box().periodic;
    image[i] = {periodic[0] ? image[i].x : 0, periodic[1] ? image[i].y : 0,
                periodic[2] ? image[i].z : 0};
    position[i] = frame.from_cartesian(snapshot.position[i],
                                       static_cast<std::uint32_t>(snapshot.type[i]), image[i]);
    if (!snapshot.velocity.empty()) velocity[i] = PaddedVec3(snapshot.velocity[i]);
  }
  set_rows<Position>(position_, position);
  set_rows<Position>(built_position_, position);
  set_rows<Image>(image_, image);
  set_rows<PaddedVec3>(velocity_, velocity);
  set_rows<std::int64_t>(tag_, snapshot.id);
  if (charged) set_rows<double>(charge_, snapshot.charge);

  std::vector<double> mass;
  for (const Species& s : species_) mass.push_back(s.mass);
  mass_.copy_from(mass);
  species_counts_.assign(species_.size(), 0);
  for (const std::int32_t type : snapshot.type) ++species_counts_[static_cast<std::size_t>(type)];
}

int Atoms::add_raw_field(FieldInfo info) {
  const auto rows = static_cast<std::size_t>(n_local_ + n_ghost_);
  const std::size_t bytes = rows * info.item_bytes;
  Field field{std::move(info), Buffer<std::byte>(device_, bytes)};
  field.bytes.copy_from(std::vector<std::byte>(bytes));
  fields_.push_back(std::move(field));
  return static_cast<int>(fields_.size()) - 1;
}

AtomsView Atoms::view() {
  return {.n_local = n_local_,
          .n_ghost = n_ghost_,
          .position = data(position_),
          .built_position = data(built_position_),
          .image = data(image_),
          .velocity = data(velocity_),
          .force = data(force_),
          .tag = data(tag_),
          .charge = charged() ? data(charge_) : nullptr,
          .mass = mass_.data(),
          .short_position = keeps_short_positions() ? short_position_.data() : nullptr};
}

std::size_t Atoms::bytes() const {
  std::size_t total = short_position_.capacity() * sizeof(ShortPosition);
  for (const Field& f : fields_) total += f.bytes.capacity();
  for (const auto& [size, spare] : spares_) total += spare.capacity();
  return total;
}

void Atoms::reserve(std::int64_t n_local) {
  local_room_ = std::max(local_room_, n_local);
  make_room();
}

// Bytes for a field that is sorted, or a spare one. Sorting swaps the memory of fields of one size:
// if one of them has ghosts, all need room for these.
std::size_t Atoms::room_for(std::size_t item_bytes) const {
  const auto has_ghosts = [item_bytes](const Field& f) {
    return f.info.ghosted && f.info.item_bytes == item_bytes;
  };
  const bool any = std::any_of(fields_.begin(), fields_.end(), has_ghosts);
  return static_cast<std::size_t>(any ? std::max(room_, local_room_) : local_room_) * item_bytes;
}

void Atoms::make_room() {
  for (Field& f : fields_) {
    const std::size_t size = f.info.item_bytes;
    f.bytes.reserve(f.info.sorted ? room_for(size) : static_cast<std::size_t>(local_room_) * size);
  }
  for (const Field& f : fields_) {
    if (f.info.sorted) spare_of(f.info.item_bytes).reserve(room_for(f.info.item_bytes));
  }
}

void Atoms::set_ghosts(std::int64_t n_ghost) {
  forget_short_positions();
  n_ghost_ = n_ghost;
  const std::int64_t all = n_local_ + n_ghost;
  if (n_ghost > 0 && all > room_) {
    room_ = all + all / 32;
    make_room();
  }
  for (Field& f : fields_) {
    const std::int64_t rows = n_local_ + (f.info.ghosted ? n_ghost : 0);
    f.bytes.resize(static_cast<std::size_t>(rows) * f.info.item_bytes);
  }
}

Buffer<std::byte>& Atoms::spare_of(std::size_t item_bytes) {
  Field& force = fields_[static_cast<std::size_t>(force_.index)];
  if (item_bytes == force.info.item_bytes) return force.bytes;
  return spares_.try_emplace(item_bytes, device_).first->second;
}

void Atoms::reorder(const Buffer<std::uint32_t>& order) {
  for (Field& f : fields_) {
    if (!f.info.sorted) continue;
    Buffer<std::byte>& spare = spare_of(f.info.item_bytes);
    const std::size_t bytes = order.size() * f.info.item_bytes;
    spare.resize(std::max(f.bytes.size(), bytes));
    with_item(f.info.item_bytes, [&]<class Item>() {
      for_each(device_, count(order),
               GatherBody<Item>{items<Item>(std::as_const(f.bytes).data()),
                                items<Item>(spare.data()), order.data()});
    });
    f.bytes.swap(spare);
  }
  spare_of(sizeof(PaddedVec3)).resize(order.size() * sizeof(PaddedVec3));
  n_local_ = static_cast<std::int64_t>(order.size());
  forget_short_positions();
}

void Atoms::drop(std::vector<std::uint32_t> rows) {
  std::sort(rows.begin(), rows.end());
  const auto n = static_cast<std::size_t>(n_local_) - rows.size();
  std::vector<std::pair<std::size_t, std::size_t>> moves;  // to, from
  auto gone = rows.rbegin();
  auto last = static_cast<std::size_t>(n_local_);
  for (const std::uint32_t hole : rows) {
    if (hole >= n) break;
    for (--last; *gone == last; ++gone) --last;
    moves.emplace_back(hole, last);
  }
  for (Field& f : fields_) {
    if (!f.info.sorted) continue;
    const std::size_t size = f.info.item_bytes;
    for (const auto& [to, from] : moves) {
      std::memcpy(f.bytes.data() + to * size, f.bytes.data() + from * size, size);
    }
  }
  n_local_ = static_cast<std::int64_t>(n);
  forget_short_positions();
}

std::size_t Atoms::row_bytes(bool FieldInfo::*flag) const {
  std::size_t bytes = 0;
  for (const Field& f : fields_) bytes += f.info.*flag ? f.info.item_bytes : 0;
  return bytes;
}

std::size_t Atoms::migrating_bytes() const {
  return row_bytes(&FieldInfo::migrates);
}
std::size_t Atoms::ghosted_bytes() const {
  return row_bytes(&FieldInfo::ghosted);
}

void Atoms::pack(bool FieldInfo::*flag, const Buffer<std::uint32_t>& rows,
                 PackedRows packed) const {
  for (const Field& f : fields_) {
    if (!(f.info.*flag)) continue;
    with_item(f.info.item_bytes, [&]<class Item>() {
      for_each(device_, count(rows),
               PackRowsBody<Item>{items<Item>(f.bytes.data()), rows.data(), packed});
    });
    packed = packed.behind(f.info.item_bytes);
  }
}

void Atoms::pack_migrating(const Buffer<std::uint32_t>& rows, const PackedRows& packed) const {
  pack(&FieldInfo::migrates, rows, packed);
}

void Atoms::pack_ghosted(const Buffer<std::uint32_t>& rows, const PackedRows& packed) const {
  pack(&FieldInfo::ghosted, rows, packed);
}

// Writes the packed rows of the fields with a flag behind the local rows.
void Atoms::unpack(bool FieldInfo::*flag, PackedRows packed, std::int64_t n,
                   const std::uint32_t* row) {
  for (Field& f : fields_) {
    if (!(f.info.*flag)) continue;
    with_item(f.info.item_bytes, [&]<class Item>() {
      for_each(device_, n,
               UnpackRowsBody<Item>{packed, items<Item>(f.bytes.data()) + n_local_, row});
    });
    packed = packed.behind(f.info.item_bytes);
  }
}

void Atoms::append(const PackedRows& packed, std::int64_t n) {
  for (Field& f : fields_) {
    f.bytes.resize(static_cast<std::size_t>(n_local_ + n) * f.info.item_bytes);
  }
  unpack(&FieldInfo::migrates, packed, n, nullptr);
  n_local_ += n;
  n_ghost_ = 0;
  forget_short_positions();
}

void Atoms::unpack_ghosted(const PackedRows& packed, const std::uint32_t* slot, std::int64_t n) {
  unpack(&FieldInfo::ghosted, packed, n, slot);
}

std::int64_t Atoms::n_global() const {
  return std::accumulate(species_counts_.begin(), species_counts_.end(), std::int64_t{0});
}

void Atoms::clear_forces() {
  for_each(device_, n_local_, ClearForcesBody{data(force_)});
}

void Atoms::shorten_positions(std::int64_t end) {
  const std::int64_t old = short_rows_;
  if (end <= old) return;
  for_each(device_, end - old,
           ShortenPositionBody{data(position_) + old, short_position_.data() + old});
  short_rows_ = end;
}

const ShortPosition* Atoms::short_positions() {
  const std::int64_t rows = n_local_ + n_ghost_;
  short_position_.resize(static_cast<std::size_t>(std::max<std::int64_t>(rows, 1)));
  shorten_positions(rows);
  short_types_ = true;
  return short_position_.data();
}

ShortPosition* Atoms::short_positions_of_local() {
  if (!short_types_) static_cast<void>(short_positions());
  shorten_positions(n_local_);
  return short_position_.data();
}

void Atoms::visit_saved(const FieldVisitor& visit) const {
  for (const Field& f : fields_) {
    if (!f.info.saved) continue;
    const std::int64_t bytes = n_local_ * static_cast<std::int64_t>(f.info.item_bytes);
    const HostView<std::byte> rows(device_, f.bytes.data(), bytes);
    visit(f.info, {rows.data(), static_cast<std::size_t>(bytes)});
  }
}

std::size_t Atoms::saved_bytes() const {
  std::size_t bytes = 0;
  for (const Field& f : fields_) bytes += f.info.saved ? f.info.item_bytes : 0;
  return bytes;
}

void Atoms::set_local(std::int64_t n) {
  n_local_ = n;
  set_ghosts(0);
}

void Atoms::restore_field(const std::string& name, std::span<const std::byte> rows) {
  for (Field& f : fields_) {
    if (f.info.name != name || !f.info.saved) continue;
    if (rows.size() != static_cast<std::size_t>(n_local_) * f.info.item_bytes) break;
    forget_short_positions();
    return copy_bytes_from_host(device_, f.bytes.data(), rows.data(), rows.size());
  }
  throw InputError("the checkpoint's per-atom field '" + name + "' does not fit this system");
}

Snapshot Atoms::snapshot(const Frame& frame) const {
  const auto n = static_cast<std::size_t>(n_local_);
  const auto tags = rows(tag_);
  const auto positions = rows(position_);
  const auto images = rows(image_);
  const auto velocities = rows(velocity_);
  const auto forces = rows(force_);
  std::vector<std::uint32_t> by_tag(n);
  std::iota(by_tag.begin(), by_tag.end(), 0U);
  std::sort(by_tag.begin(), by_tag.end(),
            [&](std::uint32_t a, std::uint32_t b) { return tags[a] < tags[b]; });

  Snapshot s;
  s.box = frame.box();
  s.species = species_;
  s.id.resize(n);
  s.type.resize(n);
  s.position.resize(n);
  s.image.resize(n);
  s.velocity.resize(n);
  s.force.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint32_t row = by_tag[i];
    s.id[i] = tags[row];
    s.type[i] = static_cast<std::int32_t>(positions[row].type);
    s.position[i] = frame.to_cartesian(positions[row]);
    s.image[i] = {images[row].x, images[row].y, images[row].z};
    s.velocity[i] = velocities[row].xyz();
    s.force[i] = forces[row].xyz();
  }
  if (charged()) {
    const auto charges = rows(charge_);
    s.charge.resize(n);
    for (std::size_t i = 0; i < n; ++i) s.charge[i] = charges[by_tag[i]];
  }
  return s;
}

}  // namespace alder
