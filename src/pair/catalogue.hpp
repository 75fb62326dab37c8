// SPDX-License-Identifier: BSD-3-Clause
// The pair potentials of this binary. The list is written by CMake from the add_pair_potential
// lines of this folder.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "force/force.hpp"
#include "pair/pair_table.hpp"

namespace alder {

/// One potential, its type erased.
struct PairStyle {
  struct Parameter {
    std::string_view name, doc;
    Dimension dimension;
    Range range;
    MixingRole mixing;
    double default_value;
  };
  struct Example {
    std::vector<double> values;
    double r_min, r_max;
  };

  std::string_view name, doc, formula;
  std::vector<Parameter> parameters;
  std::vector<Example> samples;
  /// The force, for a backend with neighbor lists.
  std::function<std::unique_ptr<Force>(const Device&, const PairSpec&,
                                       const std::vector<double>& count, const ForceSettings&)>
      make_force;
  /// Energy and force_over_r of one pair at r^2 below its cutoff, truncation included.
  std::function<PairTerm<double>(const PairCoefficients&, Shift, double r2)> evaluate;
};

/// All potentials, by name.
const std::vector<PairStyle>& pair_styles();
/// The potential called `name`; throws InputError with the known names.
const PairStyle& pair_style(std::string_view name);

}  // namespace alder
