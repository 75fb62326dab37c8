// SPDX-License-Identifier: BSD-3-Clause
// Atoms that left the brick go to their new owners; what a list build sends, on its way.
#include <algorithm>
#include <cstring>
#include <numeric>
#include <span>
#include <utility>

#include "backend/reduce.hpp"
#include "backend/scan.hpp"
#include "domain/bodies.hpp"
#include "domain/domain.hpp"

namespace alder {

// The rows become `leaving_`, by new owner, and where there are any on a GPU `staying_`. Of a GPU's
// atoms the host sees those that leave.
std::vector<HaloPart> Domain::choose_leaving(Atoms& atoms, const Frame& frame) {
  const Int3& log2 = frame.log2_multiple();
  const OutsideBrickBody body{atoms.data(atoms.position()), grid_.brick(communicator_.rank()),
                              log2};
  leaving_.resize(0);
  if (grid_.n_ranks() == 1) return {};  // nowhere to go
  if (!device_.is_cuda()) {
    leaving_.copy_from(rows_where(device_, atoms.n_local(), body));
  } else if (reduce(device_, atoms.n_local(), body) != 0) {
    part_rows(device_, atoms.n_local(), body, sums_, leaving_, &staying_);
  }
  const auto n = static_cast<std::int64_t>(leaving_.size());
  Buffer<Position> places(device_, static_cast<std::size_t>(n));
  for_each(device_, n, GatherBody<Position>{body.position, places.data(), leaving_.data()});
  const std::vector<Position> positions = places.to_host();
  const std::vector<std::uint32_t> rows = leaving_.to_host();
  std::vector<std::pair<int, std::uint32_t>> by_owner;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    by_owner.emplace_back(grid_.owner(positions[k], log2), rows[k]);
  }
  std::sort(by_owner.begin(), by_owner.end());
  std::vector<HaloPart> parts;
  std::vector<std::uint32_t> ordered;
  for (const auto& [rank, row] : by_owner) {
    if (parts.empty() || parts.back().rank != rank) {
      parts.push_back({rank, ordered.size(), ordered.size()});
    }
    ordered.push_back(row);
    parts.back().end = ordered.size();
  }
  leaving_.copy_from(ordered);
  return parts;
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
