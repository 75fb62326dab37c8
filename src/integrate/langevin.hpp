// SPDX-License-Identifier: BSD-3-Clause
// Constant temperature: Langevin dynamics by the BAOAB splitting.
#pragma once

#include "integrate/integrator.hpp"

namespace alder {

/// Leimkuhler and Matthews, Appl. Math. Res. Express 2013, 34.
class Langevin final : public Integrator {
 public:
  struct Settings {
    double thermal_energy = 1;  ///< k_B T, internal energy
    double friction = 1;        ///< rate at which momentum is forgotten, 1 / internal time
    std::uint64_t seed = 0;
  };
  explicit Langevin(const Settings& settings) : settings_(settings) {}
  void first_half(const IntegratorContext& context) override;
  void second_half(const IntegratorContext& context) override;
  void turn(const IntegratorContext& context) override;

 private:
  void first_half(const IntegratorContext& context, int kicks);

  Settings settings_;
};

}  // namespace alder
