// SPDX-License-Identifier: BSD-3-Clause
// The pair potentials of this binary. The list is written by CMake from the add_pair_potential
// lines of this folder.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "force/force.hpp"
#include "pair/pair_table.hpp"
#include "pair/whole_system.hpp"

namespace alder {

/// One potential, its type erased.
struct PairStyle {
  struct Parameter {
    std::string_view name, doc;
    Dimension dimension;
    Range range;
    MixingRole mixing;
    double default_value;
    Scope scope;
  };
  struct Example {
    std::vector<double> values;
    double r_min, r_max;
  };

  std::string_view name, doc;
  std::string source;        ///< where the formula comes from
  std::string_view formula;  ///< energy of a pair; `charges` in it is C q_i q_j
  /// Of the second part, below the Coulomb cutoff, of a potential that has two; else empty.
  std::string_view coulomb_formula;
  /// The force, of potentials where it is not the derivative of the energy; else empty.
  std::string_view force_formula;
  /// Energy of an atom of charge q with itself, of potentials that have one.
  std::string_view self_formula;
  std::vector<Parameter> parameters;
  std::vector<Example> samples;
  bool uses_charges = false;
  bool is_tabulated = false;         ///< its pairs have TableNodes
  bool is_derivative = true;         ///< the force is minus the derivative of the energy
  bool has_tail = true;              ///< a tail correction means something
  std::optional<Switch> own_switch;  ///< the one it always has

  /// The force, for a backend with neighbor lists.
  std::function<std::unique_ptr<Force>(const Device&, const PairSpec&,
                                       const std::vector<double>& count, const ForceSettings&)>
      make_force;
  /// Energy and force_over_r of one pair at r^2 below its reach, truncation included, with C q_i
  /// q_j = charges.
  std::function<PairTerm<double>(const PairCoefficients&, const EndRule&, double coulomb,
                                 double charges, double r2)>
      evaluate;
  std::function<WholeSystem(const PairSpec&, const std::vector<double>& count)> whole_system;
  /// What the deck's cutoff has to be added to, since it limits a distance from there.
  std::function<double(const std::vector<double>& values)> cutoff_offset;

  [[nodiscard]] bool has_parts() const { return !coulomb_formula.empty(); }
};

/// All potentials, by name.
const std::vector<PairStyle>& pair_styles();
/// The potential called `name`; throws InputError with the known names.
const PairStyle& pair_style(std::string_view name);

}  // namespace alder
