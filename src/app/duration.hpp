// SPDX-License-Identifier: BSD-3-Clause
// Wall-clock durations on the command line and in reports.
#pragma once

#include <string>

namespace alder::app {

/// Seconds of "15s", "3h55m", "1d 12 h", "90" (seconds) or "3:55:00". Throws InputError.
double parse_duration(const std::string& text);

/// "42 s", "3 min 05 s", "2 h 10 min", "3 d 4 h".
std::string duration_text(double seconds);

}  // namespace alder::app
