// SPDX-License-Identifier: BSD-3-Clause
#include "progress_display.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>

#include "duration.hpp"

namespace alder::app {
namespace {

constexpr std::int64_t bar_width = 30;

// Of the steps of this call.
double share(const Progress& p) {
  const auto all = static_cast<double>(p.last_step - p.first_step);
  return all > 0 ? static_cast<double>(p.step - p.first_step) / all : 1;
}

}  // namespace

ProgressDisplay::ProgressDisplay(const Units& units)
    : is_terminal_(isatty(STDOUT_FILENO) == 1),
      per_day_unit_(units.name == "lj" ? "tau/day" : "ns/day") {}

void ProgressDisplay::show(const Progress& p) {
  const std::string rate =
      fmt::format("{:.3g} ms/step, {:.4g} {}, {} left", p.ms_per_step, p.time_per_day,
                  per_day_unit_, duration_text(p.seconds_left));
  if (is_terminal_) {
    const auto filled = static_cast<std::int64_t>(share(p) * static_cast<double>(bar_width));
    const std::string bar(static_cast<std::size_t>(filled), '#');
    fmt::print("\r[{:.<{}}] {:.0f} % of {}, {}\033[K", bar, bar_width, 100 * share(p), p.stage,
               rate);
    shown_ = true;
  } else {
    fmt::print("# step {} of {} ({:.1f} %), {}, {}\n", p.step, p.last_step, 100 * share(p), p.stage,
               rate);
  }
  std::fflush(stdout);
}

void ProgressDisplay::clear() {
  if (shown_) fmt::print("\r\033[K");
  shown_ = false;
}

}  // namespace alder::app
