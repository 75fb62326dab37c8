// SPDX-License-Identifier: BSD-3-Clause
// The thermodynamic table that people read.
#pragma once

#include <string>
#include <vector>

#include "alder.hpp"

namespace alder::app {

class ThermoTable {
 public:
  explicit ThermoTable(std::vector<std::string> columns) : columns_(std::move(columns)) {}
  /// One line of column names.
  [[nodiscard]] std::string header() const;
  [[nodiscard]] std::string line(const ThermoRow& row) const;

 private:
  std::vector<std::string> columns_;
};

}  // namespace alder::app
