// SPDX-License-Identifier: BSD-3-Clause
// Results as JSON; numbers have all the digits that make them exact.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "alder.hpp"

namespace alder::app {

nlohmann::ordered_json to_json(const Evaluation& evaluation);
nlohmann::ordered_json to_json(const Report& report);
/// The fixed keys of a row, then the columns of the deck that are not among them.
nlohmann::ordered_json to_json(const ThermoRow& row, const std::vector<std::string>& columns);

/// Throws EnvironmentError where `file` could not be written: known before a long run.
void check_writable(const std::string& file);
/// Writes to a temporary beside `file` and renames it, so that a reader never sees half a file.
/// Throws EnvironmentError.
void write_json(const std::string& file, const nlohmann::ordered_json& json);

}  // namespace alder::app
