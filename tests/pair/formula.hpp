// SPDX-License-Identifier: BSD-3-Clause
// Evaluates the formulas that potentials print; shares no code with the engine.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace alder::test {

/// Value of an expression of + - * / ^, parentheses, sqrt, exp, log, erfc, erf, cos and sin over
/// named numbers. Throws std::runtime_error where it cannot be read.
double formula_value(std::string_view formula, const std::map<std::string, double>& names);

}  // namespace alder::test
