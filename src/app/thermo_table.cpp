// SPDX-License-Identifier: BSD-3-Clause
#include "thermo_table.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace alder::app {
namespace {

std::size_t width(const std::string& column) {
  if (column == "step") return 10;
  return std::max<std::size_t>(15, column.size() + 1);
}

}  // namespace

std::string ThermoTable::header() const {
  std::string text;
  for (const std::string& name : columns_) text += fmt::format("{:>{}}", name, width(name));
  return text;
}

std::string ThermoTable::line(const ThermoRow& row) const {
  std::string text;
  for (const std::string& name : columns_) {
    if (name == "step") {
      text += fmt::format("{:>{}}", row.step, width(name));
    } else {
      text += fmt::format("{:>{}.8g}", row.column(name), width(name));
    }
  }
  return text;
}

}  // namespace alder::app
