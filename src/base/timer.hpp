// SPDX-License-Identifier: BSD-3-Clause
// Where the wall-clock time of a run goes.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <ctime>

namespace alder {

/// The parts of a step that are timed apart.
enum class Part { pair, neighbor, integrate, communicate, output, other };
inline constexpr std::size_t n_parts = 6;
inline constexpr std::array<const char*, n_parts> part_names{"pair",        "neighbor", "integrate",
                                                             "communicate", "output",   "other"};

/// Seconds per part: time between two calls of `lap` goes to the part named by the second. Where
/// the environment has ALDER_PROCESSOR_TIMES, also those of this process on processors, which other
/// processes do not disturb; asking for them costs a microsecond or less.
class PartTimer {
 public:
  using Clock = std::chrono::steady_clock;
  void start() {
    last_ = Clock::now();
    if (counts_processor_) last_processor_ = processor_now();
  }
  void lap(Part part) {
    const Clock::time_point now = Clock::now();
    seconds_[static_cast<std::size_t>(part)] += std::chrono::duration<double>(now - last_).count();
    last_ = now;
    if (!counts_processor_) return;
    const double processor = processor_now();
    processor_seconds_[static_cast<std::size_t>(part)] += processor - last_processor_;
    last_processor_ = processor;
  }
  [[nodiscard]] const std::array<double, n_parts>& seconds() const { return seconds_; }
  [[nodiscard]] bool counts_processor() const { return counts_processor_; }
  [[nodiscard]] const std::array<double, n_parts>& processor_seconds() const {
    return processor_seconds_;
  }
  [[nodiscard]] double total() const {
    double sum = 0;
    for (const double s : seconds_) sum += s;
    return sum;
  }

 private:
  static double processor_now() {
    std::timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
  }

  Clock::time_point last_ = Clock::now();
  std::array<double, n_parts> seconds_{}, processor_seconds_{};
  bool counts_processor_ = std::getenv("ALDER_PROCESSOR_TIMES") != nullptr;
  double last_processor_ = 0;
};

/// Seconds spent in what lies between `start` and `stop`, of the wall clock.
class StopWatch {
 public:
  void start() { started_ = PartTimer::Clock::now(); }
  void stop() {
    seconds_ += std::chrono::duration<double>(PartTimer::Clock::now() - started_).count();
  }
  [[nodiscard]] double seconds() const { return seconds_; }

 private:
  PartTimer::Clock::time_point started_{};
  double seconds_ = 0;
};

}  // namespace alder
