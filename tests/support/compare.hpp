// SPDX-License-Identifier: BSD-3-Clause
// Soft comparisons whose failures say what is off, where and by how much.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "base/vec3.hpp"

namespace alder::test {

/// |actual - expected| <= tolerance * |expected|.
testing::AssertionResult close(double actual, double expected, double tolerance);
/// |actual - expected| <= tolerance * scale.
testing::AssertionResult close(double actual, double expected, double tolerance, double scale);
/// The same for the components of a tensor xx yy zz xy xz yz, on the scale of its largest one.
testing::AssertionResult close(const std::array<double, 6>& actual,
                               const std::array<double, 6>& expected, double tolerance);
/// Root mean square of the differences <= tolerance * root mean square of `expected`.
testing::AssertionResult close(const std::vector<Vec3>& actual, const std::vector<Vec3>& expected,
                               double tolerance);
/// The same on a given scale, for rows that nearly vanish.
testing::AssertionResult close(const std::vector<Vec3>& actual, const std::vector<Vec3>& expected,
                               double tolerance, double scale);
/// The same bits in every component.
testing::AssertionResult identical(const std::vector<Vec3>& actual,
                                   const std::vector<Vec3>& expected);

std::array<double, 6> array_of(const Tensor6& tensor);
double root_mean_square(const std::vector<Vec3>& rows);

}  // namespace alder::test
