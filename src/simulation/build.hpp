// SPDX-License-Identifier: BSD-3-Clause
// From a Deck to the parts of an Engine.
#pragma once

#include <memory>
#include <vector>

#include "atoms/atoms.hpp"
#include "deck/deck.hpp"
#include "deck/deck_schema.hpp"
#include "force/force.hpp"
#include "integrate/integrator.hpp"
#include "neighbor/neighbor_list.hpp"

namespace alder {

/// What the deck schema has to know of the pair catalogue.
std::vector<PairStyleSchema> pair_style_schemas();

/// The arithmetic a run of this deck gets on a device, never `automatic`.
Precision chosen_precision(const Deck& deck, const Device& device);

/// What force fields have to know of the whole system, by species.
struct SpeciesSums {
  std::vector<double> count;          ///< atoms
  std::vector<double> charge_square;  ///< sum of q^2
};

/// Reads the files of the force field and completes its pairs; throws InputError.
void check_force_field(const Deck& deck);

/// The terms of the force field.
std::vector<std::unique_ptr<Force>> make_forces(const Device& device, const Deck& deck,
                                                const SpeciesSums& sums);
std::unique_ptr<Integrator> make_integrator(const StageDeck& stage, const Units& units);
RebuildRule make_rebuild_rule(const Deck& deck);

}  // namespace alder
