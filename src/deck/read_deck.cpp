// SPDX-License-Identifier: BSD-3-Clause
#include "deck/read_deck.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

#include "base/error.hpp"
#include "deck/expression.hpp"

namespace alder {
namespace {

using nlohmann::ordered_json;
using schema::Codec;
using schema::Reader;

const std::vector<std::string> unit_systems{"lj", "real", "metal", "si"};

// The blocks of a deck, in the order they are read: later ones need what earlier ones said.
const std::vector<std::string> deck_keys{"schema", "name",    "units",      "vars",
                                         "system", "species", "forcefield", "neighbor",
                                         "output", "stages",  "execution",  "checks"};

class DeckReader {
 public:
  DeckReader(const Node& document, const std::string& file, Diagnostics& diagnostics,
             const std::vector<PairStyleSchema>& styles)
      : document_(document), styles_(styles), reader_{diagnostics, units_named("lj")} {
    deck_.file = file;
  }

  Deck read() {
    if (document_.kind != Node::Kind::map) {
      reader_.diagnostics.error(document_.place,
                                "the deck is empty or not a YAML map; it begins with `schema: 1`");
      return deck_;
    }
    schema::report_unknown_keys(reader_, document_, deck_keys);
    read_version();
    const auto units = schema::word(unit_systems);
    std::string unit_name = "lj";
    block("units", units, unit_name, true);
    deck_.units = units_named(unit_name);
    const Reader reader{reader_.diagnostics, units_named(unit_name)};
    read_blocks(reader);
    return deck_;
  }

 private:
  void read_version() {
    std::int64_t version = 0;
    block("schema", schema::integer(1, 1), version, true);
  }

  void read_blocks(const Reader& reader) {
    block("name", schema::text(), deck_.name, false);
    if (deck_.name.find_first_of("/\\") != std::string::npos) {
      reader.error(*document_.find("name"), "names output files and cannot hold '/'");
    }
    block(reader, "species", schema::species_codec(), deck_.species, true);
    block(reader, "system", schema::system_codec(), deck_.system, true);
    block(reader, "forcefield", schema::forcefield_codec(styles_, deck_.species), deck_.forcefield,
          true);
    block(reader, "neighbor", schema::neighbor_codec(), deck_.neighbor, false);
    block(reader, "stages", schema::list_of(schema::stage_codec()), deck_.stages, false);
    Reader with_timestep = reader;
    if (!deck_.stages.empty()) with_timestep.timestep = deck_.stages.front().timestep;
    block(with_timestep, "output", schema::output_codec(), deck_.output, false);
    block(reader, "execution", schema::execution_codec(), deck_.execution, false);
    block(reader, "checks", schema::checks_codec(), deck_.checks, false);
    name_stages();
    check_created_species(reader);
  }

  void name_stages() {
    for (std::size_t k = 0; k < deck_.stages.size(); ++k) {
      if (deck_.stages[k].name.empty()) deck_.stages[k].name = "stage " + std::to_string(k + 1);
    }
  }

  // Species that the deck puts somewhere have names that are known, and masses.
  void check_created_species(const Reader& reader) {
    const SystemDeck& system = deck_.system;
    if (deck_.species.empty() || reader.diagnostics.error_count() > 0) return;
    const Node& node = *document_.find("system");
    if (system.lattice) check_species(reader, *node.find("lattice")->find("species"));
    if (system.create.empty()) return;
    const Node& blocks = *node.find("create");
    for (std::size_t k = 0; k < system.create.size(); ++k) {
      const Node& block = blocks.kind == Node::Kind::list ? blocks.items[k] : blocks;
      const char* what = system.create[k].lattice ? "lattice" : "random";
      check_species(reader, *block.find(what)->find("species"));
    }
  }

  void check_species(const Reader& reader, const Node& list) {
    if (list.kind == Node::Kind::list) {
      for (const Node& item : list.items) check_species(reader, item);
      return;
    }
    std::vector<std::string> names;
    for (const SpeciesDeck& s : deck_.species) names.push_back(s.name);
    const auto found = schema::parse_choice(reader, list, names);
    if (found && !deck_.species[*found].mass && !deck_.system.read) {
      reader.diagnostics.error(
          document_.find("species")->entries[*found].place,
          "species." + names[*found] + " needs a 'mass' (there is no data file to give it)");
    }
  }

  template <class T>
  void block(const char* key, const Codec<T>& codec, T& target, bool required) {
    block(reader_, key, codec, target, required);
  }
  template <class T>
  void block(const Reader& reader, const char* key, const Codec<T>& codec, T& target,
             bool required) {
    const Node* node = document_.find(key);
    if (node != nullptr && node->kind != Node::Kind::null)
      return codec.parse(reader, *node, target);
    if (required) {
      reader.diagnostics.error({document_.place.source, 1, 1},
                               std::string("the deck needs '") + key + "'");
    }
  }

