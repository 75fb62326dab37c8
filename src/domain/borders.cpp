// SPDX-License-Identifier: BSD-3-Clause
// Choosing and receiving the ghosts of a list build.
#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

#include "alder_config.hpp"
#include "backend/for_each.hpp"
#include "backend/scan.hpp"
#include "domain/bodies.hpp"
#include "domain/domain.hpp"
#include "domain/gpu_ghosts.hpp"

namespace alder {
namespace {

// With room for `bytes`; keeps the fractions of every row aligned.
std::size_t aligned_stride(std::size_t bytes) {
  constexpr std::size_t alignment = alignof(PackedPosition);
  return (bytes + alignment - 1) / alignment * alignment;
}

// The ghosts' rows in canonical order: by cell, then by place.
std::vector<std::uint32_t> in_canonical_order(const std::vector<PackedPosition>& images,
                                              const CellGrid& cells) {
  std::vector<std::uint32_t> cell(images.size()), order(images.size());
  std::vector<std::uint32_t> next(static_cast<std::size_t>(cells.n_cells()) + 1, 0);
  for (std::size_t k = 0; k < images.size(); ++k) {
    cell[k] = static_cast<std::uint32_t>(cells.cell_of(position_of(images[k])));
    ++next[cell[k] + 1];
  }
  std::partial_sum(next.begin(), next.end(), next.begin());
  for (std::size_t k = 0; k < images.size(); ++k) {
    order[next[cell[k]]++] = static_cast<std::uint32_t>(k);
  }
  for (std::size_t k = 1; k < order.size(); ++k) {  // few in a cell: sorted by insertion
    const std::uint32_t row = order[k];
    std::size_t at = k;
    for (; at > 0 && cell[order[at - 1]] == cell[row] &&
           is_placed_before(images[row], row, images[order[at - 1]], order[at - 1]);
         --at) {
      order[at] = order[at - 1];
    }
    order[at] = row;
  }
  return order;
}

// What was found goes to `sources`, by rank and else in its order.
std::vector<HaloPart> sort_by_rank(const std::vector<std::pair<int, GhostSource>>& found,
                                   Buffer<GhostSource>& sources) {
  std::map<int, std::size_t> next;
  auto of = next.end();  // atoms in a row mostly go to the same rank
  const auto find = [&](int rank) {
    if (of == next.end() || of->first != rank) of = next.try_emplace(rank, 0).first;
    return of;
  };
  for (const auto& [rank, source] : found) ++find(rank)->second;
  std::vector<HaloPart> parts;
  std::size_t total = 0;
  for (auto& [rank, count] : next) {
    parts.push_back({rank, total, total + count});
    total += std::exchange(count, total);
  }
  sources.resize(total);
  for (const auto& [rank, source] : found) sources.data()[find(rank)->second++] = source;
  return parts;
}

}  // namespace

std::vector<HaloPart> Domain::choose_on_host(const AtomsView& atoms, const GhostRule& rule,
                                             const NearBricks& near) {
  NearBricks reached = near;  // along an axis with one brick near, the own one, always so
  const auto reach = [&](std::size_t axis, std::uint64_t x) {
    if (near[axis].size() == 1) return;
    reached[axis].clear();
    for (const NearBrick& n : near[axis]) {
      if (n.reaches(x)) reached[axis].push_back(n);
    }
  };
  const std::vector<std::uint32_t> candidates =
      rows_where(device_, atoms.n_local, CandidateBody{atoms.position, rule});
  row_parts_ = RowParts(atoms.n_local, ranges_without(atoms.n_local, candidates));
  std::vector<std::pair<int, GhostSource>> found;  // with the rank that sees it
  found.reserve(candidates.size());
  for (const std::uint32_t i : candidates) {
    const Position& p = atoms.position[i];
    reach(0, p.x);
    reach(1, p.y);
    reach(2, p.z);
    if (reached[0].size() * reached[1].size() * reached[2].size() == 1) continue;  // its own brick
    for (const NearBrick& z : reached[2]) {
      for (const NearBrick& y : reached[1]) {
        for (const NearBrick& x : reached[0]) {
          const int rank = grid_.rank_of({x.brick, y.brick, z.brick});
          const bool itself = rank == communicator_.rank() && x.boxes + y.boxes + z.boxes == 0;
          if (!itself) found.push_back({rank, {i, {x.boxes, y.boxes, z.boxes}}});
        }
      }
    }
  }
  return sort_by_rank(found, sources_);
}

void Domain::choose_ghosts(Atoms& atoms, const Frame& frame, double range) {
  sent_.clear();
  sources_.resize(0);
  row_parts_ = {};
  owners_packed_ = grouped_ = false;
  const int rank = communicator_.rank();
  const NearBricks near = find_near_bricks(grid_, rank, frame, range);
  if (near[0].size() * near[1].size() * near[2].size() == 1) return;  // only its own brick is near
  const GhostRule rule = make_ghost_rule(grid_, rank, frame, range);
  sent_ = device_.is_cuda() ? finder_.find(atoms.view(), rule, near, grid_, rank, sources_)
                            : choose_on_host(atoms.view(), rule, near);
}

// A row of a message: the ghosted fields of an atom, of which the position comes first, with the
// fractions of its image.
void Domain::borders(Atoms& atoms, const Frame& frame, const CellGrid& cells, double range) {
  choose_ghosts(atoms, frame, range);
  const std::size_t stride = aligned_stride(atoms.ghosted_bytes());
  if (!device_.is_cuda()) communicator_.reserve_outbox(sources_.size() * stride);
  const std::span<std::byte> out = packing_room(sources_.size() * stride);
  const PackedRows packed{out.data(), stride};
  pack_owners();
  atoms.pack_ghosted(owners_, packed);
  pack_positions(atoms, frame, packed);
  received_ = announce(sent_);
  const std::size_t n = received_.empty() ? 0 : received_.back().end;
  in_.resize(n * stride);
  transfer({out, sent_, bytes_of(in_), received_, stride, !device_.is_cuda()});
  find_slots(cells, stride, n);
  atoms.set_ghosts(static_cast<std::int64_t>(n));
  for_each_arrived([&](std::byte* data, const std::uint32_t* slot, std::int64_t rows) {
    atoms.unpack_ghosted({data, stride}, slot, rows);
  });
}

void Domain::find_slots(const CellGrid& cells, std::size_t stride, std::size_t n) {
  order_.resize(n);
  slot_.resize(n);
  if (n == 0) return;
  sort_ghosts(cells, stride);
  for_each(device_, n_received(), InvertBody{order_.data(), slot_.data()});
}

void Domain::sort_ghosts(const CellGrid& cells, std::size_t stride) {
  if constexpr (config::have_cuda) {
    if (device_.is_cuda()) {
      cell_start_.resize(static_cast<std::size_t>(cells.n_cells()) + 1);
      return cuda::sort_ghosts(device_, {in_.data(), stride}, n_received(), cells,
                               cell_start_.data(), order_.data());
    }
  }
  std::vector<PackedPosition> images;
  images.reserve(order_.size());
  for_each_arrived([&](std::byte* data, const std::uint32_t*, std::int64_t n) {
    const PackedRows rows{data, stride};
    for (std::int64_t k = 0; k < n; ++k) images.push_back(rows.at<PackedPosition>(k));
  });
  order_.copy_from(in_canonical_order(images, cells));
}

}  // namespace alder
