// SPDX-License-Identifier: BSD-3-Clause
// What went wrong in a run, in words.
#pragma once

#include <string>

#include "atoms/snapshot.hpp"
#include "deck/deck.hpp"

namespace alder {

/// When and where a run failed.
struct Failure {
  std::string what;  ///< what was noticed
  std::string stage;
  std::int64_t step = 0;
  std::int64_t steps_made = 0;  ///< by this process, before
  double timestep = 0;
  std::string advice{};  ///< likely cause and what to try, where known
};

/// The atoms concerned by id with their distance to the nearest atom, speed and force, the likely
/// cause and what to try; some lines of text. `system` is all atoms with the positions of the last
/// list build, when they were still whole, and the velocities and forces of the failure; internal
/// units.
std::string diagnose(const Failure& failure, const Snapshot& system, const Units& units);

}  // namespace alder
