// SPDX-License-Identifier: BSD-3-Clause
#include "support/pair_decks.hpp"

#include <algorithm>
#include <cctype>

#include "support/decks.hpp"

namespace alder::test {

PairCoefficients coefficients_of(const PairStyle& style, const PairStyle::Example& sample) {
  return {.cutoff = sample.r_max,
          .values = sample.values,
          .inner = style.own_switch ? 0.8 * sample.r_max : 0,
          .coulomb_cutoff = style.has_parts() ? 0.9 * sample.r_max : 0};
}

Deck pair_deck(const PairStyle& style, const PairStyle::Example& sample, std::size_t species) {
  const PairCoefficients c = coefficients_of(style, sample);
  LjSettings settings;
  settings.species.resize(species);
  Deck deck = lj_deck(settings);
  PairDeck pair;
  pair.style = style.name;
  for (std::size_t a = 0; a < species; ++a) {
    for (std::size_t b = a; b < species; ++b) {
      const double cutoff = c.cutoff - style.cutoff_offset(c.values);
      pair.pairs.push_back({.a = a,
                            .b = b,
                            .cutoff = a == b ? cutoff : 0.95 * cutoff,
                            .coulomb_cutoff = c.coulomb_cutoff,
                            .inner = c.inner,
                            .values = c.values});
    }
  }
  deck.forcefield.pair = {pair};
  return deck;
}

std::vector<std::string> all_styles() {
  std::vector<std::string> names;
  for (const PairStyle& style : pair_styles()) names.emplace_back(style.name);
  return names;
}

std::string printable(std::string_view style) {
  std::string name(style);
  std::replace_if(
      name.begin(), name.end(),
      [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
}

void set_charges(Snapshot& atoms) {
  atoms.charge.clear();
  for (std::size_t i = 0; i < atoms.id.size(); ++i) {
    const double size = 0.6 + 0.2 * static_cast<double>(i / 2 % 3);
    atoms.charge.push_back(i % 2 == 0 ? size : -size);
  }
}

}  // namespace alder::test
