// SPDX-License-Identifier: BSD-3-Clause
// Turns a potential's header into its entry of the catalogue.
#pragma once

#include "alder_config.hpp"
#include "pair/catalogue.hpp"
#include "pair/gpu_pair_force.hpp"
#include "pair/pair_force.hpp"

namespace alder {

/// `kernels_for` gives the SIMD kernels of P for an instruction set.
template <PairPotential P>
PairStyle make_pair_style(PairKernels (*kernels_for)(Simd)) {
  PairStyle style{
      .name = P::name,
      .doc = P::doc,
      .formula = P::formula,
      .parameters = {},
      .samples = {},
      .make_force = [kernels_for](const Device& device, const PairSpec& spec,
                                  const std::vector<double>& count,
                                  const ForceSettings& settings) -> std::unique_ptr<Force> {
        if constexpr (config::have_cuda) {
          if (device.is_cuda()) return cuda::make_pair_force<P>(device, spec, count, settings);
        }
        return std::make_unique<PairForce<P>>(device, spec, count, settings,
                                              kernels_for(device.simd()));
      },
      .evaluate =
          [](const PairCoefficients& pair, Shift shift, double r2) {
            const auto c = P::coefficients(params_of<P>(pair.values));
            return truncated<P>(r2, c, make_truncation<P>(shift, pair.cutoff, c),
                                shift == Shift::force);
          }};
  const typename P::Params defaults{};
  for (const auto& p : P::parameters) {
    style.parameters.push_back(
        {p.name, p.doc, p.dimension, p.range, p.mixing, defaults.*(p.member)});
  }
  for (const auto& s : P::samples) {
    PairStyle::Example example{{}, s.r_min, s.r_max};
    for (const auto& p : P::parameters) example.values.push_back(s.params.*(p.member));
    style.samples.push_back(std::move(example));
  }
  return style;
}

}  // namespace alder
