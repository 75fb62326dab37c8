// SPDX-License-Identifier: BSD-3-Clause
// The `forcefield` block: its keys depend on the pair style.
#include <algorithm>
#include <map>

#include "deck/deck_schema.hpp"

namespace alder::schema {
namespace {

using nlohmann::ordered_json;

Codec<double> distance() {
  return number(dimension::length, Bound::positive);
}

// One entry of `pairs` for a given style; `whole` is the block it stands in.
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
    for (const auto& p : style_.parameters) {
      if (!p.per_style) keys.push_back(p.name);
    }
    report_unknown_keys(r, n, keys);
    parse_between(r, n, entry);
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

  const PairStyleSchema& style_;
  const std::vector<SpeciesDeck>& species_;
};

bool has_pair_parameters(const PairStyleSchema& style) {
  return std::any_of(style.parameters.begin(), style.parameters.end(),
                     [](const auto& p) { return !p.per_style; });
}

class PairReader {
 public:
  PairReader(std::vector<PairStyleSchema> styles, std::vector<SpeciesDeck> species)
      : styles_(std::move(styles)), species_(std::move(species)) {}

  void parse(const Reader& r, const Node& n, PairDeck& pair) const {
    if (n.kind != Node::Kind::map)
      return r.error(n, "must be a block such as {style: lj/cut, ...}");
    const PairStyleSchema* style = parse_style(r, n);
    if (style == nullptr) return;
    report_unknown_keys(r, n, keys_of(*style));
    pair.style = style->name;
    pair.switching = style->own_switch;
    const auto field = [&](const char* key, const auto& codec, auto& target) {
      if (const Node* value = n.find(key)) codec.parse(r, *value, target);
    };
    field("cutoff", optional(distance()), pair.cutoff);
    field("coulomb_cutoff", optional(distance()), pair.coulomb_cutoff);
    field("inner", optional(distance()), pair.inner);
    field("shift", shift_codec(), pair.shift);
    field("switch", switch_codec(), pair.switching);
    field("tail", boolean(), pair.tail);
    field("dielectric", number(dimension::none, Bound::positive), pair.dielectric);
    check_end(r, n, *style, pair);
    parse_pairs(r, n, *style, pair);
  }

  [[nodiscard]] ordered_json dump(const Units& units, const PairDeck& pair) const {
    const PairStyleSchema& style = *find(pair.style);
    const auto length = [&](ordered_json& json, const char* key, const std::optional<double>& x) {
      if (x) json[key] = number(dimension::length).dump(units, *x);
    };
    ordered_json json{{"style", pair.style}};
    length(json, "cutoff", pair.cutoff);
    length(json, "coulomb_cutoff", pair.coulomb_cutoff);
    json["shift"] = shift_codec().dump(units, pair.shift);
    json["switch"] = switch_codec().dump(units, pair.switching);
    length(json, "inner", pair.inner);
    json["tail"] = pair.tail;
    if (style.uses_charges) json["dielectric"] = pair.dielectric;
    for (const PairEntryDeck& entry : pair.pairs) {
      ordered_json row{{"between", {species_[entry.a].name, species_[entry.b].name}}};
      length(row, "cutoff", entry.cutoff);
      length(row, "coulomb_cutoff", entry.coulomb_cutoff);
      length(row, "inner", entry.inner);
      for (std::size_t k = 0; k < entry.values.size(); ++k) {
        const auto& p = style.parameters[k];
        (p.per_style ? json : row)[p.name] = number(p.dimension).dump(units, entry.values[k]);
      }
      json["pairs"].push_back(row);
    }
    return json;
  }

  static Codec<Shift> shift_codec() {
    return choice<Shift>(
        {{"none", Shift::none}, {"energy", Shift::energy}, {"force", Shift::force}});
  }
  static Codec<Switch> switch_codec() {
    return choice<Switch>({{"none", Switch::none},
                           {"charmm", Switch::charmm},
                           {"gromacs", Switch::gromacs},
                           {"smooth", Switch::smooth}});
  }

 private:
  [[nodiscard]] const PairStyleSchema* find(const std::string& name) const {
    const auto it = std::find_if(styles_.begin(), styles_.end(),
                                 [&](const PairStyleSchema& s) { return s.name == name; });
    return it == styles_.end() ? nullptr : &*it;
  }

