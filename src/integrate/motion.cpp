// SPDX-License-Identifier: BSD-3-Clause
#include "integrate/motion.hpp"

#include "backend/for_each.hpp"
#include "integrate/bodies.hpp"

namespace alder {
namespace {

bool is_one_orthogonal_box(const Frame& frame) {
  return frame.orthogonal() && frame.is_one_box();
}

void run(MoveAtoms move, const MoveAtomsInput& input, std::int64_t n, int threads) {
#pragma omp parallel for schedule(static) num_threads(threads) if (n > 512)
  for (int t = 0; t < threads; ++t) move(input, n * t / threads, n * (t + 1) / threads);
}

}  // namespace

void kick_and_drift(const IntegratorContext& c, int kicks) {
  const AtomsView atoms = c.atoms.view();
  const double h = c.state.timestep;
  if (!c.device.is_cuda() && is_one_orthogonal_box(c.frame)) {
    if (const MoveAtoms move = move_atoms_for(c.device.simd())) {
      static_assert(sizeof(Image) == 3 * sizeof(std::int32_t));
      return run(move,
                 {atoms.position, atoms.short_position, atoms.velocity, atoms.force,
                  &atoms.image->x, atoms.mass, c.frame.inverse_lengths(), h, kicks},
                 atoms.n_local, c.device.threads());
    }
  }
  for_each(c.device, atoms.n_local, KickDriftBody{atoms, c.frame, h, kicks});
}

}  // namespace alder
