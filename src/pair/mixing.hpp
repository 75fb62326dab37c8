// SPDX-License-Identifier: BSD-3-Clause
// Combination rules for unlike species.
#pragma once

#include "base/choices.hpp"
#include "pair/catalogue.hpp"

namespace alder {

/// Parameters and cutoff of the pair (a, b) from those of (a, a) and (b, b), by the rules of
/// LAMMPS' pair_modify mix (cutoffs combine as lengths do):
/// geometric: sqrt for energies and lengths; arithmetic: mean of the lengths; sixthpower:
/// Waldman and Hagler, J. Comput. Chem. 14, 1077 (1993).
/// Throws InputError when a parameter of the style has no rule.
PairCoefficients mix(const PairStyle& style, Mixing rule, const PairCoefficients& a,
                     const PairCoefficients& b);

}  // namespace alder
