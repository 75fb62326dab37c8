// SPDX-License-Identifier: BSD-3-Clause
// Lennard-Jones 12-6 and Coulomb with Debye screening in one pass.
#pragma once

#include "pair/coul_debye.hpp"
#include "pair/lj_cut.hpp"
#include "pair/sum.hpp"

namespace alder {

struct LjCutCoulDebye : Sum<LjCut, CoulDebye> {
  static constexpr std::string_view name = "lj/cut/coul/debye";
  static constexpr std::string_view doc = "Lennard-Jones 12-6 and Coulomb with Debye screening";
  static constexpr std::array samples{Sample<Params>{{{1, 1}, {0.8}}, 0.8, 3}};
};

}  // namespace alder
