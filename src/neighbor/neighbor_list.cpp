// SPDX-License-Identifier: BSD-3-Clause
#include "neighbor/neighbor_list.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "backend/for_each.hpp"
#include "backend/reduce.hpp"
#include "base/error.hpp"
#include "neighbor/bodies.hpp"
#include "neighbor/host_build.hpp"

namespace alder {

NeighborList::NeighborList(const Device& device, double cutoff, const RebuildRule& rule)
    : device_(device),
      cutoff_(cutoff),
      rule_(rule),
      local_start_(device),
      ghost_start_(device),
      start_(device),
      count_(device),
      index_(device),
      order_(device) {}

bool NeighborList::stale(Atoms& atoms, const Frame& frame, Communicator& communicator) {
  ++steps_since_build_;
  if (steps_since_build_ < rule_.delay || steps_since_build_ % rule_.every != 0) return false;
  if (!rule_.check) return true;
  const double moved2 =
      communicator.max(reduce(device_, atoms.n_local(), MaxDisplacementBody{atoms.view(), frame}));
  largest_displacement_ = std::sqrt(moved2);
  const bool far = !(moved2 <= 0.25 * rule_.skin * rule_.skin);  // NaN counts as far
  if (far && steps_since_build_ == check_interval()) {
    ++statistics_.dangerous_builds;
  }
  return far;
}

void NeighborList::sort(Atoms& atoms, const Frame& frame, const Brick& brick) {
  if (atoms.n_local() >= std::numeric_limits<std::uint32_t>::max()) {
    throw InputError("more than 4,294,967,294 atoms on one rank; use more ranks");
  }
  grid_ = make_cell_grid(frame, range(), atoms.n_global(), brick);
  stencil_ = make_stencil(grid_, frame, range());
  for_each(device_, atoms.n_local(), NotePositionsBody{atoms.view()});
  local_start_.resize(static_cast<std::size_t>(grid_.n_cells()) + 1);
  order_.resize(static_cast<std::size_t>(atoms.n_local()));
  host_sort_by_cell(atoms.view(), grid_, local_start_.data(), order_.data());
  atoms.reorder(order_);
}

void NeighborList::build(Atoms& atoms, const Frame& frame) {
  const AtomsView view = atoms.view();
  ghost_start_.resize(static_cast<std::size_t>(grid_.n_cells()) + 1);
  host_count_ghosts(view, grid_, ghost_start_.data());
  start_.resize(static_cast<std::size_t>(view.n_local));
  count_.resize(static_cast<std::size_t>(view.n_local));
  if (capacity_per_atom_ == 0) capacity_per_atom_ = 4 * NeighborView::row_alignment;
  while (!try_build(view, frame)) capacity_per_atom_ += capacity_per_atom_ / 4 + 1;
  steps_since_build_ = 0;
  ++statistics_.builds;
}

bool NeighborList::try_build(const AtomsView& atoms, const Frame& frame) {
  index_.resize(
      static_cast<std::size_t>(capacity_per_atom_ * std::max(atoms.n_local, std::int64_t{1})));
  const HostBuildResult result = host_build({.atoms = atoms,
                                             .frame = frame,
                                             .range = range(),
                                             .grid = grid_,
                                             .stencil = stencil_,
                                             .local_start = local_start_.data(),
                                             .ghost_start = ghost_start_.data(),
                                             .threads = device_.threads()},
                                            {.start = start_.data(),
                                             .count = count_.data(),
                                             .index = index_.data(),
                                             .capacity = static_cast<std::int64_t>(index_.size())});
  statistics_.pairs = result.pairs;
  statistics_.bytes = static_cast<std::int64_t>(
      index_.capacity() * sizeof(std::uint32_t) +
      start_.capacity() * (sizeof(std::int64_t) + sizeof(std::int32_t)) +
      order_.capacity() * sizeof(std::uint32_t) +
      (local_start_.capacity() + ghost_start_.capacity()) * sizeof(std::int64_t));
  return result.fits;
}

}  // namespace alder
