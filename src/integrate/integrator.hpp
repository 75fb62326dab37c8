// SPDX-License-Identifier: BSD-3-Clause
// How a step moves atoms: the interface of integrators and the state of the step.
#pragma once

#include <cstdint>

#include "atoms/atoms.hpp"
#include "force/force.hpp"

namespace alder {

/// Where the run stands; internal units.
struct StepState {
  std::int64_t step = 0;
  double time = 0;
  double timestep = 0;
};

/// What an integrator sees of the system.
struct IntegratorContext {
  const Device& device;
  Atoms& atoms;
  const Frame& frame;
  const StepState& state;  ///< state.step is the step being made
};

/// The two halves of a timestep around the force computation.
class Integrator {
 public:
  virtual ~Integrator() = default;
  virtual void first_half(const IntegratorContext& context) = 0;
  virtual void second_half(const IntegratorContext& context) = 0;
  /// The second half of the step before and the first half of this one, with nothing between them.
  virtual void turn(const IntegratorContext& context) {
    second_half(context);
    first_half(context);
  }
  /// What this integrator needs of every step beside forces.
  [[nodiscard]] virtual Want wants() const { return {}; }
};

}  // namespace alder
