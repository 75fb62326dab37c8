// SPDX-License-Identifier: BSD-3-Clause
#include "bench_plot.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace alder::app::bench {
namespace {

constexpr double left = 80, top = 20, width = 520, height = 340, bottom = top + height;

struct Axis {
  double low, high;  // powers of ten
  [[nodiscard]] double fraction(double v) const { return (std::log10(v) - low) / (high - low); }
};

Axis axis_over(const std::vector<Curve>& curves, bool of_x) {
  double least = 1e300, most = 1e-300;
  for (const Curve& curve : curves) {
    for (const auto& [x, y] : curve.points) {
      least = std::min(least, of_x ? x : y);
      most = std::max(most, of_x ? x : y);
    }
  }
  const double low = std::floor(std::log10(least));
  return {low, std::max(low + 1, std::ceil(std::log10(most)))};
}

double x_of(const Axis& axis, double v) {
  return left + width * axis.fraction(v);
}
double y_of(const Axis& axis, double v) {
  return bottom - height * axis.fraction(v);
}

std::string line(double x1, double y1, double x2, double y2, const char* colour) {
  return fmt::format(R"(<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" stroke="{}"/>)", x1,
                     y1, x2, y2, colour) +
         "\n";
}

std::string text(double x, double y, const std::string& anchor, const std::string& content) {
  return fmt::format(R"(<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>)", x, y, anchor,
                     content) +
         "\n";
}

std::string grid(const Axis& x, const Axis& y) {
  std::string svg;
  for (double d = x.low; d <= x.high; ++d) {
    const double at = x_of(x, std::pow(10, d));
    svg += line(at, top, at, bottom, "#ddd") +
           text(at, bottom + 18, "middle", fmt::format("1e{:.0f}", d));
  }
  for (double d = y.low; d <= y.high; ++d) {
    const double at = y_of(y, std::pow(10, d));
    svg += line(left, at, left + width, at, "#ddd") +
           text(left - 8, at + 4, "end", fmt::format("1e{:.0f}", d));
  }
  return svg;
}

}  // namespace

std::string log_log_plot(const std::vector<Curve>& curves, const std::string& x_title,
                         const std::string& y_title) {
  static constexpr std::array colours{"#0b6e4f", "#c1440e", "#2a4d9b",
                                      "#8a5a9e", "#444444", "#b8860b"};
  const Axis x = axis_over(curves, true), y = axis_over(curves, false);
  std::string svg =
      R"(<svg xmlns="http://www.w3.org/2000/svg" width="820" height="410" font-family="sans-serif" font-size="12">)"
      "\n<rect width=\"820\" height=\"410\" fill=\"white\"/>\n" +
      grid(x, y);
  for (std::size_t k = 0; k < curves.size(); ++k) {
    const char* colour = colours[k % colours.size()];
    std::string path;
    for (const auto& [px, py] : curves[k].points) {
      path += fmt::format("{:.1f},{:.1f} ", x_of(x, px), y_of(y, py));
      svg += fmt::format(R"(<circle cx="{:.1f}" cy="{:.1f}" r="3.5" fill="{}"/>)", x_of(x, px),
                         y_of(y, py), colour) +
             "\n";
    }
    svg += fmt::format(R"(<polyline points="{}" fill="none" stroke="{}" stroke-width="1.8"/>)",
                       path, colour) +
           "\n";
    const double at = top + 16 + 20 * static_cast<double>(k);
    svg += line(left + width + 14, at - 4, left + width + 34, at - 4, colour) +
           text(left + width + 40, at, "start", curves[k].name);
  }
  svg += text(left + width / 2, bottom + 40, "middle", x_title);
  svg += fmt::format(
      "<text transform=\"translate(22 {:.1f}) rotate(-90)\" text-anchor=\"middle\">{}</text>",
      top + height / 2, y_title);
  return svg + "\n</svg>\n";
}

}  // namespace alder::app::bench
