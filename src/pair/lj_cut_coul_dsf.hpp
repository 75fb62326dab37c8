// SPDX-License-Identifier: BSD-3-Clause
// Lennard-Jones 12-6 and damped shifted-force Coulomb in one pass.
#pragma once

#include "pair/coul_dsf.hpp"
#include "pair/lj_cut.hpp"
#include "pair/sum.hpp"

namespace alder {

struct LjCutCoulDsf : Sum<LjCut, CoulDsf> {
  static constexpr std::string_view name = "lj/cut/coul/dsf";
  static constexpr std::string_view doc = "Lennard-Jones 12-6 and damped shifted-force Coulomb";
  static constexpr std::array samples{Sample<Params>{{{1, 1}, {0.6}}, 0.8, 3}};
};

}  // namespace alder
