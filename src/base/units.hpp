// SPDX-License-Identifier: BSD-3-Clause
// Unit systems of decks and the internal units of the engine.
#pragma once

#include <string>
#include <string_view>

#include "base/platform.hpp"

namespace alder {

/// What a number measures, as exponents of length, energy, mass, time, charge and temperature.
/// (Energy is kept as a base so that a reduced system needs no special case.)
struct Dimension {
  int length = 0, energy = 0, mass = 0, time = 0, charge = 0, temperature = 0;
  friend constexpr bool operator==(const Dimension&, const Dimension&) = default;
};

namespace dimension {
inline constexpr Dimension none{};
inline constexpr Dimension length{.length = 1};
inline constexpr Dimension energy{.energy = 1};
inline constexpr Dimension mass{.mass = 1};
inline constexpr Dimension time{.time = 1};
inline constexpr Dimension charge{.charge = 1};
inline constexpr Dimension temperature{.temperature = 1};
inline constexpr Dimension inverse_length{.length = -1};
inline constexpr Dimension inverse_time{.time = -1};
inline constexpr Dimension velocity{.length = 1, .time = -1};
inline constexpr Dimension force{.length = -1, .energy = 1};
inline constexpr Dimension pressure{.length = -3, .energy = 1};
inline constexpr Dimension number_density{.length = -3};
}  // namespace dimension

/// A unit system of decks: how its numbers become internal ones.
///
/// Internal units are those of LAMMPS' style of the same name for length, energy and mass, with the
/// time unit sqrt(mass length^2 / energy), so that m v^2 is an energy and no conversion factor
/// stands in any formula. `si` uses angstrom, electronvolt and atomic mass internally, since float
/// would under- and overflow in metres and joules. The conversion factors are the ones LAMMPS
/// (29 Sep 2021, update.cpp) uses, so that results agree to all digits.
struct Units {
  std::string_view name{};  ///< lj, real, metal, si
  double length = 1;        ///< internal length per deck length
  double energy = 1;        ///< internal energy per deck energy
  double mass = 1;          ///< internal mass per deck mass
  double time = 1;          ///< internal time per deck time
  double pressure = 1;      ///< internal pressure (energy / length^3) per deck pressure
  double charge = 1;        ///< internal charge (elementary charges; lj: reduced) per deck charge
  double boltzmann = 1;     ///< k_B in internal energy per kelvin (lj: per reduced temperature)
  double coulomb = 1;       ///< energy * length / charge^2 constant, internal
  /// What to print beside a number; empty in lj.
  std::string_view length_name{}, energy_name{}, mass_name{}, time_name{}, pressure_name{},
      charge_name{}, temperature_name{};

  [[nodiscard]] double velocity() const { return length / time; }
  [[nodiscard]] double force() const { return energy / length; }
  /// Internal value of one deck unit of `d` (a pressure's is `pressure`: its deck unit is atm or
  /// bar, not energy / length^3).
  [[nodiscard]] ALDER_API double factor(const Dimension& d) const;
};

/// The unit system called `name`; throws InputError for an unknown one.
ALDER_API const Units& units_named(std::string_view name);

}  // namespace alder
