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
  if (reduce(device_, atoms.n_local(), body) == 0) return {};
  const std::int64_t n = part_rows(device_, atoms.n_local(), body, sums_, leaving_,
                                   device_.is_cuda() ? &staying_ : nullptr);
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
  static_cast<void>(deliver(to, stride));
  if (device_.is_cuda()) {
    if (leaving_.size() > 0) atoms.reorder(staying_);
  } else {
    atoms.drop(leaving_.to_host());
  }
  atoms.append({in_.data(), stride}, static_cast<std::int64_t>(in_.size() / stride));
}

// Sends the rows of `out_`, of which the receivers know nothing yet; `in_` becomes those that came.
// Returns from whom. A GPU's ranks tell each other how many first: then rows can stay where they
// are.
std::vector<HaloPart> Domain::deliver(const std::vector<HaloPart>& to, std::size_t stride) {
  const bool on_gpu = device_.is_cuda();
  std::vector<Message> messages;
  for (const HaloPart& part : to) {
    const std::size_t rows = part.end - part.begin;
    const std::span<const std::byte> bytes =
        on_gpu ? std::as_bytes(std::span(&rows, 1))
               : std::span<const std::byte>(out_.data() + part.begin * stride, rows * stride);
    messages.push_back({part.rank, {bytes.begin(), bytes.end()}});
  }
  const std::vector<Message> came = communicator_.exchange(std::move(messages));
  std::vector<HaloPart> from;
  std::size_t n = 0;
  for (const Message& m : came) {
    std::size_t rows = m.bytes.size() / stride;
    if (on_gpu) std::memcpy(&rows, m.bytes.data(), sizeof rows);
    from.push_back({m.rank, n, n + rows});
    n += rows;
  }
  in_.resize(n * stride);
  if (on_gpu) {
    transfer({out_, to, in_, from, stride});
    return from;
  }
  for (std::size_t k = 0; k < came.size(); ++k) {
    std::copy(came[k].bytes.begin(), came[k].bytes.end(), in_.data() + from[k].begin * stride);
  }
  return from;
}

}  // namespace alder
