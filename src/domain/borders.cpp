// SPDX-License-Identifier: BSD-3-Clause
// Choosing and receiving the ghosts of a list build.
#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <vector>

#include "alder_config.hpp"
#include "backend/for_each.hpp"
#include "domain/bodies.hpp"
#include "domain/domain.hpp"
#include "domain/gpu_ghosts.hpp"

namespace alder {
namespace {

// With room for `bytes`; keeps the fractions at the head of every row aligned.
std::size_t aligned_stride(std::size_t bytes) {
  constexpr std::size_t alignment = alignof(PackedPosition);
  return (bytes + alignment - 1) / alignment * alignment;
}

// The ghosts' rows in canonical order: by cell, then by place.
std::vector<std::uint32_t> in_canonical_order(const std::vector<PackedPosition>& images,
                                              const CellGrid& cells) {
  std::vector<std::uint32_t> cell(images.size()), order(images.size());
  std::vector<std::uint32_t> start(static_cast<std::size_t>(cells.n_cells()) + 1, 0);
  for (std::size_t k = 0; k < images.size(); ++k) {
    cell[k] = static_cast<std::uint32_t>(cells.cell_of(position_of(images[k])));
    ++start[cell[k] + 1];
  }
  std::partial_sum(start.begin(), start.end(), start.begin());
  std::vector<std::uint32_t> next = start;
  for (std::size_t k = 0; k < images.size(); ++k) {
    order[next[cell[k]]++] = static_cast<std::uint32_t>(k);
  }
  const auto before = [&images](std::uint32_t a, std::uint32_t b) {
    return is_placed_before(images[a], a, images[b], b);
  };
  for (std::size_t c = 0; c + 1 < start.size(); ++c) {
    if (start[c + 1] - start[c] < 2) continue;
    std::sort(order.begin() + start[c], order.begin() + start[c + 1], before);
  }
  return order;
}

}  // namespace

std::vector<HaloPart> Domain::choose_on_host(const AtomsView& atoms, const GhostRule& rule,
                                             const NearBricks& near) {
  NearBricks reached = near;  // along an axis with one brick near, the own one, always so
  const auto reach = [&](std::size_t axis, const GhostAxis& along, std::uint64_t x) {
    if (near[axis].size() == 1) return;
    reached[axis].clear();
    const double place = along.place(x);
    for (const NearBrick& n : near[axis]) {
      if (along.reaches(place, n)) reached[axis].push_back(n);
    }
  };
  std::map<int, std::vector<GhostSource>> by_rank;
  auto last = by_rank.end();  // atoms in a row mostly go to the same rank
  std::vector<RowRange> far;
  for (std::int64_t i = 0; i < atoms.n_local; ++i) {
    const Position& p = atoms.position[i];
    if (rule.is_deep(p)) {
      add_row(far, i);
      continue;
    }
    reach(0, rule.x, p.x);
    reach(1, rule.y, p.y);
    reach(2, rule.z, p.z);
    if (reached[0].size() * reached[1].size() * reached[2].size() == 1) continue;  // its own brick
    for (const NearBrick& z : reached[2]) {
      for (const NearBrick& y : reached[1]) {
        for (const NearBrick& x : reached[0]) {
          const int rank = grid_.rank_of({x.brick, y.brick, z.brick});
          const bool itself = rank == communicator_.rank() && x.boxes + y.boxes + z.boxes == 0;
          if (itself) continue;
          if (last == by_rank.end() || last->first != rank) last = by_rank.try_emplace(rank).first;
          last->second.push_back({static_cast<std::uint32_t>(i), {x.boxes, y.boxes, z.boxes}});
        }
      }
    }
  }
  row_parts_ = RowParts(atoms.n_local, far);
  std::vector<GhostSource> sources;
  std::vector<HaloPart> parts;
  for (const auto& [rank, list] : by_rank) {
    parts.push_back({rank, sources.size(), sources.size() + list.size()});
    sources.insert(sources.end(), list.begin(), list.end());
  }
  sources_.copy_from(sources);
  return parts;
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

// A row of a message: the image's fractions, then the ghosted fields of its owner.
void Domain::borders(Atoms& atoms, const Frame& frame, const CellGrid& cells, double range) {
  choose_ghosts(atoms, frame, range);
  constexpr std::size_t head = sizeof(PackedPosition);
  const std::size_t stride = aligned_stride(head + atoms.ghosted_bytes());
  pack_positions(atoms, frame, stride);
  pack_owners();
  atoms.pack_ghosted(owners_, PackedRows{out_.data(), stride}.behind(head));
  received_ = deliver(sent_, stride);
  const std::size_t n = in_.size() / stride;
  const PackedRows rows{in_.data(), stride};
  find_slots(cells, rows, n);
  atoms.set_ghosts(static_cast<std::int64_t>(n));
  atoms.unpack_ghosted(rows.behind(head), slot_);
  for_each(device_, n_received(), UnpackGhostPositionsBody{atoms.view(), rows, slot_.data()});
}

void Domain::find_slots(const CellGrid& cells, const PackedRows& rows, std::size_t n) {
  order_.resize(n);
  slot_.resize(n);
  if (n == 0) return;
  sort_ghosts(cells, rows);
  for_each(device_, n_received(), InvertBody{order_.data(), slot_.data()});
}

void Domain::sort_ghosts(const CellGrid& cells, const PackedRows& rows) {
  if constexpr (config::have_cuda) {
    if (device_.is_cuda()) {
      cell_start_.resize(static_cast<std::size_t>(cells.n_cells()) + 1);
      return cuda::sort_ghosts(device_, rows, n_received(), cells, cell_start_.data(),
                               order_.data());
    }
  }
  std::vector<PackedPosition> images(order_.size());
  for (std::size_t k = 0; k < images.size(); ++k) {
    images[k] = rows.at<PackedPosition>(static_cast<std::int64_t>(k));
  }
  order_.copy_from(in_canonical_order(images, cells));
}

}  // namespace alder
