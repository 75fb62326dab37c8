// SPDX-License-Identifier: BSD-3-Clause
// Born-Mayer-Huggins and damped shifted-force Coulomb in one pass.
#pragma once

#include "pair/born.hpp"
#include "pair/coul_dsf.hpp"
#include "pair/sum.hpp"

namespace alder {

struct BornCoulDsf : Sum<Born, CoulDsf> {
  static constexpr std::string_view name = "born/coul/dsf";
  static constexpr std::string_view doc = "Born-Mayer-Huggins and damped shifted-force Coulomb";
  static constexpr std::array samples{
      Sample<Params>{{{0.1582, 0.317, 3.17, 72.4022, -145.4285}, {0.25}}, 2.2, 9}};
};

}  // namespace alder
