// SPDX-License-Identifier: BSD-3-Clause
// A log-log plot as SVG.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace alder::app::bench {

struct Curve {
  std::string name;
  std::vector<std::pair<double, double>> points;  ///< positive
};

/// The curves with decade lines, axis titles and a legend.
std::string log_log_plot(const std::vector<Curve>& curves, const std::string& x_title,
                         const std::string& y_title);

}  // namespace alder::app::bench
