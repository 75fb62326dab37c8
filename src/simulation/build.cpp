// SPDX-License-Identifier: BSD-3-Clause
#include "simulation/build.hpp"

#include <algorithm>
#include <filesystem>

#include "base/error.hpp"
#include "integrate/langevin.hpp"
#include "integrate/nve.hpp"
#include "pair/catalogue.hpp"
#include "pair/mixing.hpp"
#include "pair/table_file.hpp"
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

RadialTable table_of(const Deck& deck, const PairEntryDeck& entry) {
  if (!entry.rows.empty()) return {entry.rows, {}};
  const auto path = std::filesystem::path(deck.directory) / entry.file;
  return read_table_file(path.string(), entry.keyword, deck.units);
}

// Fills in the tables of a style, all in one piece of memory.
void add_tables(const PairDeck& pair, const Deck& deck, std::vector<PairCoefficients>& pairs) {
  const std::size_t n = deck.species.size();
  const auto all = std::make_shared<std::vector<double>>();
  for (const PairEntryDeck& entry : pair.pairs) {
    PairCoefficients& p = pairs[entry.a * n + entry.b];
    const RadialTable table = table_of(deck, entry);
    if (p.cutoff == 0) p.cutoff = table.rows.back().r;
    const std::vector<double> nodes =
        table_nodes(table, pair.interpolation, static_cast<std::size_t>(pair.points), p.cutoff);
    p.nodes = {all, all->size() / TableNodes::per_interval, nodes.size() / TableNodes::per_interval,
               table.rows.front().r};
    all->insert(all->end(), nodes.begin(), nodes.end());
    pairs[entry.b * n + entry.a] = p;
  }
  if (all->size() / TableNodes::per_interval > most_table_intervals) {
    throw InputError("the tables of style table have " +
                     std::to_string(all->size() / TableNodes::per_interval) +
                     " intervals in all, more than " + std::to_string(most_table_intervals) +
                     "; reduce `points`");
  }
}

PairCoefficients coefficients_of(const PairStyle& style, const PairDeck& pair,
                                 const PairEntryDeck& entry) {
  const double cutoff = entry.cutoff ? *entry.cutoff : pair.cutoff.value_or(0);
  const auto coulomb = entry.coulomb_cutoff ? entry.coulomb_cutoff : pair.coulomb_cutoff;
  return {.cutoff = cutoff,
          .values = entry.values,
          .inner = entry.inner ? *entry.inner : pair.inner.value_or(0),
          .coulomb_cutoff = style.has_parts() ? coulomb.value_or(cutoff) : 0};
}

bool gives(const PairDeck& pair, std::size_t a, std::size_t b) {
  return std::any_of(pair.pairs.begin(), pair.pairs.end(), [&](const PairEntryDeck& e) {
    return std::minmax(e.a, e.b) == std::minmax(a, b);
  });
}

// The deck's entries of one style. A pair that no style gives is mixed where the like ones are
// given; other pairs do not interact through this style.
std::vector<PairCoefficients> complete_pairs(const PairStyle& style, const PairDeck& pair,
                                             const ForcefieldDeck& forcefield, std::size_t n) {
  std::vector<PairCoefficients> pairs(n * n);
  for (const PairEntryDeck& entry : pair.pairs) {
    pairs[entry.a * n + entry.b] = pairs[entry.b * n + entry.a] =
        coefficients_of(style, pair, entry);
  }
  for (std::size_t a = 0; a < n && forcefield.mixing != Mixing::none; ++a) {
    for (std::size_t b = 0; b < n; ++b) {
      const bool given = std::any_of(forcefield.pair.begin(), forcefield.pair.end(),
                                     [&](const PairDeck& p) { return gives(p, a, b); });
      if (given || !gives(pair, a, a) || !gives(pair, b, b)) continue;
      pairs[a * n + b] = mix(style, forcefield.mixing, pairs[a * n + a], pairs[b * n + b]);
    }
  }
  for (PairCoefficients& p : pairs) {
    if (!p.values.empty()) p.cutoff += style.cutoff_offset(p.values);
  }
  return pairs;
}

PairSpec make_pair_spec(const PairStyle& style, const PairDeck& pair, const Deck& deck,
                        const SpeciesSums& sums) {
  const std::size_t n = deck.species.size();
  PairSpec spec{.n_types = n,
                .end = {pair.shift, style.own_switch.value_or(pair.switching)},
                .tail = pair.tail,
                .coulomb = deck.units.coulomb / pair.dielectric,
                .charge_squares = {},
                .pairs = complete_pairs(style, pair, deck.forcefield, n)};
  if (style.is_tabulated) add_tables(pair, deck, spec.pairs);
  if (!style.uses_charges) return spec;
  spec.charge_squares = sums.charge_square;
  double atoms = 0, squares = 0;
  for (std::size_t k = 0; k < n; ++k) atoms += sums.count[k], squares += sums.charge_square[k];
  spec.mean_charge_square = atoms > 0 ? squares / atoms : 0;
  return spec;
}

}  // namespace

std::vector<PairStyleSchema> pair_style_schemas() {
  std::vector<PairStyleSchema> all;
  for (const PairStyle& style : pair_styles()) {
    PairStyleSchema s{.name = std::string(style.name),
                      .doc = std::string(style.doc),
                      .formula = std::string(style.formula),
                      .source = style.source,
                      .coulomb_formula = std::string(style.coulomb_formula),
                      .force_formula = std::string(style.force_formula),
                      .self_formula = std::string(style.self_formula),
                      .uses_charges = style.uses_charges,
                      .has_tail = style.has_tail,
                      .is_tabulated = style.is_tabulated,
                      .own_switch = style.own_switch.value_or(Switch::none)};
    for (const PairStyle::Parameter& p : style.parameters) {
      s.parameters.push_back({std::string(p.name), std::string(p.doc), p.dimension,
                              bound_of(p.range), p.scope == Scope::style});
    }
    all.push_back(std::move(s));
  }
  return all;
}

void check_force_field(const Deck& deck) {
  const SpeciesSums none{std::vector<double>(deck.species.size()),
                         std::vector<double>(deck.species.size())};
  for (const PairDeck& pair : deck.forcefield.pair) {
    static_cast<void>(make_pair_spec(pair_style(pair.style), pair, deck, none));
  }
}

Precision chosen_precision(const Deck& deck, const Device& device) {
  if (device.is_reference()) return Precision::full;
  const Precision wanted = deck.execution.precision;
  if (wanted != Precision::automatic) return wanted;
  return device.is_cuda() ? Precision::mixed : Precision::full;
}

std::vector<std::unique_ptr<Force>> make_forces(const Device& device, const Deck& deck,
                                                const SpeciesSums& sums) {
  std::vector<std::unique_ptr<Force>> forces;
  const ForceSettings settings{.precision = chosen_precision(deck, device),
                               .reproducible = deck.execution.reproducible};
  for (const PairDeck& pair : deck.forcefield.pair) {
    const PairStyle& style = pair_style(pair.style);
    const PairSpec spec = make_pair_spec(style, pair, deck, sums);
    forces.push_back(device.is_reference() ? reference::make_pair_force(style, spec, sums.count)
                                           : style.make_force(device, spec, sums.count, settings));
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
