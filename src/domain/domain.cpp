// SPDX-License-Identifier: BSD-3-Clause
#include "domain/domain.hpp"

#include <algorithm>
#include <map>
#include <span>

#include "backend/for_each.hpp"
#include "backend/reduce.hpp"
#include "base/error.hpp"
#include "domain/bodies.hpp"

namespace alder {
namespace {

template <class T>
std::span<const std::byte> bytes_of(const Buffer<T>& buffer, const HaloPart& part) {
  return {reinterpret_cast<const std::byte*>(buffer.data() + part.begin),
          (part.end - part.begin) * sizeof(T)};
}

template <class T>
std::span<std::byte> bytes_of(Buffer<T>& buffer, const HaloPart& part) {
  return {reinterpret_cast<std::byte*>(buffer.data() + part.begin),
          (part.end - part.begin) * sizeof(T)};
}

}  // namespace

Domain::Domain(const Device& device, Communicator& communicator, const ProcessGrid& grid)
    : device_(device),
      communicator_(communicator),
      grid_(grid),
      sources_(device),
      slot_(device),
      out_(device),
      in_(device) {
  if (grid.n_ranks() != communicator.size()) {
    throw InternalError("the process grid has " + std::to_string(grid.n_ranks()) + " bricks for " +
                        communicator.describe());
  }
}

// Rows by owner; `staying` only where others leave.
std::map<int, std::vector<std::uint32_t>> Domain::find_leaving(
    Atoms& atoms, const Frame& frame, std::vector<std::uint32_t>& staying) const {
  const Brick brick = grid_.brick(communicator_.rank());
  const OutsideBrickBody body{atoms.data(atoms.position()), brick, frame.log2_multiple()};
  std::map<int, std::vector<std::uint32_t>> leaving;
  if (reduce(device_, atoms.n_local(), body) == 0) return leaving;
  const std::vector<Position> positions = atoms.rows(atoms.position());
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const int owner = grid_.owner(positions[i], frame.log2_multiple());
    auto& rows = owner == communicator_.rank() ? staying : leaving[owner];
    rows.push_back(static_cast<std::uint32_t>(i));
  }
  return leaving;
}

void Domain::migrate(Atoms& atoms, const Frame& frame) {
  std::vector<std::uint32_t> staying;
  const auto leaving = find_leaving(atoms, frame, staying);
  std::vector<Message> messages;
  Buffer<std::uint32_t> rows(device_);
  Buffer<std::byte> packed(device_);
  for (const auto& [rank, list] : leaving) {
    rows.copy_from(list);
    atoms.pack_migrating(rows, packed);
    messages.push_back({rank, packed.to_host()});
  }
  const std::vector<Message> arrived = communicator_.exchange(std::move(messages));
  if (!leaving.empty()) {
    rows.copy_from(staying);
    atoms.reorder(rows);
  }
  for (const Message& m : arrived) {
    packed.copy_from(m.bytes);
    atoms.append(packed, static_cast<std::int64_t>(m.bytes.size() / atoms.migrating_bytes()));
  }
}

void Domain::pack_positions(Atoms& atoms, const Frame& frame) {
  out_.resize(sources_.size());
  for_each(device_, static_cast<std::int64_t>(sources_.size()),
           PackGhostPositionsBody{atoms.view(), frame, sources_.data(), out_.data()});
}

void Domain::refresh_ghosts(Atoms& atoms, const Frame& frame) {
  pack_positions(atoms, frame);
  in_.resize(slot_.size());
  std::vector<Outgoing> out;
  std::vector<Incoming> in;
  for (const HaloPart& part : sent_) out.push_back({part.rank, bytes_of(out_, part)});
  for (const HaloPart& part : received_) in.push_back({part.rank, bytes_of(in_, part)});
  communicator_.transfer(out, in);
  for_each(device_, static_cast<std::int64_t>(slot_.size()),
           UnpackGhostPositionsBody{atoms.view(), in_.data(), slot_.data()});
}

}  // namespace alder
