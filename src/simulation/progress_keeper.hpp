// SPDX-License-Identifier: BSD-3-Clause
// Tells a caller how far a run has got.
#pragma once

#include <functional>
#include <utility>

#include "simulation/run.hpp"

namespace alder {

/// Calls back after the first step that ends `seconds` after the last call.
class ProgressKeeper final : public RunKeeper {
 public:
  ProgressKeeper(double seconds, std::function<void(const Progress&)> callback)
      : interval_(seconds), callback_(std::move(callback)) {}
  void after_step(Run& run, const Wishes& agreed) override {
    static_cast<void>(agreed);
    const auto now = run.now();
    if (now - last_ < interval_) return;
    last_ = now;
    callback_(run.progress());
  }

 private:
  std::chrono::duration<double> interval_;
  std::function<void(const Progress&)> callback_;
  Rate::Clock::time_point last_ = Rate::Clock::now();
};

}  // namespace alder
