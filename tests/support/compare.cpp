// SPDX-License-Identifier: BSD-3-Clause
#include "support/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace alder::test {

using testing::AssertionFailure;
using testing::AssertionResult;
using testing::AssertionSuccess;

AssertionResult close(double actual, double expected, double tolerance, double scale) {
  const double off = std::abs(actual - expected);
  if (off <= tolerance * std::abs(scale)) return AssertionSuccess();
  return AssertionFailure() << fmt::format(
             "got {:.17g}, expected {:.17g}: off by {:.3g}, allowed {:.3g} (= {:.3g} x {:.3g})",
             actual, expected, off, tolerance * std::abs(scale), tolerance, std::abs(scale));
}

AssertionResult close(double actual, double expected, double tolerance) {
  return close(actual, expected, tolerance, expected);
}

AssertionResult close(const std::array<double, 6>& actual, const std::array<double, 6>& expected,
                      double tolerance) {
  static constexpr std::array<const char*, 6> names{"xx", "yy", "zz", "xy", "xz", "yz"};
  double scale = 0;
  for (const double e : expected) scale = std::max(scale, std::abs(e));
  for (std::size_t k = 0; k < 6; ++k) {
    const AssertionResult result = close(actual[k], expected[k], tolerance, scale);
    if (!result) return AssertionFailure() << "component " << names[k] << ": " << result.message();
  }
  return AssertionSuccess();
}

double root_mean_square(const std::vector<Vec3>& rows) {
  double sum = 0;
  for (const Vec3& v : rows) sum += dot(v, v);
  return rows.empty() ? 0 : std::sqrt(sum / static_cast<double>(rows.size()));
}

AssertionResult close(const std::vector<Vec3>& actual, const std::vector<Vec3>& expected,
                      double tolerance) {
  return close(actual, expected, tolerance, root_mean_square(expected));
}

AssertionResult close(const std::vector<Vec3>& actual, const std::vector<Vec3>& expected,
                      double tolerance, double scale) {
  if (actual.size() != expected.size()) {
    return AssertionFailure() << "got " << actual.size() << " rows, expected " << expected.size();
  }
  std::vector<Vec3> off(actual.size());
  std::size_t worst = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    off[i] = actual[i] - expected[i];
    // A NaN is the worst of all.
    if (!(dot(off[i], off[i]) <= dot(off[worst], off[worst]))) worst = i;
  }
  const double rms = root_mean_square(off);
  if (rms <= tolerance * scale) return AssertionSuccess();
  const Vec3 a = actual[worst];
  const Vec3 e = expected[worst];
  return AssertionFailure() << fmt::format(
             "rms difference {:.3g}, allowed {:.3g} (= {:.3g} x {:.3g}); worst row {}: got "
             "({:.17g}, {:.17g}, {:.17g}), expected ({:.17g}, {:.17g}, {:.17g})",
             rms, tolerance * scale, tolerance, scale, worst, a.x, a.y, a.z, e.x, e.y, e.z);
}

AssertionResult identical(const std::vector<Vec3>& actual, const std::vector<Vec3>& expected) {
  if (actual.size() != expected.size()) {
    return AssertionFailure() << "got " << actual.size() << " rows, expected " << expected.size();
  }
  for (std::size_t i = 0; i < actual.size(); ++i) {
    for (int k = 0; k < 3; ++k) {
      if (std::bit_cast<std::uint64_t>(actual[i][k]) ==
          std::bit_cast<std::uint64_t>(expected[i][k])) {
        continue;
      }
      return AssertionFailure() << fmt::format(
                 "row {}, component {}: got {:.17g}, expected {:.17g}", i, "xyz"[k], actual[i][k],
                 expected[i][k]);
    }
  }
  return AssertionSuccess();
}

std::array<double, 6> array_of(const Tensor6& t) {
  return {t.xx, t.yy, t.zz, t.xy, t.xz, t.yz};
}

}  // namespace alder::test
