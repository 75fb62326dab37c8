// SPDX-License-Identifier: BSD-3-Clause
// What accompanies a run without being an observer of the physics.
#pragma once

#include <string>

namespace alder {

class Run;

/// What clocks and signals ask of a run; all ranks act on the same.
struct Wishes {
  bool stop = false;
  bool checkpoint = false;
};

/// Called by a Run before the first and after every step, when all observers have seen it. All
/// methods but `add_wishes` are collective.
class RunKeeper {
 public:
  virtual ~RunKeeper() = default;
  /// Adds what this rank wishes.
  virtual void add_wishes(const Run& run, Wishes& wishes) {
    static_cast<void>(run);
    static_cast<void>(wishes);
  }
  virtual void after_step(Run& run, const Wishes& agreed) = 0;
  /// The run has made its last step, or was stopped before.
  virtual void at_end(Run& run) { static_cast<void>(run); }
  /// The physics went wrong.
  virtual void at_failure(Run& run, const std::string& diagnosis) {
    static_cast<void>(run);
    static_cast<void>(diagnosis);
  }
};

}  // namespace alder
