// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/atoms.hpp"

#include <algorithm>
#include <numeric>

#include "atoms/bodies.hpp"
#include "backend/for_each.hpp"
#include "base/error.hpp"

namespace alder {
namespace {

template <int Words>
void gather(const Device& device, const std::byte* from, std::byte* to,
            const Buffer<std::uint32_t>& order, std::int64_t n) {
  using Item = FieldItem<Words>;
  for_each(device, n,
           GatherBody<Item>{reinterpret_cast<const Item*>(from), reinterpret_cast<Item*>(to),
                            order.data()});
}

void gather_field(const Device& device, std::size_t item_bytes, const std::byte* from,
                  std::byte* to, const Buffer<std::uint32_t>& order, std::int64_t n) {
  switch (item_bytes) {
    case 4: return gather<1>(device, from, to, order, n);
    case 8: return gather<2>(device, from, to, order, n);
    case 12: return gather<3>(device, from, to, order, n);
    case 32: return gather<8>(device, from, to, order, n);
    default: throw InternalError("no gather for fields of this item size");
  }
}

}  // namespace

Atoms::Atoms(const Device& device, const Frame& frame, const Snapshot& snapshot)
    : device_(device),
      species_(snapshot.species),
      n_local_(snapshot.n_atoms()),
      scratch_(device),
      mass_(device) {
  position_ = add_field<Position>({.name = "position", .ghosted = true});
  built_position_ = add_field<Position>({.name = "built_position"});
  image_ = add_field<Image>({.name = "image"});
  velocity_ = add_field<PaddedVec3>({.name = "velocity"});
  force_ = add_field<PaddedVec3>({.name = "force", .migrates = false});
  tag_ = add_field<std::int64_t>({.name = "tag", .ghosted = true});
  if (!snapshot.charge.empty()) charge_ = add_field<double>({.name = "charge", .ghosted = true});

  const auto n = static_cast<std::size_t>(n_local_);
  std::vector<Position> position(n);
  std::vector<Image> image(n);
  std::vector<PaddedVec3> velocity(n);
  for (std::size_t i = 0; i < n; ++i) {
    if (!snapshot.image.empty()) {
      image[i] = {snapshot.image[i].x, snapshot.image[i].y, snapshot.image[i].z};
    }
    position[i] = frame.from_cartesian(snapshot.position[i],
                                       static_cast<std::uint32_t>(snapshot.type[i]), image[i]);
    if (!snapshot.velocity.empty()) velocity[i] = PaddedVec3(snapshot.velocity[i]);
  }
  set_rows<Position>(position_, position);
  set_rows<Position>(built_position_, position);
  set_rows<Image>(image_, image);
  set_rows<PaddedVec3>(velocity_, velocity);
  set_rows<std::int64_t>(tag_, snapshot.id);
  if (charged()) set_rows<double>(charge_, snapshot.charge);

  std::vector<double> mass;
  for (const Species& s : species_) {
    mass.push_back(s.mass);
    species_counts_.emplace_back(0, s.mass);
  }
  for (const std::int32_t type : snapshot.type) {
    species_counts_[static_cast<std::size_t>(type)].first += 1;
  }
  mass_.copy_from(mass);
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
          .mass = mass_.data()};
}

std::size_t Atoms::bytes() const {
  std::size_t total = scratch_.capacity();
  for (const Field& f : fields_) total += f.bytes.capacity();
  return total;
}

void Atoms::set_ghosts(std::int64_t n_ghost) {
  n_ghost_ = n_ghost;
  for (Field& f : fields_) {
    const std::int64_t rows = n_local_ + (f.info.ghosted ? n_ghost : 0);
    f.bytes.resize(static_cast<std::size_t>(rows) * f.info.item_bytes);
  }
}

void Atoms::reorder(const Buffer<std::uint32_t>& order) {
  for (Field& f : fields_) {
    if (!f.info.sorted) continue;
    scratch_.resize(std::max(scratch_.size(), f.bytes.size()));
    gather_field(device_, f.info.item_bytes, f.bytes.data(), scratch_.data(), order, n_local_);
    copy_bytes(device_, f.bytes.data(), scratch_.data(),
               static_cast<std::size_t>(n_local_) * f.info.item_bytes);
  }
}

void Atoms::clear_forces() {
  for_each(device_, n_local_, ClearForcesBody{data(force_)});
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
