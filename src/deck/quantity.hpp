// SPDX-License-Identifier: BSD-3-Clause
// Numbers with units as decks write them.
#pragma once

#include <string>

#include "base/units.hpp"

namespace alder {

/// A unit text such as "kcal/mol/angstrom^2" understood.
struct UnitValue {
  double si = 1;  ///< SI value of one such unit
  Dimension dimension;
};

/// Understands a unit text; throws InputError naming the part it does not know.
UnitValue parse_unit(const std::string& text);

/// A number and what stands behind it: "0.5 fs" is {0.5, "fs"}.
struct NumberText {
  double value = 0;
  std::string unit;
};

/// Splits a scalar; throws InputError when it does not begin with a finite number.
NumberText parse_number(const std::string& text);

/// The unit that numbers of this dimension have in a unit system ("angstrom", "kcal/mol/angstrom");
/// empty in lj and for pure numbers.
std::string native_unit(const Units& units, const Dimension& dimension);

/// "a length", "an energy": for messages.
std::string describe(const Dimension& dimension);

/// The internal value of a deck number of the given dimension. In `lj` the number stands alone;
/// elsewhere a dimensional number must carry a unit. Throws InputError with what was expected.
double to_internal(const std::string& text, const Dimension& dimension, const Units& units);

/// Seconds of a wall-clock duration such as "15 min"; any unit system.
double parse_wall_clock(const std::string& text);

}  // namespace alder
