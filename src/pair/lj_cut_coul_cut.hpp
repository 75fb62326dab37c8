// SPDX-License-Identifier: BSD-3-Clause
// Lennard-Jones 12-6 and Coulomb in one pass.
#pragma once

#include "pair/coul_cut.hpp"
#include "pair/lj_cut.hpp"
#include "pair/sum.hpp"

namespace alder {

struct LjCutCoulCut : Sum<LjCut, CoulCut> {
  static constexpr std::string_view name = "lj/cut/coul/cut";
  static constexpr std::string_view doc = "Lennard-Jones 12-6 and Coulomb";
  static constexpr std::array samples{Sample<Params>{{{1, 1}, {}}, 0.8, 3}};
};

}  // namespace alder
