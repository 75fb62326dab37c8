// SPDX-License-Identifier: BSD-3-Clause
// The benchmark systems: a deck as a user would write it, and the peer's input for the same system.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace alder::app::bench {

struct System {
  std::string name;
  std::string doc;
  std::int64_t atoms_per_cell;
  /// Deck and peer input for a crystal of n cells along each axis and a number of steps.
  std::function<std::string(std::int64_t n, std::int64_t steps)> deck;
  std::function<std::string(std::int64_t n, std::int64_t steps)> lammps_input;
};

const std::vector<System>& systems();

/// Cells along each axis for about so many atoms.
std::int64_t cells_for(const System& system, std::int64_t atoms);

}  // namespace alder::app::bench
