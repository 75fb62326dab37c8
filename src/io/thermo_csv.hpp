// SPDX-License-Identifier: BSD-3-Clause
// The thermodynamic table as a CSV file.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "deck/deck.hpp"
#include "observe/results.hpp"

namespace alder {

/// One line of column names, then one line per row, every number with all its digits. A line is in
/// the file, whole, when `write` returns.
class ThermoCsv {
 public:
  /// A new file.
  ThermoCsv(const std::string& path, const ThermoDeck& deck);
  /// The file of an interrupted run, cut back to its first `bytes`. Throws InputError when it is
  /// shorter or has other columns.
  ThermoCsv(const std::string& path, const ThermoDeck& deck, std::int64_t bytes);
  ~ThermoCsv();
  ThermoCsv(const ThermoCsv&) = delete;
  ThermoCsv& operator=(const ThermoCsv&) = delete;

  void write(const ThermoRow& row);
  void sync();
  [[nodiscard]] std::int64_t bytes() const { return bytes_; }

 private:
  void put(const std::string& line);

  std::string path_;
  std::vector<std::string> columns_;
  std::FILE* file_ = nullptr;
  std::int64_t bytes_ = 0;
};

}  // namespace alder
