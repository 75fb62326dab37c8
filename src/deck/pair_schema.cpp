// SPDX-License-Identifier: BSD-3-Clause
// The `forcefield` block: its keys depend on the pair style.
#include <algorithm>
#include <map>

#include "deck/deck_schema.hpp"

namespace alder::schema {
namespace {

using nlohmann::ordered_json;

// One entry of `pairs` for a given style.
class PairEntryReader {
 public:
  PairEntryReader(const PairStyleSchema& style, const std::vector<SpeciesDeck>& species)
      : style_(style), species_(species) {}

  void parse(const Reader& r, const Node& n, PairEntryDeck& entry) const {
    if (n.kind != Node::Kind::map) {
      return r.error(n, "must be a block such as {between: [A, A], ...}");
    }
    std::vector<std::string> keys{"between", "cutoff"};
    for (const auto& p : style_.parameters) keys.push_back(p.name);
    report_unknown_keys(r, n, keys);
    parse_between(r, n, entry);
    if (const Node* cutoff = n.find("cutoff")) {
      optional(number(dimension::length, Bound::positive)).parse(r, *cutoff, entry.cutoff);
    }
    entry.values.assign(style_.parameters.size(), 0);
    for (std::size_t k = 0; k < style_.parameters.size(); ++k) {
      const auto& p = style_.parameters[k];
      if (const Node* value = n.find(p.name)) {
        number(p.dimension, p.bound).parse(r, *value, entry.values[k]);
      } else {
        r.error(n, "needs '" + p.name + "' for style " + style_.name);
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

  const PairStyleSchema& style_;
  const std::vector<SpeciesDeck>& species_;
};

class PairReader {
 public:
  PairReader(std::vector<PairStyleSchema> styles, std::vector<SpeciesDeck> species)
      : styles_(std::move(styles)), species_(std::move(species)) {}

  void parse(const Reader& r, const Node& n, PairDeck& pair) const {
    if (n.kind != Node::Kind::map)
      return r.error(n, "must be a block such as {style: lj/cut, ...}");
    report_unknown_keys(r, n, {"style", "cutoff", "shift", "tail", "pairs"});
    const PairStyleSchema* style = parse_style(r, n);
    const auto field = [&](const char* key, const auto& codec, auto& target) {
      if (const Node* value = n.find(key)) codec.parse(r, *value, target);
    };
    field("cutoff", optional(number(dimension::length, Bound::positive)), pair.cutoff);
    field("shift", shift_codec(), pair.shift);
    field("tail", boolean(), pair.tail);
    if (pair.tail && pair.shift != Shift::none) {
      r.error(*n.find("tail"),
              "cannot go with a shift: the correction is that of the unshifted potential");
    }
    if (style == nullptr) return;
    pair.style = style->name;
    parse_pairs(r, n, *style, pair);
  }

  [[nodiscard]] ordered_json dump(const Units& units, const PairDeck& pair) const {
    ordered_json json{{"style", pair.style}};
    if (pair.cutoff) json["cutoff"] = number(dimension::length).dump(units, *pair.cutoff);
    json["shift"] = shift_codec().dump(units, pair.shift);
    json["tail"] = pair.tail;
    const PairStyleSchema* style = find(pair.style);
    for (const PairEntryDeck& entry : pair.pairs) {
      ordered_json row{{"between", {species_[entry.a].name, species_[entry.b].name}}};
      if (entry.cutoff) row["cutoff"] = number(dimension::length).dump(units, *entry.cutoff);
      for (std::size_t k = 0; k < entry.values.size(); ++k) {
        const auto& p = style->parameters[k];
        row[p.name] = number(p.dimension).dump(units, entry.values[k]);
      }
      json["pairs"].push_back(row);
    }
    return json;
  }

  static Codec<Shift> shift_codec() {
    return choice<Shift>(
        {{"none", Shift::none}, {"energy", Shift::energy}, {"force", Shift::force}});
  }

 private:
  [[nodiscard]] const PairStyleSchema* find(const std::string& name) const {
    const auto it = std::find_if(styles_.begin(), styles_.end(),
                                 [&](const PairStyleSchema& s) { return s.name == name; });
    return it == styles_.end() ? nullptr : &*it;
  }

  const PairStyleSchema* parse_style(const Reader& r, const Node& n) const {
    const Node* style = n.find("style");
    if (style == nullptr) {
      r.error(n, "needs 'style'");
      return nullptr;
    }
    std::vector<std::string> names;
    for (const PairStyleSchema& s : styles_) names.push_back(s.name);
    const auto k = parse_choice(r, *style, names);
    return k ? &styles_[*k] : nullptr;
  }

  void parse_pairs(const Reader& r, const Node& n, const PairStyleSchema& style,
                   PairDeck& pair) const {
    const Node* list = n.find("pairs");
    if (list == nullptr || list->kind != Node::Kind::list || list->items.empty()) {
      return r.error(list != nullptr ? *list : n,
                     "needs 'pairs', a list of {between: [A, A], <parameters>}");
    }
    const PairEntryReader reader(style, species_);
    std::map<std::pair<std::size_t, std::size_t>, int> first_line;
    for (const Node& item : list->items) {
      const std::size_t errors = r.diagnostics.error_count();
      PairEntryDeck entry;
      reader.parse(r, item, entry);
      if (r.diagnostics.error_count() > errors) continue;
      const auto key = std::minmax(entry.a, entry.b);
      const auto [it, fresh] = first_line.emplace(key, item.place.line);
      if (!fresh) {
        r.error(item, "sets " + species_[entry.a].name + "-" + species_[entry.b].name +
                          " again (first on line " + std::to_string(it->second) + ")");
      }
      if (!entry.cutoff && !pair.cutoff) {
        r.error(item, "needs a 'cutoff', here or for the whole style");
      }
      pair.pairs.push_back(entry);
    }
  }

  std::vector<PairStyleSchema> styles_;
  std::vector<SpeciesDeck> species_;
};

// Without mixing every pair of species must be given; with it, every like pair.
void check_complete(const Reader& r, const Node& n, const ForcefieldDeck& forcefield,
                    const std::vector<SpeciesDeck>& species) {
  const Node* list = n.find("pair");
  if (forcefield.pair.empty()) {
    r.error(*list, "needs at least one pair potential; an ideal gas has one with epsilon: 0");
  }
  for (std::size_t k = 0; k < forcefield.pair.size(); ++k) {
    const PairDeck& pair = forcefield.pair[k];
    const Node& place = list->kind == Node::Kind::list ? list->items[k] : *list;
    for (std::size_t a = 0; a < species.size(); ++a) {
      for (std::size_t b = a; b < species.size(); ++b) {
        if (a != b && forcefield.mixing != Mixing::none) continue;
        const bool given = std::any_of(pair.pairs.begin(), pair.pairs.end(), [&](const auto& e) {
          return std::minmax(e.a, e.b) == std::minmax(a, b);
        });
        if (given) continue;
        r.error(place, "says nothing about " + species[a].name + "-" + species[b].name +
                           (a == b ? "; add it to `pairs`"
                                   : "; add it to `pairs` or set forcefield.mixing"));
      }
    }
  }
}

// JSON Schema of an entry of `pair` with this style.
ordered_json style_json(const PairStyleSchema& style) {
  ordered_json species{{"type", "array"}, {"items", {{"type", "string"}}}};
  species["minItems"] = species["maxItems"] = 2;
  std::vector<ValueDoc::Field> entry{
      {"between", "The two species.", "", true, {"", {}, species, {}}},
      {"cutoff", "Cutoff of this pair.", "", false, number(dimension::length).doc}};
  for (const auto& p : style.parameters) {
    entry.push_back({p.name, p.doc, "", true, number(p.dimension).doc});
  }
  ValueDoc pairs{"", {}, {{"type", "array"}, {"items", object_schema(entry)}}, {}};
  const ValueDoc name{"", {}, {{"const", style.name}}, {}};
  return object_schema(
      {{"style", style.doc, "", true, name},
       {"cutoff", "Cutoff of the pairs.", "", false, number(dimension::length).doc},
       {"shift", "", "", false, PairReader::shift_codec().doc},
       {"tail", "", "", false, boolean().doc},
       {"pairs", style.formula, "", true, pairs}});
}

}  // namespace

Codec<ForcefieldDeck> forcefield_codec(const std::vector<PairStyleSchema>& styles,
                                       const std::vector<SpeciesDeck>& species) {
  const PairReader reader(styles, species);
  Codec<PairDeck> pair;
  pair.doc.type = "pair style";
  std::vector<std::string> names;
  auto alternatives = ordered_json::array();
  for (const PairStyleSchema& s : styles) {
    names.push_back(s.name);
    alternatives.push_back(style_json(s));
  }
  pair.doc.json = {{"anyOf", alternatives}};
  pair.doc.fields = {
      {"style", "A style of the pair catalogue.", "", true, word(names).doc},
      {"cutoff", "Cutoff of the pairs that give none of their own.", "", false,
       number(dimension::length).doc},
      {"shift", "none; energy: U - U(rc); force: also F - F(rc), for any style.", "\"none\"", false,
       PairReader::shift_codec().doc},
      {"tail", "Long-range correction of energy and pressure.", "false", false, boolean().doc},
      {"pairs",
       "One block per pair of species: between: [A, B], cutoff (optional), parameters.",
       "",
       true,
       {"list of blocks", {}, {}, {}}}};
  pair.parse = [reader](const Reader& r, const Node& n, PairDeck& target) {
    reader.parse(r, n, target);
  };
  pair.dump = [reader](const Units& units, const PairDeck& p) { return reader.dump(units, p); };
  return Record<ForcefieldDeck>("forcefield")
      .field("mixing", &ForcefieldDeck::mixing,
             choice<Mixing>({{"none", Mixing::none},
                             {"geometric", Mixing::geometric},
                             {"arithmetic", Mixing::arithmetic},
                             {"sixthpower", Mixing::sixthpower}}),
             "How pairs of unlike species follow from the like ones where they are not given.")
      .required("pair", &ForcefieldDeck::pair, list_of(pair, true), "Pair potentials; they add up.")
      .check([species](const Reader& r, const Node& n, ForcefieldDeck& forcefield) {
        check_complete(r, n, forcefield, species);
      })
      .codec();
}

}  // namespace alder::schema
