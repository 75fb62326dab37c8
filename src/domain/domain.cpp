// SPDX-License-Identifier: BSD-3-Clause
#include "domain/domain.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <span>
#include <utility>

#include "alder_config.hpp"
#include "backend/for_each.hpp"
#include "base/error.hpp"
#include "domain/bodies.hpp"

namespace alder {
namespace {

const HaloPart* halo_part_of(const std::vector<HaloPart>& parts, int rank) {
  for (const HaloPart& part : parts) {
    if (part.rank == rank) return &part;
  }
  return nullptr;
}

// The bytes, of so many, before and behind a part; all of them where there is none.
std::array<std::pair<std::size_t, std::size_t>, 2> around(const HaloPart* part, std::size_t size,
                                                          std::size_t item_bytes) {
  if (part == nullptr) return {{{0, size}, {size, size}}};
  return {{{0, part->begin * item_bytes}, {part->end * item_bytes, size}}};
}

}  // namespace

Domain::Domain(const Device& device, Communicator& communicator, const ProcessGrid& grid)
    : device_(device),
      communicator_(communicator),
      grid_(grid),
      sources_(device),
      finder_(device),
      cell_start_(device),
      sums_(device),
      leaving_(device),
      staying_(device),
      owners_of_leaving_(device),
      cuts_(device),
      order_(device),
      slot_(device),
      out_(device),
      in_(device),
      staging_{Staging(device), Staging(device)},
      owners_(device),
      fold_row_(device),
      fold_start_(device),
      fold_entry_(device) {
  if (grid.n_ranks() != communicator.size()) {
    throw InternalError("the process grid has " + std::to_string(grid.n_ranks()) + " bricks for " +
                        communicator.describe());
  }
}

// Where rows for others are packed: on a host where its other ranks can read them.
std::span<std::byte> Domain::packing_room(std::size_t bytes) {
  if (!device_.is_cuda()) return {communicator_.next_outbox(), bytes};
  out_.resize(bytes);
  return bytes_of(out_);
}

cuda::CopyQueue& Domain::copies() {
  if constexpr (config::have_cuda) {
    if (copies_ == nullptr) copies_ = cuda::make_copy_queue(device_);
  }
  return *copies_;
}

// Bytes cross between ranks from where MPI can read them: the host's memory, or a GPU's where MPI
// takes that. What a GPU sends to itself does not leave it. Here a GPU's rows only begin to move,
// to host memory; a host's are on their way.
void Domain::begin(const Exchange& rows) {
  const bool on_gpu = device_.is_cuda(), staged = on_gpu && !gpu_aware_;
  const HaloPart* mine = on_gpu ? halo_part_of(rows.to, communicator_.rank()) : nullptr;
  const HaloPart* to_me = on_gpu ? halo_part_of(rows.from, communicator_.rank()) : nullptr;
  const std::size_t item_bytes = rows.item_bytes;
  turn_ = 1 - turn_;
  Staging& host = staging_[turn_];
  const std::byte* source = staged ? host.out.reserve(rows.out.size()) : rows.out.data();
  std::byte* target = staged ? host.in.reserve(rows.in.size()) : rows.in.data();
  const auto range = [item_bytes](auto* bytes, const HaloPart& part) {
    return std::span(bytes + part.begin * item_bytes, (part.end - part.begin) * item_bytes);
  };
  outgoing_.clear();
  incoming_.clear();
  for (const HaloPart& part : rows.to) {
    if (&part != mine) outgoing_.push_back({part.rank, range(source, part)});
  }
  for (const HaloPart& part : rows.from) {
    if (&part != to_me) incoming_.push_back({part.rank, range(target, part)});
  }
  if (mine != nullptr && to_me != nullptr) {
    copy_bytes(device_, range(rows.in.data(), *to_me).data(), range(rows.out.data(), *mine).data(),
               range(rows.out.data(), *mine).size());
  }
  if (rows.from_outbox) return communicator_.begin_transfer_from_outbox(outgoing_, incoming_);
  if (!on_gpu) return communicator_.begin_transfer(outgoing_, incoming_);
  if (outgoing_.empty() && incoming_.empty()) return;
  copies().follow_device();
  if (!staged) return;
  for (const auto& [begin, end] : around(mine, rows.out.size(), item_bytes)) {
    copies().begin_to_host(host.out.data() + begin, rows.out.data() + begin, end - begin);
  }
}

void Domain::finish(const Exchange& rows) {
  if (!device_.is_cuda()) return communicator_.finish_transfer();
  const auto transfer = [this] { communicator_.transfer(outgoing_, incoming_); };
  if (outgoing_.empty() && incoming_.empty()) return transfer();
  copies().wait();
  if (gpu_aware_) return copies().lend_memory(transfer);
  transfer();
  const HaloPart* to_me = halo_part_of(rows.from, communicator_.rank());
  for (const auto& [begin, end] : around(to_me, rows.in.size(), rows.item_bytes)) {
    copies().begin_from_host(rows.in.data() + begin, staging_[turn_].in.data() + begin,
                             end - begin);
  }
  copies().lead_device();
}

bool Domain::shares_ghosts() const {
  const auto is_other = [this](const HaloPart& part) { return part.rank != communicator_.rank(); };
  return std::any_of(sent_.begin(), sent_.end(), is_other) ||
         std::any_of(received_.begin(), received_.end(), is_other);
}

void Domain::begin_refresh(Atoms& atoms, const Frame& frame, GhostForm form) {
  form_ = form;
  before_refresh_ = communicator_.traffic();
  positions_ = packing_room(sources_.size() * packed_bytes(form));
  if (form == GhostForm::whole) {
    pack_ghosts<PackedPosition>(atoms.data(atoms.position()), frame);
  } else {
    pack_ghosts<PackedShortPosition>(atoms.short_positions_of_local(), frame);
  }
  in_.resize(slot_.size() * packed_bytes(form));
  begin(positions());
}

void Domain::finish_refresh(Atoms& atoms) {
  finish(positions());
  ++halo_.refreshes;
  halo_.messages += communicator_.traffic().messages - before_refresh_.messages;
  halo_.bytes += communicator_.traffic().bytes - before_refresh_.bytes;
  const std::int64_t n = atoms.n_local();
  if (form_ == GhostForm::whole) {
    return unpack_ghosts<PackedPosition>(atoms.data(atoms.position()) + n);
  }
  unpack_ghosts<PackedShortPosition>(atoms.short_positions_of_local() + n);
  atoms.note_short_ghosts();
}

template <class Packed, class Stored>
void Domain::pack_ghosts(const Stored* position, const Frame& frame) {
  auto* const packed = reinterpret_cast<Packed*>(positions_.data());
  if (frame.is_one_box()) {
    pack_owners();
    for_each(device_, n_sources(),
             PackOwnersBody<Stored, Packed>{position, owners_.data(), packed});
  } else {
    for_each(device_, n_sources(),
             PackImagesBody<Stored, Packed>{
                 position, frame, sources_.data(), {positions_.data(), sizeof(Packed)}});
  }
}

template <class Packed, class Stored>
void Domain::unpack_ghosts(Stored* ghosts) {
  for_each_arrived([&](std::byte* packed, const std::uint32_t* slot, std::int64_t n) {
    for_each(
        device_, n,
        UnpackGhostsBody<Stored, Packed>{reinterpret_cast<const Packed*>(packed), ghosts, slot});
  });
}

void Domain::pack_owners() {
  if (owners_packed_) return;
  owners_packed_ = true;
  owners_.resize(sources_.size());
  for_each(device_, n_sources(), OwnerBody{sources_.data(), owners_.data()});
}

// Sources grouped by owning row, each group in the order of the sources.
void Domain::group_by_owner() {
  if (grouped_) return;
  grouped_ = true;
  const std::vector<GhostSource> sources = sources_.to_host();
  std::vector<std::uint32_t> entry(sources.size()), row, start;
  std::iota(entry.begin(), entry.end(), 0U);
  std::stable_sort(entry.begin(), entry.end(), [&](std::uint32_t a, std::uint32_t b) {
    return sources[a].owner < sources[b].owner;
  });
  for (std::size_t j = 0; j < entry.size(); ++j) {
    const std::uint32_t owner = sources[entry[j]].owner;
    if (!row.empty() && row.back() == owner) continue;
    row.push_back(owner);
    start.push_back(static_cast<std::uint32_t>(j));
  }
  start.push_back(static_cast<std::uint32_t>(entry.size()));
  fold_row_.copy_from(row);
  fold_start_.copy_from(start);
  fold_entry_.copy_from(entry);
}

}  // namespace alder
