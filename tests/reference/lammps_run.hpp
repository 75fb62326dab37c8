// SPDX-License-Identifier: BSD-3-Clause
// A run recorded from LAMMPS (tests/data/README.md).
#pragma once

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/vec3.hpp"
#include "support/decks.hpp"

namespace alder::test {

class LammpsRun {
 public:
  explicit LammpsRun(const std::string& name) {
    std::ifstream stream(data_file(name + "/nve.json"));
    data_ = nlohmann::json::parse(stream);
  }
  [[nodiscard]] std::size_t rows() const { return data_["thermo"].size(); }
  /// A column of a thermo row.
  [[nodiscard]] double value(std::size_t row, const std::string& column) const {
    const std::vector<std::string> columns = data_["columns"];
    const auto k = std::find(columns.begin(), columns.end(), column) - columns.begin();
    return data_["thermo"][row][static_cast<std::size_t>(k)];
  }
  /// position_unwrapped or velocity after ten steps, in order of id; z is 0 where there is none.
  [[nodiscard]] std::vector<Vec3> after_10(const std::string& what) const {
    std::vector<Vec3> all;
    for (const std::vector<double> r : data_["step_10"][what]) {
      all.push_back({r[0], r[1], r.size() > 2 ? r[2] : 0});
    }
    return all;
  }

 private:
  nlohmann::json data_;
};

}  // namespace alder::test
