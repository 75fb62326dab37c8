// SPDX-License-Identifier: BSD-3-Clause
// The neighbor list on a GPU; empty where this binary has no CUDA.
#include <algorithm>

#include "alder_config.hpp"
#include "backend/scan.hpp"
#include "neighbor/gpu_build.hpp"
#include "neighbor/neighbor_list.hpp"

namespace alder {

void NeighborList::sort_on_gpu([[maybe_unused]] const AtomsView& atoms) {
  if constexpr (config::have_cuda) {
    device_stencil_.copy_from(stencil_);
    cuda::sort_by_cell(device_, atoms, grid_, local_start_.data(), order_.data());
  }
}

void NeighborList::begin_check([[maybe_unused]] const AtomsView& atoms,
                               [[maybe_unused]] const Frame& frame) {
  if constexpr (config::have_cuda) {
    if (check_ == nullptr) check_ = cuda::make_displacement_check(device_);
    check_->begin(atoms, frame, rule_.displacement2());
    unsettled_ = true;
  }
}

// Builds again with longer rows while a row did not fit.
void NeighborList::build_on_gpu([[maybe_unused]] const AtomsView& atoms,
                                [[maybe_unused]] const Frame& frame,
                                [[maybe_unused]] const std::int64_t* ghost_start) {
  if constexpr (config::have_cuda) {
    constexpr std::int64_t slice = NeighborView::slice;
    const std::int64_t rows = (atoms.n_local + slice - 1) / slice * slice;
    cuda::BuildResult result;
    do {
      gpu_row_width_ = std::max(gpu_row_width_, (result.widest + 15) / 16 * 16);
      index_.resize(static_cast<std::size_t>(rows * gpu_row_width_));
      sees_ghosts_.resize(static_cast<std::size_t>(atoms.n_local) + 1);
      result = cuda::build(device_,
                           {.atoms = atoms,
                            .frame = frame,
                            .range = range(),
                            .grid = grid_,
                            .stencil = device_stencil_.data(),
                            .stencil_rows = static_cast<int>(stencil_.size()),
                            .local_start = local_start_.data(),
                            .ghost_start = ghost_start},
                           {.start = start_.data(),
                            .count = count_.data(),
                            .index = index_.data(),
                            .width = gpu_row_width_,
                            .sees_ghosts = sees_ghosts_.data()});
    } while (result.widest > gpu_row_width_);
    statistics_.pairs = result.pairs;
    part_rows_on_gpu(atoms.n_local, atoms.n_ghost == 0 ? 0 : result.interior);
  }
}

// The flags of rows become their running sums.
void NeighborList::part_rows_on_gpu(std::int64_t n, std::int64_t n_interior) {
  n_interior_ = n_interior;
  if (n_interior == 0) return;
  parted_.resize(static_cast<std::size_t>(n));
  exclusive_scan(device_, sees_ghosts_);
  for_each(device_, n,
           PartRowsBody{sees_ghosts_.data(), parted_.data() + n_interior, parted_.data()});
}

}  // namespace alder
