// SPDX-License-Identifier: BSD-3-Clause
// Where the wall-clock time of a run goes.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>

namespace alder {

/// The parts of a step that are timed apart.
enum class Part { pair, neighbor, integrate, communicate, output, other };
inline constexpr std::size_t n_parts = 6;
inline constexpr std::array<const char*, n_parts> part_names{"pair",        "neighbor", "integrate",
                                                             "communicate", "output",   "other"};

/// Seconds per part: time between two calls of `lap` goes to the part named by the second.
class PartTimer {
 public:
  using Clock = std::chrono::steady_clock;
  void start() { last_ = Clock::now(); }
  void lap(Part part) {
    const Clock::time_point now = Clock::now();
    seconds_[static_cast<std::size_t>(part)] += std::chrono::duration<double>(now - last_).count();
    last_ = now;
  }
  [[nodiscard]] const std::array<double, n_parts>& seconds() const { return seconds_; }
  [[nodiscard]] double total() const {
    double sum = 0;
    for (const double s : seconds_) sum += s;
    return sum;
  }

 private:
  Clock::time_point last_ = Clock::now();
  std::array<double, n_parts> seconds_{};
};

}  // namespace alder
