// SPDX-License-Identifier: BSD-3-Clause
// What a run cost.
#pragma once

#include <string>

#include "alder.hpp"

namespace alder::app {

/// "2.5/gpu-h", "0.04/core-h" or "12/h" (all of the run). Currency is the reader's.
struct Price {
  enum class Per { gpu, core, run };
  double amount = 0;
  Per per = Per::run;

  /// Throws InputError.
  static Price parse(const std::string& text);
  /// Of a run with this report, and per unit of simulated time (0 where there is none).
  [[nodiscard]] double of(const Report& report) const;
};

/// "cost 0.42 (2 GPUs for 0.084 h), 1.3 per ns"; `time_name` is that of the simulated time.
std::string cost_line(const Price& price, const Report& report, const std::string& time_name);

}  // namespace alder::app
