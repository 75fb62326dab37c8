// SPDX-License-Identifier: BSD-3-Clause
// A pair potential as a term of the force field on a GPU; implemented in cuda/pair_force.cuh and
// instantiated there for every potential of the catalogue.
#pragma once

#include <memory>
#include <vector>

#include "force/force.hpp"
#include "pair/pair_table.hpp"

namespace alder::cuda {

/// `count` is the number of atoms of each species (for the tail correction).
template <Potential P>
std::unique_ptr<Force> make_pair_force(const Device& device, const PairSpec& spec,
                                       const std::vector<double>& count,
                                       const ForceSettings& settings);

}  // namespace alder::cuda
