// SPDX-License-Identifier: BSD-3-Clause
// What changed in a deck between a checkpoint and now.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace alder {

/// The keys whose change makes another simulation of a run that has reached `step`, each as
/// "stages[0].timestep: 0.005 -> 0.004". Free to change are output, execution, checks, the neighbor
/// list, the number of steps of stages that are not over, and stages that have not begun. Both
/// decks are complete ones (effective_deck_json).
std::vector<std::string> physics_changes(const nlohmann::ordered_json& before,
                                         const nlohmann::ordered_json& now, std::int64_t step);

}  // namespace alder
