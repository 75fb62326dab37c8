// SPDX-License-Identifier: BSD-3-Clause
// Reads an entry of a pair style's `pairs`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "deck/deck_schema.hpp"

namespace alder::schema {

/// A length above zero.
inline Codec<double> distance() {
  return number(dimension::length, Bound::positive);
}

/// One entry for a given style; `whole` is the block it stands in.
class PairEntryReader {
 public:
  PairEntryReader(const PairStyleSchema& style, const std::vector<SpeciesDeck>& species)
      : style_(style), species_(species) {}

  void parse(const Reader& r, const Node& whole, const Node& n, PairEntryDeck& entry) const {
    if (n.kind != Node::Kind::map) {
      return r.error(n, "must be a block such as {between: [A, A], ...}");
    }
    std::vector<std::string> keys{"between", "cutoff", "inner"};
    if (!style_.coulomb_formula.empty()) keys.emplace_back("coulomb_cutoff");
    if (style_.is_tabulated) keys.insert(keys.end(), {"file", "keyword"});
    for (const auto& p : style_.parameters) {
      if (!p.per_style) keys.push_back(p.name);
    }
    report_unknown_keys(r, n, keys);
    parse_between(r, n, entry);
    if (style_.is_tabulated) parse_table(r, n, entry);
    const auto length = [&](const char* key, std::optional<double>& target) {
      if (const Node* value = n.find(key)) optional(distance()).parse(r, *value, target);
    };
    length("cutoff", entry.cutoff);
    length("inner", entry.inner);
    length("coulomb_cutoff", entry.coulomb_cutoff);
    parse_values(r, whole, n, entry);
  }

  // What the style says for all pairs, and what `n` says for this one.
  void parse_values(const Reader& r, const Node& whole, const Node& n, PairEntryDeck& entry) const {
    entry.values.assign(style_.parameters.size(), 0);
    for (std::size_t k = 0; k < style_.parameters.size(); ++k) {
      const auto& p = style_.parameters[k];
      const Node& place = p.per_style ? whole : n;
      if (const Node* value = place.find(p.name)) {
        number(p.dimension, p.bound).parse(r, *value, entry.values[k]);
      } else {
        r.error(place, "needs '" + p.name + "' for style " + style_.name);
      }
    }
  }

 private:
  void parse_between(const Reader& r, const Node& n, PairEntryDeck& entry) const {
    const Node* between = n.find("between");
    if (between == nullptr || between->kind != Node::Kind::list || between->items.size() != 2) {
      return r.error(between != nullptr ? *between : n, "needs 'between: [species, species]'");
    }
    std::vector<std::string> names;
    for (const SpeciesDeck& s : species_) names.push_back(s.name);
    if (const auto a = parse_choice(r, between->items[0], names)) entry.a = *a;
    if (const auto b = parse_choice(r, between->items[1], names)) entry.b = *b;
  }

  static void parse_table(const Reader& r, const Node& n, PairEntryDeck& entry) {
    const auto word = [&](const char* key, std::string& target) {
      const Node* value = n.find(key);
      if (value == nullptr) {
        return r.error(n, std::string("needs '") + key + "': a table is a section of a file");
      }
      text().parse(r, *value, target);
    };
    word("file", entry.file);
    word("keyword", entry.keyword);
  }

  const PairStyleSchema& style_;
  const std::vector<SpeciesDeck>& species_;
};

}  // namespace alder::schema
