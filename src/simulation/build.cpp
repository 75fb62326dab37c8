// SPDX-License-Identifier: BSD-3-Clause
#include "simulation/build.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "integrate/langevin.hpp"
#include "integrate/nve.hpp"
#include "pair/catalogue.hpp"
#include "pair/mixing.hpp"
#include "reference/reference_force.hpp"

namespace alder {
namespace {

schema::Bound bound_of(Range range) {
  switch (range) {
    case Range::any: return schema::Bound::any;
    case Range::non_negative: return schema::Bound::non_negative;
    case Range::positive: return schema::Bound::positive;
  }
  return schema::Bound::any;
}

// The deck's entries, and the mixed ones where it gives none.
PairSpec make_pair_spec(const PairDeck& pair, Mixing mixing, std::size_t n_types) {
  const PairStyle& style = pair_style(pair.style);
  PairSpec spec{.n_types = n_types, .shift = pair.shift, .tail = pair.tail, .pairs = {}};
  spec.pairs.resize(n_types * n_types);
  const auto at = [&](std::size_t a, std::size_t b) -> PairCoefficients& {
    return spec.pairs[a * n_types + b];
  };
  for (const PairEntryDeck& entry : pair.pairs) {
    const double cutoff = entry.cutoff ? *entry.cutoff : pair.cutoff.value_or(0);
    at(entry.a, entry.b) = at(entry.b, entry.a) = {cutoff, entry.values};
  }
  for (std::size_t a = 0; a < n_types; ++a) {
    for (std::size_t b = 0; b < n_types; ++b) {
      if (at(a, b).values.empty()) at(a, b) = mix(style, mixing, at(a, a), at(b, b));
    }
  }
  return spec;
}

}  // namespace

std::vector<PairStyleSchema> pair_style_schemas() {
  std::vector<PairStyleSchema> all;
  for (const PairStyle& style : pair_styles()) {
    PairStyleSchema s{
        std::string(style.name), std::string(style.doc), std::string(style.formula), {}};
    for (const PairStyle::Parameter& p : style.parameters) {
      s.parameters.push_back(
          {std::string(p.name), std::string(p.doc), p.dimension, bound_of(p.range)});
    }
    all.push_back(std::move(s));
  }
  return all;
}

Precision chosen_precision(const Deck& deck, const Device& device) {
  if (device.is_reference()) return Precision::full;
  const Precision wanted = deck.execution.precision;
  if (wanted != Precision::automatic) return wanted;
  return device.is_cuda() ? Precision::mixed : Precision::full;
}

std::vector<std::unique_ptr<Force>> make_forces(const Device& device, const Deck& deck,
                                                const std::vector<double>& count) {
  std::vector<std::unique_ptr<Force>> forces;
  const ForceSettings settings{.precision = chosen_precision(deck, device),
                               .reproducible = deck.execution.reproducible};
  for (const PairDeck& pair : deck.forcefield.pair) {
    const PairStyle& style = pair_style(pair.style);
    const PairSpec spec = make_pair_spec(pair, deck.forcefield.mixing, deck.species.size());
    forces.push_back(device.is_reference() ? reference::make_pair_force(style, spec, count)
                                           : style.make_force(device, spec, count, settings));
  }
  return forces;
}

std::unique_ptr<Integrator> make_integrator(const StageDeck& stage, const Units& units) {
  if (stage.ensemble.type == EnsembleDeck::Type::nve) return std::make_unique<Nve>();
  const ThermostatDeck& t = *stage.ensemble.thermostat;
  return std::make_unique<Langevin>(
      Langevin::Settings{units.boltzmann * t.temperature, t.friction, t.seed});
}

RebuildRule make_rebuild_rule(const Deck& deck) {
  const NeighborDeck& n = deck.neighbor;
  const double default_skin = deck.units.name == "lj" ? 0.3 : 2.0;  // internal: sigma or angstrom
  return {
      .skin = n.skin.value_or(default_skin), .every = n.every, .delay = n.delay, .check = n.check};
}

}  // namespace alder
