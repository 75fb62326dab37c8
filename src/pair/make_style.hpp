// SPDX-License-Identifier: BSD-3-Clause
// Turns a potential's header into its entry of the catalogue.
#pragma once

#include "alder_config.hpp"
#include "pair/catalogue.hpp"
#include "pair/gpu_pair_force.hpp"
#include "pair/pair_force.hpp"

namespace alder {

/// What a potential says about itself.
template <Potential P>
PairStyle describe_pair_style() {
  PairStyle style;
  style.name = P::name;
  style.doc = P::doc;
  style.formula = P::formula;
  style.uses_charges = UsesCharges<P>;
  style.is_derivative = !NotADerivative<P>;
  style.is_tabulated = TabulatedPotential<P>;
  style.has_tail = !BetweenCharges<P>;
  if constexpr (SumOfParts<P>) {
    style.source = std::string(P::Dispersion::source) + " " + std::string(P::Coulomb::source);
    style.coulomb_formula = P::Coulomb::formula;
    if constexpr (requires { P::Coulomb::self_formula; }) {
      style.self_formula = P::Coulomb::self_formula;
    }
  } else {
    style.source = P::source;
  }
  if constexpr (requires { P::self_formula; }) style.self_formula = P::self_formula;
  if constexpr (NotADerivative<P>) style.force_formula = P::force_formula;
  if constexpr (requires { P::has_tail; }) style.has_tail = P::has_tail;
  if constexpr (requires { P::own_switch; }) style.own_switch = P::own_switch;
  const typename P::Params defaults{};
  for (const auto& p : P::parameters) {
    style.parameters.push_back(
        {p.name, p.doc, p.dimension, p.range, p.mixing, defaults.*(p.member), p.scope});
  }
  for (const auto& s : P::samples) {
    PairStyle::Example example{{}, s.r_min, s.r_max};
    for (const auto& p : P::parameters) example.values.push_back(s.params.*(p.member));
    style.samples.push_back(std::move(example));
  }
  return style;
}

/// `kernels_for` gives the SIMD kernels of P for an instruction set.
template <Potential P>
PairStyle make_pair_style(PairKernels (*kernels_for)(Simd)) {
  PairStyle style = describe_pair_style<P>();
  style.make_force = [kernels_for](const Device& device, const PairSpec& spec,
                                   const std::vector<double>& count,
                                   const ForceSettings& settings) -> std::unique_ptr<Force> {
    if constexpr (config::have_cuda) {
      if (device.is_cuda()) return cuda::make_pair_force<P>(device, spec, count, settings);
    }
    return std::make_unique<PairForce<P>>(device, spec, count, settings,
                                          kernels_for(device.simd()));
  };
  style.evaluate = [](const PairCoefficients& pair, const EndRule& end, double coulomb,
                      double charges, double r2) {
    const auto row = make_pair_row<P>(end, pair, coulomb);
    return pair_term<P>(r2, charges, row.coefficients, row.truncation, ending_of(end));
  };
  style.whole_system = make_whole_system<P>;
  style.cutoff_offset = [](const std::vector<double>& values) {
    if constexpr (requires { P::cutoff_offset(params_of<P>(values)); }) {
      return P::cutoff_offset(params_of<P>(values));
    }
    return 0.0;
  };
  return style;
}

}  // namespace alder
