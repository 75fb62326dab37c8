// SPDX-License-Identifier: BSD-3-Clause
// Cuts between the ranks that share the work evenly.
#pragma once

#include <cstdint>
#include <span>

#include "domain/communicator.hpp"
#include "domain/process_grid.hpp"

namespace alder {

/// The local atoms of a rank and what each costs, in any whole unit.
struct WorkOfAtoms {
  std::span<const Position> position;
  std::span<const std::int64_t> cost;
  Int3 log2_multiple;  ///< of the frame of the positions
};

/// What ranks have to do: work, or the time it takes, in any unit.
struct Load {
  double largest = 0;  ///< of a rank
  double mean = 0;

  /// The largest over the mean; 1 where there is nothing to do.
  [[nodiscard]] double imbalance() const { return mean > 0 ? largest / mean : 1; }
};

/// Of all ranks, from that of each. Collective.
[[nodiscard]] Load load(Communicator& communicator, double mine);

/// What it would be with the bricks of `grid`: work over the speed of the rank that does it, of
/// which there is one for each rank. Collective.
[[nodiscard]] Load load_with(Communicator& communicator, const ProcessGrid& grid,
                             const WorkOfAtoms& work, std::span<const double> speeds);

/// Cuts at which each layer of bricks along each axis has as much of the work as its ranks have of
/// the speed of all, whatever the other axes do. Exact for a system that varies along one axis, on
/// ranks whose speeds do; a product of layers elsewhere. Collective.
[[nodiscard]] ProcessGrid balanced_grid(Communicator& communicator, const Int3& bricks,
                                        const WorkOfAtoms& work, std::span<const double> speeds);

}  // namespace alder
