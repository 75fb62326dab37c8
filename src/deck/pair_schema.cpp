// SPDX-License-Identifier: BSD-3-Clause
// The `forcefield` block: its keys depend on the pair style.
#include <algorithm>
#include <map>

#include "deck/pair_entry.hpp"

namespace alder::schema {
namespace {

using nlohmann::ordered_json;

// So many intervals are told apart in single precision.
constexpr std::int64_t most_points = 1000000;

bool has_pair_parameters(const PairStyleSchema& style) {
  return style.is_tabulated || std::any_of(style.parameters.begin(), style.parameters.end(),
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
    field("interpolation", interpolation_codec(), pair.interpolation);
    field("points", integer(2, most_points), pair.points);
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
    if (style.is_tabulated) {
      json["interpolation"] = interpolation_codec().dump(units, pair.interpolation);
      json["points"] = pair.points;
    }
    for (const PairEntryDeck& entry : pair.pairs) {
      ordered_json row{{"between", {species_[entry.a].name, species_[entry.b].name}}};
      length(row, "cutoff", entry.cutoff);
      length(row, "coulomb_cutoff", entry.coulomb_cutoff);
      length(row, "inner", entry.inner);
      if (style.is_tabulated) row["file"] = entry.file, row["keyword"] = entry.keyword;
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
  static Codec<Interpolation> interpolation_codec() {
    return choice<Interpolation>(
        {{"linear", Interpolation::linear}, {"spline", Interpolation::spline}});
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
    if (style.is_tabulated) keys.insert(keys.end(), {"interpolation", "points"});
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
    if (list == nullptr && !has_pair_parameters(style)) return all_pairs(r, n, reader, style, pair);
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
      check_distances(r, item, style, pair, entry);
      pair.pairs.push_back(entry);
    }
  }

  // A style without parameters of pairs acts between all species where the deck lists none.
  void all_pairs(const Reader& r, const Node& n, const PairEntryReader& reader,
                 const PairStyleSchema& style, PairDeck& pair) const {
    const std::size_t errors = r.diagnostics.error_count();
    PairEntryDeck entry;
    reader.parse_values(r, n, n, entry);
    check_distances(r, n, style, pair, entry);
    if (r.diagnostics.error_count() > errors) return;
    for (entry.a = 0; entry.a < species_.size(); ++entry.a) {
      for (entry.b = entry.a; entry.b < species_.size(); ++entry.b) pair.pairs.push_back(entry);
    }
  }

  static void check_distances(const Reader& r, const Node& item, const PairStyleSchema& style,
                              const PairDeck& pair, const PairEntryDeck& entry) {
    const auto cutoff = entry.cutoff ? entry.cutoff : pair.cutoff;
    const auto inner = entry.inner ? entry.inner : pair.inner;
    // A table has one of its own: its last row.
    if (!cutoff && !style.is_tabulated) {
      return r.error(item, "needs a 'cutoff', here or for the whole style");
    }
    if ((pair.switching != Switch::none) != inner.has_value()) {
      return r.error(item, inner ? "has 'inner' without a switch that begins there"
                                 : "needs 'inner', where the switch begins, here or for the whole "
                                   "style");
    }
    if (inner && cutoff && *inner >= *cutoff) r.error(item, "needs an 'inner' below the cutoff");
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
  if (style.is_tabulated) {
    entry.push_back({"file", "A table in LAMMPS' format.", "", true, text().doc});
    entry.push_back({"keyword", "The section of it.", "", true, text().doc});
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
  if (style.is_tabulated) {
    whole.push_back({"interpolation", "", "", false, PairReader::interpolation_codec().doc});
    whole.push_back({"points", "", "", false, integer(2, most_points).doc});
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
      {"interpolation",
       "Of tables: how energy and F/r run between `points` values of r^2; linear or spline.",
       "\"spline\"", false, PairReader::interpolation_codec().doc},
      {"points", "Of tables: values of r^2 from the first row to the cutoff.", "4000", false,
       integer(2, most_points).doc},
      {"pairs",
       "One block per pair of species: between: [A, B], cutoff (optional), parameters (of tables: "
       "file, keyword). Styles "
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
