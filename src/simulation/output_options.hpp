// SPDX-License-Identifier: BSD-3-Clause
// How a run leaves files, as a caller asks for it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace alder {

struct OutputOptions {
  std::string directory;            ///< where files go; empty: the current directory
  bool fresh = false;               ///< start over even where a checkpoint is
  double grace_seconds = 0;         ///< time a job gets between a signal and its end; 0: unknown
  double max_walltime_seconds = 0;  ///< stop in time for a checkpoint; 0: no limit
  /// Gets sentences for the user ("continuing from step 1200").
  std::function<void(const std::string&)> log;
};

/// How a run with files begins.
struct OutputStart {
  bool resumed = false;   ///< from a checkpoint
  bool finished = false;  ///< the checkpoint is the end of all stages: there is nothing to do
  std::int64_t step = 0;
};

}  // namespace alder
