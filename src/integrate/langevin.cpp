// SPDX-License-Identifier: BSD-3-Clause
#include "integrate/langevin.hpp"

#include <cmath>

#include "backend/for_each.hpp"
#include "integrate/bodies.hpp"

namespace alder {

void Langevin::first_half(const IntegratorContext& c) {
  first_half(c, 1);
}

void Langevin::turn(const IntegratorContext& c) {
  first_half(c, 2);
}

void Langevin::first_half(const IntegratorContext& c, int kicks) {
  const double h = c.state.timestep;
  const double decay = std::exp(-settings_.friction * h);
  // 1 - exp(-2 x) without cancellation for small x.
  const double noise =
      std::sqrt(-std::expm1(-2 * settings_.friction * h) * settings_.thermal_energy);
  for_each(c.device, c.atoms.n_local(),
           BaoaFirstHalfBody{c.atoms.view(), c.frame, h, decay, noise, settings_.seed, c.state.step,
                             kicks, c.frame.box().flat()});
}

void Langevin::second_half(const IntegratorContext& c) {
  for_each(c.device, c.atoms.n_local(), KickBody{c.atoms.view(), 0.5 * c.state.timestep});
}

}  // namespace alder
