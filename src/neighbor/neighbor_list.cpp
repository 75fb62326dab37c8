// SPDX-License-Identifier: BSD-3-Clause
#include "neighbor/neighbor_list.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "alder_config.hpp"
#include "backend/for_each.hpp"
#include "backend/reduce.hpp"
#include "base/error.hpp"
#include "neighbor/bodies.hpp"
#include "neighbor/host_build.hpp"
#include "neighbor/host_cell_sort.hpp"

namespace alder {
namespace {

constexpr std::int64_t max_atoms = std::numeric_limits<std::int32_t>::max();

struct CellOfAtom {
  const Position* position;
  CellGrid grid;
  Int3 operator()(std::int64_t i) const { return grid.coordinates(position[i]); }
  ALDER_INLINE void prefetch(std::int64_t i) const { alder::prefetch(position + i); }
};

void check_number(std::int64_t atoms) {
  if (atoms <= max_atoms) return;
  throw InputError("more than 2,147,483,647 atoms and ghosts on one rank; use more ranks");
}

}  // namespace

NeighborList::NeighborList(const Device& device, double cutoff, const RebuildRule& rule)
    : device_(device),
      cutoff_(cutoff),
      rule_(rule),
      local_start_(device),
      start_(device),
      part_(device),
      count_(device),
      index_(device),
      order_(device),
      device_stencil_(device),
      sees_ghosts_(device),
      parted_(device) {
  if (!(range() > 0)) throw InputError("neither a pair potential nor the skin gives a range");
}

ListState NeighborList::look(Atoms& atoms, const Frame& frame, Communicator& communicator,
                             bool may_wait_later) {
  ++steps_since_build_;
  if (steps_since_build_ < rule_.delay || steps_since_build_ % rule_.every != 0) {
    return ListState::fresh;
  }
  if (!rule_.check) return ListState::stale;
  if (may_wait_later && config::have_cuda && device_.is_cuda()) {
    begin_check(atoms.view(), frame);
    return ListState::unsettled;
  }
  const double moved2 =
      communicator.max(reduce(device_, atoms.n_local(), MaxDisplacementBody{atoms.view(), frame}));
  return is_too_far(moved2) ? ListState::stale : ListState::fresh;
}

bool NeighborList::settle(Communicator& communicator) {
  unsettled_ = false;
  return is_too_far(communicator.max(check_->finish()));
}

bool NeighborList::is_too_far(double moved2) {
  largest_displacement_ = std::sqrt(moved2);
  const bool far = !(moved2 <= rule_.displacement2());  // NaN counts as far
  if (far && steps_since_build_ == check_interval()) {
    ++statistics_.dangerous_builds;
  }
  return far;
}

void NeighborList::sort(Atoms& atoms, const Frame& frame, const Brick& brick) {
  check_number(atoms.n_local());
  grid_ = make_cell_grid(frame, range(), atoms.n_global(), brick);
  stencil_ = make_stencil(grid_, frame, range());
  local_start_.resize(static_cast<std::size_t>(grid_.n_cells()) + 1);
  const auto n = static_cast<std::size_t>(atoms.n_local());
  order_.resize(n);
  if (!frame.is_one_box()) {  // cells are those of the wrapped positions
    for_each(device_, atoms.n_local(), WrapPositionsBody{atoms.view(), frame});
  }
  if (config::have_cuda && device_.is_cuda()) {
    sort_on_gpu(atoms.view());
  } else {
    sort_on_host(atoms.view());
  }
  atoms.reorder(order_);
  for_each(device_, atoms.n_local(), NotePositionsBody{atoms.view()});
}

void NeighborList::sort_on_host(const AtomsView& atoms) {
  const auto n = static_cast<std::size_t>(atoms.n_local);
  constexpr std::size_t items = sizeof(std::uint32_t) / sizeof(std::uint16_t);
  part_.resize(std::max(part_.size(), HostSortScratch::size(n) * items));
  const HostSortScratch scratch(reinterpret_cast<std::uint32_t*>(part_.data()), atoms.n_local);
  const auto has_lower_tag = [tag = atoms.tag](std::uint32_t a, std::uint32_t b) {
    return tag[a] < tag[b];
  };
  HostCellSort(grid_, device_.threads(), scratch, CellOfAtom{atoms.position, grid_}, has_lower_tag)
      .run(atoms.n_local, {local_start_.data(), order_.data()});
}

void NeighborList::build(Atoms& atoms, const Frame& frame, const std::int64_t* ghost_start) {
  const AtomsView view = atoms.view();
  check_number(view.n_local + view.n_ghost);
  const bool on_gpu = config::have_cuda && device_.is_cuda();
  start_.resize(static_cast<std::size_t>(view.n_local));
  if (on_gpu) {
    count_.resize(static_cast<std::size_t>(view.n_local));
    build_on_gpu(view, frame, ghost_start);
  } else {
    build_on_host(view, frame, ghost_start);
  }
  note_bytes();
  unsettled_ = false;
  steps_since_build_ = 0;
  ++statistics_.builds;
}

void NeighborList::build_on_host(const AtomsView& atoms, const Frame& frame,
                                 const std::int64_t* ghost_start) {
  const std::int64_t n = atoms.n_local + atoms.n_ghost, stride = (n + list_padding + 1) / 2 * 2;
  order_.resize(static_cast<std::size_t>(3 * stride / 2));
  auto* const x = reinterpret_cast<std::uint16_t*>(order_.data());
  const ListWindow window = make_list_window(frame, grid_, stencil_, range());
  const PlaceBody places{atoms.position, window, x, x + stride, x + 2 * stride};
  for_each(device_, n, places);
  HostBuildInput input{.n_local = atoms.n_local,
                       .position = atoms.position,
                       .frame = frame,
                       .range = range(),
                       .grid = grid_,
                       .stencil = stencil_,
                       .local_start = local_start_.data(),
                       .ghost_start = ghost_start,
                       .window = window,
                       .x = places.x,
                       .y = places.y,
                       .z = places.z,
                       .rows = list_rows_kernels(device_.simd()).front(),
                       .threads = device_.threads()};
  // At first there is no room for any list: a sample, of some 2,000 rows or more, tells how much it
  // takes. An odd stride, so that it does not meet a crystal in step with lines of cells.
  if (static_cast<std::int64_t>(part_.size()) < atoms.n_local * ListPart::items(0)) {
    input.every = std::min<std::int64_t>(61, atoms.n_local / 2000) | 1;
    make_room(host_build(input, {{start_.data(), nullptr}, 0}).needed);
    input.every = 1;
  }
  while (!try_build(input)) {
  }
}

void NeighborList::make_room(std::int64_t needed) {
  part_ = Buffer<std::uint16_t>(device_);  // nothing in it is worth copying
  part_.resize(static_cast<std::size_t>(needed + needed / 50));
}

// False when the list did not fit; then there is room for it now.
bool NeighborList::try_build(const HostBuildInput& input) {
  const HostBuildResult result =
      host_build(input, {{start_.data(), part_.data()}, static_cast<std::int64_t>(part_.size())});
  if (!result.fits) {
    make_room(result.needed);
    return false;
  }
  statistics_.pairs = result.pairs;
  return result.fits;
}

void NeighborList::note_bytes() {
  statistics_.bytes = static_cast<std::int64_t>(
      part_.capacity() * sizeof(std::uint16_t) + count_.capacity() * sizeof(std::int32_t) +
      (index_.capacity() + order_.capacity()) * sizeof(std::uint32_t) +
      (start_.capacity() + local_start_.capacity()) * sizeof(std::int64_t));
}

std::vector<std::int32_t> NeighborList::entries_of_rows() const {
  if (device_.is_cuda()) return count_.to_host();
  const HostRows rows{view()};
  std::vector<std::int32_t> entries(start_.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    entries[i] = static_cast<std::int32_t>(rows.count(static_cast<std::int64_t>(i)));
  }
  return entries;
}

}  // namespace alder
