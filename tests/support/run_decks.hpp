// SPDX-License-Identifier: BSD-3-Clause
// Small decks that leave files, and how to run them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "alder.hpp"

namespace alder::test {

/// A hot Lennard-Jones crystal of 256 atoms called "small" whose list is rebuilt every few steps,
/// with all kinds of output at odd cadences. `ensemble` is YAML.
Deck small_deck(const std::string& ensemble = "{type: nve}", std::int64_t steps = 60,
                const std::vector<std::string>& overrides = {});

/// Runs until the end, or until a step at which the run is asked to stop.
Report run_until(const Deck& deck, const std::string& folder, std::int64_t stop_at = -1);

/// Runs `deck` on these ranks with its files in `folder`, until the end or a stop after `stop_at`.
/// Returns the system at that moment.
Snapshot run_in(const std::string& folder, const Deck& deck, Ranks& on, std::int64_t stop_at = -1);

std::string read_file(const std::string& path);

/// Checks that two folders hold the same thermo table, frames and last checkpoint of "small".
void expect_same_outputs(const std::string& a, const std::string& b);

}  // namespace alder::test
