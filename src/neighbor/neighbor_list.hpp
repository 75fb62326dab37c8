// SPDX-License-Identifier: BSD-3-Clause
// The neighbor list: when it is stale, how it is built, what it holds.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "atoms/atoms.hpp"
#include "domain/communicator.hpp"
#include "neighbor/cell_grid.hpp"
#include "neighbor/gpu_check.hpp"
#include "neighbor/neighbor_view.hpp"

namespace alder {

struct HostBuildInput;

/// When a list may be and must be rebuilt; the meaning is that of LAMMPS' neigh_modify.
struct RebuildRule {
  double skin = 0.3;       ///< length added to the cutoff
  std::int64_t every = 1;  ///< consider a rebuild only every so many steps
  std::int64_t delay = 0;  ///< and not before so many steps after the last
  bool check = true;       ///< then rebuild only if an atom moved by more than skin / 2
  [[nodiscard]] double displacement2() const { return 0.25 * skin * skin; }  ///< then, squared
};

struct NeighborStatistics {
  std::int64_t builds = 0;
  std::int64_t dangerous_builds = 0;  ///< an atom had moved too far at the first check allowed
  std::int64_t pairs = 0;             ///< entries of the last list, this rank's
  std::int64_t bytes = 0;
};

/// What is known of a list at a step; `unsettled`: only the GPU knows, see NeighborList::look.
enum class ListState { fresh, stale, unsettled };

/// A full neighbor list over cells. Use: `if (stale) { sort; domain borders; build; }`.
class NeighborList {
 public:
  NeighborList(const Device& device, double cutoff, const RebuildRule& rule);

  /// Whether the list must be rebuilt before forces are next computed, the same on all ranks; call
  /// once per step. Where the host `may_wait_later`, a GPU's look at displacements is only begun:
  /// pair loops then leave forces alone if the list is stale for this rank's atoms, and `settle`
  /// says whether it was for any.
  [[nodiscard]] ListState look(Atoms& atoms, const Frame& frame, Communicator& communicator,
                               bool may_wait_later = false);
  [[nodiscard]] bool unsettled() const { return unsettled_; }
  /// Waits for the look that was begun, of all ranks. True when the list is stale. Collective.
  [[nodiscard]] bool settle(Communicator& communicator);
  /// Puts local atoms in cell order (inside a cell by tag) and notes their positions as those of
  /// the coming build. All of them lie in `brick`.
  void sort(Atoms& atoms, const Frame& frame, const Brick& brick);
  /// Lists all pairs within cutoff + skin of the noted positions; ghosts must be in place, in order
  /// of cells: `ghost_start` is Domain::ghost_start.
  void build(Atoms& atoms, const Frame& frame, const std::int64_t* ghost_start);

  [[nodiscard]] NeighborView view() const {
    return {.start = start_.data(),
            .part = part_.data(),
            .count = count_.data(),
            .index = index_.data(),
            .stale = unsettled_ ? check_->stale() : nullptr,
            .parted = n_interior_ > 0 ? parted_.data() : nullptr,
            .n_interior = n_interior_};
  }
  /// Entries of each row of the last list, in storage order; a copy on the host.
  [[nodiscard]] std::vector<std::int32_t> entries_of_rows() const;
  [[nodiscard]] double range() const { return cutoff_ + rule_.skin; }
  [[nodiscard]] const CellGrid& grid() const { return grid_; }
  [[nodiscard]] const NeighborStatistics& statistics() const { return statistics_; }
  [[nodiscard]] std::int64_t steps_since_build() const { return steps_since_build_; }
  /// How far an atom had moved since the last build when that was last looked at.
  [[nodiscard]] double largest_displacement() const { return largest_displacement_; }
  /// Steps between two looks at displacements.
  [[nodiscard]] std::int64_t check_interval() const { return std::max(rule_.every, rule_.delay); }
  /// For a restart between two builds, once the list of the first is built again.
  void set_progress(std::int64_t steps_since_build, const NeighborStatistics& statistics) {
    steps_since_build_ = steps_since_build;
    statistics_.builds = statistics.builds;
    statistics_.dangerous_builds = statistics.dangerous_builds;
  }

 private:
  [[nodiscard]] bool is_too_far(double moved2);
  void begin_check(const AtomsView& atoms, const Frame& frame);
  void note_bytes();
  void sort_on_host(const AtomsView& atoms);
  void sort_on_gpu(const AtomsView& atoms);
  void build_on_host(const AtomsView& atoms, const Frame& frame, const std::int64_t* ghost_start);
  void build_on_gpu(const AtomsView& atoms, const Frame& frame, const std::int64_t* ghost_start);
  [[nodiscard]] bool try_build(const HostBuildInput& input);
  void make_room(std::int64_t needed);
  void part_rows_on_gpu(std::int64_t n, std::int64_t n_interior);

  Device device_;
  double cutoff_;
  RebuildRule rule_;
  CellGrid grid_;
  std::vector<StencilRow> stencil_;
  Buffer<std::int64_t> local_start_;  ///< first atom of each cell, plus the end
  Buffer<std::int64_t> start_;
  Buffer<std::uint16_t> part_;         ///< on a host; room for the sort before it is filled
  Buffer<std::int32_t> count_;         ///< on a GPU
  Buffer<std::uint32_t> index_;        ///< on a GPU
  Buffer<std::uint32_t> order_;        ///< of the sort; then places of atoms and ghosts, on a host
  Buffer<StencilRow> device_stencil_;  ///< for a GPU
  Buffer<std::int64_t> sees_ghosts_;   ///< likewise, a flag for each row
  Buffer<std::uint32_t> parted_;       ///< see NeighborView
  std::int64_t n_interior_ = 0;
  std::int64_t gpu_row_width_ = 64;  ///< entries there is room for in a row on a GPU
  std::int64_t steps_since_build_ = 0;
  double largest_displacement_ = 0;
  bool unsettled_ = false;
  std::unique_ptr<cuda::DisplacementCheck> check_;  ///< for a GPU; made when needed
  NeighborStatistics statistics_;
};

}  // namespace alder
