// SPDX-License-Identifier: BSD-3-Clause
// The state of a run as JSON: what a checkpoint says beside the atoms.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "io/checkpoint.hpp"
#include "simulation/engine.hpp"

namespace alder {

class Run;

/// Numbers are internal units, with all their digits.
nlohmann::ordered_json state_of_run(Run& run);
EngineState engine_state_of(const nlohmann::ordered_json& state);

/// Puts `run` where the checkpoint was written. Throws InputError, naming the keys, when the deck's
/// physics is not the checkpoint's. Returns what else is different, as sentences for the user.
std::vector<std::string> resume_run(Run& run, const Checkpoint& checkpoint,
                                    const std::string& path);

}  // namespace alder
