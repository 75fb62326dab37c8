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

/// The largest work of a rank over the mean; 1 where there is none. Collective.
[[nodiscard]] double imbalance(Communicator& communicator, std::int64_t work);

/// What the imbalance would be with the bricks of `grid`. Collective.
[[nodiscard]] double imbalance_with(Communicator& communicator, const ProcessGrid& grid,
                                    const WorkOfAtoms& work);

/// Cuts at which each layer of bricks along each axis has the same work, whatever the other axes
/// do. Exact for a system that varies along one axis; a product of layers elsewhere. Collective.
[[nodiscard]] ProcessGrid balanced_grid(Communicator& communicator, const Int3& bricks,
                                        const WorkOfAtoms& work);

}  // namespace alder