  static std::vector<std::string> keys_of(const PairStyleSchema& style) {
    std::vector<std::string> keys{"style", "cutoff", "shift", "switch", "inner", "tail", "pairs"};
    if (!style.coulomb_formula.empty()) keys.emplace_back("coulomb_cutoff");
    if (style.uses_charges) keys.emplace_back("dielectric");
    for (const auto& p : style.parameters) {
      if (p.per_style) keys.push_back(p.name);
    }
    return keys;
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

  static void check_end(const Reader& r, const Node& n, const PairStyleSchema& style,
                        const PairDeck& pair) {
    if (style.own_switch != Switch::none && pair.switching != style.own_switch) {
      r.error(*n.find("switch"), "cannot be chosen for " + style.name + ", which has its own");
    }
    if (pair.switching != Switch::none && pair.shift != Shift::none &&
        !(pair.switching == Switch::smooth && pair.shift == Shift::energy)) {
      r.error(*n.find("shift"), "cannot go with this switch, which ends at zero by itself");
    }
    if (!pair.tail) return;
    if (pair.shift != Shift::none || pair.switching != Switch::none) {
      r.error(*n.find("tail"),
              "cannot go with a shift or switch: the correction is that of the plain potential");
    }
    if (!style.has_tail) r.error(*n.find("tail"), "is not defined for " + style.name);
  }

  void parse_pairs(const Reader& r, const Node& n, const PairStyleSchema& style,
                   PairDeck& pair) const {
    const PairEntryReader reader(style, species_);
    const Node* list = n.find("pairs");
    if (list == nullptr && !has_pair_parameters(style)) return all_pairs(r, n, reader, pair);
    if (list == nullptr || list->kind != Node::Kind::list || list->items.empty()) {
      return r.error(list != nullptr ? *list : n,
                     "needs 'pairs', a list of {between: [A, A], <parameters>}");
    }
    std::map<std::pair<std::size_t, std::size_t>, int> first_line;
    for (const Node& item : list->items) {
      const std::size_t errors = r.diagnostics.error_count();
      PairEntryDeck entry;
      reader.parse(r, n, item, entry);
      if (r.diagnostics.error_count() > errors) continue;
      const auto key = std::minmax(entry.a, entry.b);
      const auto [it, fresh] = first_line.emplace(key, item.place.line);
      if (!fresh) {
        r.error(item, "sets " + species_[entry.a].name + "-" + species_[entry.b].name +
                          " again (first on line " + std::to_string(it->second) + ")");
      }
      check_distances(r, item, pair, entry);
      pair.pairs.push_back(entry);
    }
  }

  // A style without parameters of pairs acts between all species where the deck lists none.
  void all_pairs(const Reader& r, const Node& n, const PairEntryReader& reader,
                 PairDeck& pair) const {
    const std::size_t errors = r.diagnostics.error_count();
    PairEntryDeck entry;
    reader.parse_values(r, n, n, entry);
    check_distances(r, n, pair, entry);
    if (r.diagnostics.error_count() > errors) return;
    for (entry.a = 0; entry.a < species_.size(); ++entry.a) {
      for (entry.b = entry.a; entry.b < species_.size(); ++entry.b) pair.pairs.push_back(entry);
    }
  }

  static void check_distances(const Reader& r, const Node& item, const PairDeck& pair,
                              const PairEntryDeck& entry) {
    const auto cutoff = entry.cutoff ? entry.cutoff : pair.cutoff;
    const auto inner = entry.inner ? entry.inner : pair.inner;
    if (!cutoff) return r.error(item, "needs a 'cutoff', here or for the whole style");
    if ((pair.switching != Switch::none) != inner.has_value()) {
      return r.error(item, inner ? "has 'inner' without a switch that begins there"
                                 : "needs 'inner', where the switch begins, here or for the whole "
                                   "style");
    }
    if (inner && *inner >= *cutoff) r.error(item, "needs an 'inner' below the cutoff");
  }

  std::vector<PairStyleSchema> styles_;
  std::vector<SpeciesDeck> species_;
};

bool gives(const PairDeck& pair, std::size_t a, std::size_t b) {
  return std::any_of(pair.pairs.begin(), pair.pairs.end(), [&](const PairEntryDeck& e) {
    return std::minmax(e.a, e.b) == std::minmax(a, b);
  });
}

// Every pair of species must be given by some style or, with mixing, follow from the like ones of
// one.
void check_complete(const Reader& r, const Node& n, const ForcefieldDeck& forcefield,
                    const std::vector<SpeciesDeck>& species) {
  const Node* list = n.find("pair");
  if (forcefield.pair.empty()) {
    r.error(*list, "needs at least one pair potential; an ideal gas has one with epsilon: 0");
    return;
  }
  const bool one = list->kind == Node::Kind::list && list->items.size() == 1;
  const Node& place = one ? list->items[0] : *list;
  for (std::size_t a = 0; a < species.size(); ++a) {
    for (std::size_t b = a; b < species.size(); ++b) {
      const bool known =
          std::any_of(forcefield.pair.begin(), forcefield.pair.end(), [&](const PairDeck& pair) {
            return gives(pair, a, b) || (a != b && forcefield.mixing != Mixing::none &&
                                         gives(pair, a, a) && gives(pair, b, b));
          });
      if (known) continue;
      r.error(place, "says nothing about " + species[a].name + "-" + species[b].name +
                         (a == b ? "; add it to `pairs`"
                                 : "; add it to `pairs` or set forcefield.mixing"));
    }
  }
}

// JSON Schema of an entry of `pair` with this style.
ordered_json style_json(const PairStyleSchema& style) {
  ordered_json species{{"type", "array"}, {"items", {{"type", "string"}}}};
  species["minItems"] = species["maxItems"] = 2;
  std::vector<ValueDoc::Field> entry{
      {"between", "The two species.", "", true, {"", {}, species, {}}},
      {"cutoff", "Cutoff of this pair.", "", false, number(dimension::length).doc},
      {"inner", "Where its switch begins.", "", false, number(dimension::length).doc}};
  if (!style.coulomb_formula.empty()) {
    entry.push_back({"coulomb_cutoff", "", "", false, number(dimension::length).doc});
  }
  std::vector<ValueDoc::Field> whole;
  for (const auto& p : style.parameters) {
    (p.per_style ? whole : entry).push_back({p.name, p.doc, "", true, number(p.dimension).doc});
  }
  ValueDoc pairs{"", {}, {{"type", "array"}, {"items", object_schema(entry)}}, {}};
  const ValueDoc name{"", {}, {{"const", style.name}}, {}};
  whole.insert(whole.begin(),
               {{"style", style.doc, "", true, name},
                {"cutoff", "Cutoff of the pairs.", "", false, number(dimension::length).doc},
                {"shift", "", "", false, PairReader::shift_codec().doc},
                {"switch", "", "", false, PairReader::switch_codec().doc},
                {"inner", "Where the switch begins.", "", false, number(dimension::length).doc},
                {"tail", "", "", false, boolean().doc},
                {"pairs", style.formula, "", has_pair_parameters(style), pairs}});
  if (style.uses_charges) {
    whole.push_back({"dielectric", "", "", false, number(dimension::none).doc});
  }
  const ValueDoc::Field coulomb_cutoff{"coulomb_cutoff", "Cutoff of the second part.", "", false,
                                       number(dimension::length).doc};
  if (!style.coulomb_formula.empty()) whole.push_back(coulomb_cutoff);
  return object_schema(whole);
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
      {"switch",
       "Leads the potential to zero between `inner` and the cutoff: charmm multiplies the energy "
       "(LAMMPS lj/charmm), gromacs adds a polynomial (lj/gromacs), smooth bends the force "
       "(lj/smooth).",
       "\"none\"", false, PairReader::switch_codec().doc},
      {"inner", "Where the switch begins; a pair may have its own.", "", false,
       number(dimension::length).doc},
      {"tail", "Long-range correction of energy and pressure.", "false", false, boolean().doc},
      {"coulomb_cutoff",
       "Of styles with a Coulomb part: its cutoff; a pair may have its own. Default: the cutoff.",
       "", false, number(dimension::length).doc},
      {"dielectric", "Of styles between charges: relative permittivity.", "1", false,
       number(dimension::none).doc},
      {"pairs",
       "One block per pair of species: between: [A, B], cutoff (optional), parameters. Styles "
       "without parameters of pairs may leave it out: they act between all species. A style acts "
       "between the pairs that it lists (or mixes) and no others.",
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
