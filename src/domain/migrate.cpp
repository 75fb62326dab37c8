// SPDX-License-Identifier: BSD-3-Clause
// Atoms that left the brick go to their new owners; what a list build sends, on its way.
#include <algorithm>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

#include "backend/scan.hpp"
#include "backend/sort.hpp"
#include "domain/bodies.hpp"
#include "domain/domain.hpp"

namespace alder {

// The rows become `leaving_`, by new owner, and where there are any on a GPU `staying_`. The host
// sees how many go where.
std::vector<HaloPart> Domain::choose_leaving(Atoms& atoms, const Frame& frame) {
  leaving_.resize(0);
  const int n_ranks = grid_.n_ranks();
  if (n_ranks == 1) return {};  // nowhere to go
  const Int3& log2 = frame.log2_multiple();
  const OutsideBrickBody body{atoms.data(atoms.position()), grid_.brick(communicator_.rank()),
                              log2};
  const std::int64_t n = part_rows(device_, atoms.n_local(), body, sums_, leaving_,
                                   device_.is_cuda() ? &staying_ : nullptr);
  if (n == 0) return {};
  owners_of_leaving_.resize(leaving_.size());
  for_each(device_, n,
           FindOwnerBody{body.position, leaving_.data(), cuts_on_device(), log2,
                         owners_of_leaving_.data()});
  sort_by_key(static_cast<std::uint32_t>(n_ranks), owners_of_leaving_, leaving_);
  sums_.resize(static_cast<std::size_t>(n_ranks) + 1);
  for_each(device_, n_ranks + 1, OwnerStartBody{owners_of_leaving_.data(), n, sums_.data()});
  return parts_of(sums_.to_host(), [](std::size_t rank) { return static_cast<int>(rank); });
}

GridCuts Domain::cuts_on_device() {
  std::vector<std::uint64_t> cuts;
  for (int axis = 0; axis < 3; ++axis) {
    cuts.insert(cuts.end(), grid_.cuts(axis).begin(), grid_.cuts(axis).end());
  }
  cuts_.copy_from(cuts);
  const std::uint64_t* x = cuts_.data();
  const std::uint64_t* y = x + grid_.cuts(0).size();
  return {grid_.bricks(), {x, y, y + grid_.cuts(1).size()}};
}

void Domain::migrate(Atoms& atoms, const Frame& frame) {
  const std::vector<HaloPart> to = choose_leaving(atoms, frame);
  const std::size_t stride = atoms.migrating_bytes();
  out_.resize(leaving_.size() * stride);
  atoms.pack_migrating(leaving_, {out_.data(), stride});
  const std::vector<HaloPart> from = announce(to);
  const std::size_t n = from.empty() ? 0 : from.back().end;
  in_.resize(n * stride);
  transfer({bytes_of(out_), to, bytes_of(in_), from, stride});
  if (device_.is_cuda()) {
    if (leaving_.size() > 0) atoms.reorder(staying_);
  } else {
    atoms.drop(leaving_.to_host());
  }
  atoms.append({in_.data(), stride}, static_cast<std::int64_t>(n));
}

// Tells the ranks of `to`, who expect nothing, how many rows will come. Returns from whom how many
// come to this one.
std::vector<HaloPart> Domain::announce(const std::vector<HaloPart>& to) {
  std::vector<Message> messages;
  for (const HaloPart& part : to) {
    const std::size_t rows = part.end - part.begin;
    const auto bytes = std::as_bytes(std::span(&rows, 1));
    messages.push_back({part.rank, {bytes.begin(), bytes.end()}});
  }
  std::vector<HaloPart> from;
  std::size_t n = 0;
  for (const Message& m : communicator_.exchange(std::move(messages))) {
    std::size_t rows = 0;
    std::memcpy(&rows, m.bytes.data(), sizeof rows);
    from.push_back({m.rank, n, n + rows});
    n += rows;
  }
  return from;
}

}  // namespace alder
