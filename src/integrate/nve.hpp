// SPDX-License-Identifier: BSD-3-Clause
// Constant energy: velocity Verlet.
#pragma once

#include "integrate/integrator.hpp"

namespace alder {

/// W. C. Swope et al., J. Chem. Phys. 76, 637 (1982).
class Nve final : public Integrator {
 public:
  void first_half(const IntegratorContext& context) override;
  void second_half(const IntegratorContext& context) override;
  void turn(const IntegratorContext& context) override;
};

}  // namespace alder