  const Node& document_;
  const std::vector<PairStyleSchema>& styles_;
  Reader reader_;
  Deck deck_;
};

void note_places(const Node& node, std::map<std::string, SourcePlace>& places) {
  places[node.path] = node.place;
  for (const Node& item : node.items) note_places(item, places);
  for (const Node::Entry& entry : node.entries) note_places(entry.value, places);
}

// The place of a key or of what it belongs to, if the deck has one. A single block may stand for a
// list of one.
std::optional<SourcePlace> nearest_place(const std::map<std::string, SourcePlace>& places,
                                         std::string path) {
  while (!path.empty()) {
    std::string alone = path;
    if (const std::size_t at = alone.find("[0]"); at != std::string::npos) alone.erase(at, 3);
    for (const std::string& name : {path, alone}) {
      if (const auto found = places.find(name); found != places.end()) return found->second;
    }
    const std::size_t end = path.find_last_of(".[");
    path.resize(end == std::string::npos ? 0 : end);
  }
  return {};
}

}  // namespace

void throw_at_its_place(const Deck& deck, const KeyError& error) {
  const std::optional<SourcePlace> place = nearest_place(deck.places, error.key());
  if (!place) throw InputError(error.what());
  Diagnostics diagnostics(deck.file, deck.text);
  diagnostics.error(*place, error.what());
  diagnostics.throw_if_errors();
  throw InternalError("a reported error was not thrown");
}

std::string read_deck_source(const std::string& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    throw InputError(file + ": error: there is no such file; check the path");
  }
  if (std::filesystem::is_directory(file, error)) {
    throw InputError(file + ": error: this is a directory; give the deck file in it");
  }
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) throw InputError(file + ": error: the file cannot be read; check its permissions");
  return text.str();
}

Deck read_deck_file(const std::string& file, const std::vector<std::string>& overrides,
                    const std::vector<PairStyleSchema>& styles) {
  return read_deck_text(read_deck_source(file), file, overrides, styles);
}

Deck read_deck_text(const std::string& text, const std::string& file,
                    const std::vector<std::string>& overrides,
                    const std::vector<PairStyleSchema>& styles) {
  Diagnostics diagnostics(file, text);
  if (text.find('\0') != std::string::npos) {
    throw InputError(file + ": error: this is a binary file, not a YAML deck");
  }
  Node document = parse_yaml(text, file, diagnostics);
  diagnostics.throw_if_errors();
  for (const std::string& assignment : overrides) apply_override(document, assignment, diagnostics);
  substitute_variables(document, diagnostics);
  Deck deck = DeckReader(document, file, diagnostics, styles).read();
  diagnostics.throw_if_errors();
  deck.text = text;
  note_places(document, deck.places);
  deck.directory = std::filesystem::path(file).parent_path().string();
  deck.warnings = diagnostics.warnings();
  return deck;
}

ordered_json effective_deck_json(const Deck& deck, const std::vector<PairStyleSchema>& styles) {
  const Units& u = deck.units;
  ordered_json json{{"schema", 1}, {"name", deck.name}, {"units", deck.units.name}};
  json["system"] = schema::system_codec().dump(u, deck.system);
  json["species"] = schema::species_codec().dump(u, deck.species);
  json["forcefield"] = schema::forcefield_codec(styles, deck.species).dump(u, deck.forcefield);
  json["neighbor"] = schema::neighbor_codec().dump(u, deck.neighbor);
  json["output"] = schema::output_codec().dump(u, deck.output);
  for (StageDeck s : deck.stages) {
    s.duration.reset();  // `steps` says the same
    json["stages"].push_back(schema::stage_codec().dump(u, s));
  }
  json["execution"] = schema::execution_codec().dump(u, deck.execution);
  if (deck.checks.energy_drift.max_per_atom_per_time) {
    json["checks"] = schema::checks_codec().dump(u, deck.checks);
  }
  return json;
}

std::string effective_deck(const Deck& deck, const std::vector<PairStyleSchema>& styles) {
  const ordered_json json = effective_deck_json(deck, styles);
  std::string text;
  for (const auto& [key, value] : json.items()) {
    text += key + ": ";  // JSON values are YAML flow style
    text += value.dump() + "\n";
  }
  return text;
}

schema::ValueDoc deck_schema(const std::vector<PairStyleSchema>& styles) {
  using schema::ValueDoc;
  ValueDoc doc;
  doc.type = "deck";
  const auto add = [&](const char* name, const char* text, bool required, const ValueDoc& value) {
    doc.fields.push_back({name, text, "", required, value});
  };
  add("schema", "Version of the deck language.", true, schema::integer(1, 1).doc);
  add("name", "Names the run and its files.", false, schema::text().doc);
  add("units", "Unit system of the run and its output.", true, schema::word(unit_systems).doc);
  ValueDoc variables;
  variables.type = "map";
  variables.json = {{"type", "object"}};
  add("vars", "Named values for ${...} expressions.", false, variables);
  add("system", "The atoms.", true, schema::system_codec().doc);
  add("species", "What the atoms are.", true, schema::species_codec().doc);
  add("forcefield", "How they interact.", true, schema::forcefield_codec(styles, {}).doc);
  add("neighbor", "The neighbor list.", false, schema::neighbor_codec().doc);
  add("output", "What is written.", false, schema::output_codec().doc);
  add("stages", "What is run, in order.", false, schema::list_of(schema::stage_codec()).doc);
  add("execution", "Where and how it is computed.", false, schema::execution_codec().doc);
  add("checks", "What is watched.", false, schema::checks_codec().doc);
  doc.json = schema::object_schema(doc.fields);
  return doc;
}

}  // namespace alder
