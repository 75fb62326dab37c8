// SPDX-License-Identifier: BSD-3-Clause
#include "simulation/deck_changes.hpp"

#include <algorithm>

namespace alder {
namespace {

using json = nlohmann::ordered_json;

void compare(const std::string& path, const json& before, const json& now,
             std::vector<std::string>& changes) {
  if (before == now) return;
  if (before.is_object() && now.is_object()) {
    for (const auto& [key, value] : before.items()) {
      compare(path + "." + key, value, now.contains(key) ? now.at(key) : json(), changes);
    }
    for (const auto& [key, value] : now.items()) {
      if (!before.contains(key)) compare(path + "." + key, json(), value, changes);
    }
    return;
  }
  if (before.is_array() && now.is_array() && before.size() == now.size()) {
    for (std::size_t k = 0; k < now.size(); ++k) {
      compare(path + "[" + std::to_string(k) + "]", before[k], now[k], changes);
    }
    return;
  }
  const auto text = [](const json& value) { return value.is_null() ? "(none)" : value.dump(); };
  changes.push_back(path + ": " + text(before) + " -> " + text(now));
}

json without(json object, const char* key) {
  object.erase(key);
  return object;
}

// Stages that have begun; the steps of those that are over.
void compare_stages(const json& before, const json& now, std::int64_t step,
                    std::vector<std::string>& changes) {
  std::int64_t begin = 0;
  for (std::size_t k = 0; k < before.size() && begin < std::max<std::int64_t>(step, 1); ++k) {
    const std::string path = "stages[" + std::to_string(k) + "]";
    const std::int64_t end = begin + before[k].at("steps").get<std::int64_t>();
    if (k >= now.size()) {
      changes.push_back(path + ": removed");
      return;
    }
    // The last stage may be lengthened after its end.
    const bool is_over = end <= step && k + 1 < before.size();
    compare(path, is_over ? before[k] : without(before[k], "steps"),
            is_over ? now[k] : without(now[k], "steps"), changes);
    begin = end;
  }
}

}  // namespace

std::vector<std::string> physics_changes(const json& before, const json& now, std::int64_t step) {
  std::vector<std::string> changes;
  for (const char* key : {"units", "system", "species", "forcefield"}) {
    compare(key, before.value(key, json()), now.value(key, json()), changes);
  }
  compare_stages(before.value("stages", json::array()), now.value("stages", json::array()), step,
                 changes);
  return changes;
}

}  // namespace alder
