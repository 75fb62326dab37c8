// SPDX-License-Identifier: BSD-3-Clause
// How fast a run goes at present.
#pragma once

#include <chrono>
#include <cstdint>

namespace alder {

/// Seconds per step over the last two to four seconds of a run.
class Rate {
 public:
  using Clock = std::chrono::steady_clock;

  void start(std::int64_t step) { begin_ = older_ = newer_ = now_ = {Clock::now(), step}; }
  void note(std::int64_t step) {
    now_ = {Clock::now(), step};
    if (now_.time - newer_.time < std::chrono::seconds(2)) return;
    older_ = newer_;
    newer_ = now_;
  }
  /// Since `start`.
  [[nodiscard]] double seconds() const { return between(begin_, now_); }
  [[nodiscard]] double seconds_per_step() const {
    const std::int64_t steps = now_.step - older_.step;
    return steps > 0 ? between(older_, now_) / static_cast<double>(steps) : 0;
  }
  [[nodiscard]] Clock::time_point now() const { return now_.time; }

 private:
  struct Mark {
    Clock::time_point time{};
    std::int64_t step = 0;
  };
  static double between(const Mark& a, const Mark& b) {
    return std::chrono::duration<double>(b.time - a.time).count();
  }
  Mark begin_, older_, newer_, now_;
};

}  // namespace alder
