// SPDX-License-Identifier: BSD-3-Clause
// The schema of a deck: every block, key, default and rule, declared once.
#pragma once

#include <string>
#include <vector>

#include "deck/deck.hpp"
#include "deck/schema.hpp"

namespace alder {

/// What the deck has to know of a pair potential; the pair catalogue provides it.
struct PairStyleSchema {
  struct Parameter {
    std::string name, doc;
    Dimension dimension;
    schema::Bound bound = schema::Bound::any;
    bool per_style = false;  ///< given once for all pairs
  };
  std::string name, doc, formula;
  std::string source{};           ///< where the formula comes from
  std::string coulomb_formula{};  ///< of the second part of a style that has two
  std::vector<Parameter> parameters{};
  std::string force_formula{}, self_formula{};  ///< see PairStyle
  bool uses_charges = false, has_tail = true;
  bool is_tabulated = false;         ///< its pairs name a file and a section in it
  Switch own_switch = Switch::none;  ///< the one it always has
};

namespace schema {

Codec<SystemDeck> system_codec();
Codec<NeighborDeck> neighbor_codec();
Codec<OutputDeck> output_codec();
Codec<StageDeck> stage_codec();
Codec<ExecutionDeck> execution_codec();
Codec<ChecksDeck> checks_codec();
Codec<std::vector<SpeciesDeck>> species_codec();
/// Needs the species names to understand `between`.
Codec<ForcefieldDeck> forcefield_codec(const std::vector<PairStyleSchema>& styles,
                                       const std::vector<SpeciesDeck>& species);

}  // namespace schema
}  // namespace alder
