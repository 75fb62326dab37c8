// SPDX-License-Identifier: BSD-3-Clause
// `vars` and `${...}` expressions of decks.
#pragma once

#include <map>
#include <string>

#include "deck/node.hpp"

namespace alder {

/// Value of an arithmetic expression over variables: + - * / ^, parentheses, sqrt, exp, log, abs,
/// min, max, floor, ceil, round, pi. A unit is carried along: sums need equal units, at most one
/// factor of a product carries one. Throws InputError.
std::string evaluate_expression(const std::string& expression,
                                const std::map<std::string, std::string>& variables);

/// Replaces every ${...} in the document by its value and removes `vars`.
void substitute_variables(Node& document, Diagnostics& diagnostics);

}  // namespace alder
