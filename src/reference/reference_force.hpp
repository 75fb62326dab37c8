// SPDX-License-Identifier: BSD-3-Clause
// The all-pairs oracle as a term of the force field, for `--backend reference`.
#pragma once

#include <memory>

#include "force/force.hpp"
#include "pair/catalogue.hpp"

namespace alder::reference {

/// Evaluates `style` over all pairs of the system; no neighbor list is read.
std::unique_ptr<Force> make_pair_force(const PairStyle& style, const PairSpec& spec,
                                       const std::vector<double>& count);

}  // namespace alder::reference
