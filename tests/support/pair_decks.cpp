// SPDX-License-Identifier: BSD-3-Clause
#include "support/pair_decks.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "support/decks.hpp"

namespace alder::test {

namespace {

// Where tables of samples have their points: so many that their splines are as good as formulas.
constexpr std::size_t points = 20000;

}  // namespace

std::vector<TableRow> lennard_jones_rows(double first, double last, std::size_t count) {
  std::vector<TableRow> rows;
  for (std::size_t k = 0; k < count; ++k) {
    const double r =
        first + (last - first) * static_cast<double>(k) / static_cast<double>(count - 1);
    const double s6 = std::pow(r, -6);
    rows.push_back({r, 4 * s6 * (s6 - 1), 24 * s6 * (2 * s6 - 1) / r});
  }
  return rows;
}

PairCoefficients coefficients_of(const PairStyle& style, const PairStyle::Example& sample) {
  PairCoefficients pair{.cutoff = sample.r_max,
                        .values = sample.values,
                        .inner = style.own_switch ? 0.8 * sample.r_max : 0,
                        .coulomb_cutoff = style.has_parts() ? 0.9 * sample.r_max : 0};
  if (!style.is_tabulated) return pair;
  const RadialTable table{lennard_jones_rows(0.9 * sample.r_min, sample.r_max, points), {}};
  const auto nodes = std::make_shared<const std::vector<double>>(
      table_nodes(table, Interpolation::spline, points, sample.r_max));
  pair.nodes = {nodes, 0, points - 1, table.rows.front().r};
  return pair;
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
      if (style.is_tabulated) {
        pair.pairs.back().rows = lennard_jones_rows(0.9 * sample.r_min, sample.r_max, points);
      }
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
