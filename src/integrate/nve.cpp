// SPDX-License-Identifier: BSD-3-Clause
#include "integrate/nve.hpp"

#include "backend/for_each.hpp"
#include "integrate/bodies.hpp"
#include "integrate/motion.hpp"

namespace alder {

void Nve::first_half(const IntegratorContext& c) {
  kick_and_drift(c, 1);
}

void Nve::turn(const IntegratorContext& c) {
  kick_and_drift(c, 2);
}

void Nve::second_half(const IntegratorContext& c) {
  for_each(c.device, c.atoms.n_local(), KickBody{c.atoms.view(), 0.5 * c.state.timestep});
}

}  // namespace alder
