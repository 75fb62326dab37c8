// SPDX-License-Identifier: BSD-3-Clause
// How far a run has got, for people: a bar on a terminal, a line now and then in a log.
#pragma once

#include <string>

#include "alder.hpp"

namespace alder::app {

class ProgressDisplay {
 public:
  explicit ProgressDisplay(const Units& units);
  /// Seconds between two calls of `show`.
  [[nodiscard]] double interval() const { return is_terminal_ ? 0.25 : 30; }
  void show(const Progress& progress);
  /// Takes the bar away before something else is printed.
  void clear();

 private:
  bool is_terminal_;
  bool shown_ = false;
  std::string per_day_unit_;
};

}  // namespace alder::app
