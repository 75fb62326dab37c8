// SPDX-License-Identifier: BSD-3-Clause
#include "deck/reference.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "deck/quantity.hpp"
#include "deck/read_deck.hpp"

namespace alder {
namespace {

using nlohmann::ordered_json;
using schema::ValueDoc;
using Fields = std::vector<ValueDoc::Field>;

std::string joined_path(const std::string& path, const std::string& key) {
  return path.empty() ? key : path + "." + key;
}

// '|' would end a table cell.
std::string cell(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '|' ? "\\|" : std::string(1, c);
  return out;
}

std::string default_cell(const ValueDoc::Field& field) {
  if (field.required) return "required";
  const bool shown = !field.default_text.empty() && field.default_text != "null" &&
                     !field.default_text.starts_with('{');
  return shown ? "`" + cell(field.default_text) + "`" : "";
}

std::string key_table(const Fields& fields) {
  std::string text = "| key | value | default | meaning |\n| --- | --- | --- | --- |\n";
  for (const ValueDoc::Field& field : fields) {
    text += fmt::format("| `{}` | {} | {} | {} |\n", cell(field.name), cell(field.value.type),
                        default_cell(field), cell(field.doc));
  }
  return text;
}

// One section per block, in the order of the keys, blocks within blocks after them.
void add_sections(const Fields& fields, const std::string& path, std::string& text) {
  for (const ValueDoc::Field& field : fields) {
    if (field.value.fields.empty()) continue;
    const std::string own = joined_path(path, field.name);
    const bool is_top = path.empty();
    text += fmt::format("\n{} `{}`\n\n{}\n\n{}", is_top ? "##" : "###", own, field.doc,
                        key_table(field.value.fields));
    add_sections(field.value.fields, own, text);
  }
}

std::string_view bound_text(schema::Bound bound) {
  switch (bound) {
    case schema::Bound::positive: return ", > 0";
    case schema::Bound::non_negative: return ", >= 0";
    case schema::Bound::any: return "";
  }
  return "";
}

Fields fields_of(const PairStyleSchema& style) {
  Fields fields;
  for (const auto& p : style.parameters) {
    ValueDoc value = schema::number(p.dimension).doc;
    value.type += bound_text(p.bound);
    const std::string scope = p.per_style ? " (Of the whole style.)" : "";
    fields.push_back({p.name, p.doc + scope, "", true, value});
  }
  return fields;
}

// What a pair style is: its formulas, source and parameters.
std::string style_section(const PairStyleSchema& style) {
  std::string text = fmt::format("\n## `{}`\n\n{}.\n\n", style.name, style.doc);
  const bool two = !style.coulomb_formula.empty();
  text += fmt::format("    U(r) = {}{}\n", style.formula, two ? "    (r < cutoff)" : "");
  if (two) text += fmt::format("         + {}    (r < coulomb_cutoff)\n", style.coulomb_formula);
  if (!style.force_formula.empty()) text += fmt::format("    F(r) = {}\n", style.force_formula);
  if (!style.self_formula.empty()) {
    text += fmt::format("    of each atom with charge q: {}\n", style.self_formula);
  }
  if (two &&
      (!style.self_formula.empty() || style.coulomb_formula.find("cutoff") != std::string::npos)) {
    text += "\nIn the second line and below, `cutoff` is the Coulomb cutoff.\n";
  }
  text += fmt::format("\nSource: {}\n", style.source);
  if (!style.parameters.empty()) text += "\n" + key_table(fields_of(style));
  return text;
}

std::string unit_table() {
  const std::vector<std::pair<std::string, Dimension>> rows{{"length", dimension::length},
                                                            {"time", dimension::time},
                                                            {"energy", dimension::energy},
                                                            {"mass", dimension::mass},
                                                            {"temperature", dimension::temperature},
                                                            {"pressure", dimension::pressure},
                                                            {"charge", dimension::charge},
                                                            {"velocity", dimension::velocity},
                                                            {"force", dimension::force}};
  std::string text =
      "| quantity | `lj` | `real` | `metal` | `si` |\n| --- | --- | --- | --- | --- |\n";
  for (const auto& [name, d] : rows) {
    text += "| " + name + " | reduced";
    for (const char* system : {"real", "metal", "si"}) {
      text += " | " + native_unit(units_named(system), d);
    }
    text += " |\n";
  }
  return text;
}

// The field a key names, or null; a block of named things takes every name.
const ValueDoc::Field* find_field(const Fields& fields, const std::string& key) {
  const auto it = std::find_if(fields.begin(), fields.end(), [&](const ValueDoc::Field& f) {
    return f.name == key || f.name == "<name>";
  });
  return it == fields.end() ? nullptr : &*it;
}

// "stages[0].ensemble" or "stages.0.ensemble" -> stages, ensemble.
std::vector<std::string> path_keys(const std::string& path) {
  std::vector<std::string> keys{""};
  bool in_index = false;
  for (const char c : path) {
    if (c == '[' || c == ']') {
      in_index = c == '[';
    } else if (c == '.') {
      keys.emplace_back();
    } else if (!in_index) {
      keys.back() += c;
    }
  }
  std::erase_if(keys, [](const std::string& key) {
    return key.empty() || key.find_first_not_of("0123456789") == std::string::npos;
  });
  return keys;
}

std::string key_list(const Fields& fields) {
  std::string text;
  for (const ValueDoc::Field& f : fields) {
    const std::string note = f.required ? "required" : default_cell(f);
    text += fmt::format("  {:<16} {}{}\n  {:<16} {}\n", f.name, f.value.type,
                        note.empty() ? "" : " (" + (f.required ? note : "default " + note) + ")",
                        "", f.doc);
  }
  return text;
}

}  // namespace

std::string deck_markdown(const std::vector<PairStyleSchema>& styles) {
  const ValueDoc deck = deck_schema(styles);
  std::string text =
      "# Deck reference\n\n"
      "<!-- Written by `alder explain --markdown`; a test keeps it up to date. -->\n\n"
      "Every key of a deck. `../deck.md` tells how to write one; `alder explain KEY` shows these\n"
      "lines in a terminal. Unknown keys are errors.\n\n"
      "## Units\n\n"
      "Numbers carry their unit (`8.5 angstrom`, `2 fs`) except in `lj`, where they are reduced "
      "and\ncarry none. Output is in the units of the deck's system:\n\n";
  text += unit_table();
  text += "\n## The deck\n\n" + key_table(deck.fields);
  add_sections(deck.fields, "", text);
  text += "\n## Pair styles\n\nThe parameters of each are in [pair.md](pair.md).\n";
  return text;
}

std::string pair_markdown(const std::vector<PairStyleSchema>& styles) {
  std::string text =
      "# Pair styles\n\n"
      "<!-- Written by `alder explain --pair-styles`; a test keeps it up to date. -->\n\n"
      "Every style of `forcefield.pair`. The parameters stand in each entry of `pairs`, beside\n"
      "`between: [A, B]` and an optional `cutoff`; those \"of the whole style\" beside `style`.\n"
      "`charges` in a formula is C q_i q_j / dielectric, with C the energy of two unit charges at\n"
      "unit distance (`coulomb`; 1 in `lj`). Formulas are what the tests evaluate, below the "
      "cutoff\nand without shift or switch. [../pair-potentials.md](../pair-potentials.md) tells "
      "how styles are\ncombined, ended and mixed, and what LAMMPS calls them.\n";
  for (const PairStyleSchema& style : styles) text += style_section(style);
  return text;
}

ordered_json deck_json_schema(const std::vector<PairStyleSchema>& styles) {
  ordered_json json{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                    {"title", "Alder deck"}};
  json.update(deck_schema(styles).json);
  return json;
}

std::string explain_deck_key(const std::string& path, const std::vector<PairStyleSchema>& styles) {
  for (const PairStyleSchema& style : styles) {
    if (style.name == path) {
      return fmt::format("{}: {}\n  U(r) = {}\n{}", style.name, style.doc, style.formula,
                         key_list(fields_of(style)));
    }
  }
  ValueDoc::Field at{"", "A deck has these keys.", "", true, deck_schema(styles)};
  std::string walked;
  for (const std::string& key : path_keys(path)) {
    const ValueDoc::Field* next = find_field(at.value.fields, key);
    if (next == nullptr) {
      std::vector<std::string> known;
      for (const ValueDoc::Field& f : at.value.fields) known.push_back(f.name);
      const std::string near = closest(key, known);
      throw InputError((walked.empty() ? "a deck" : walked) + " has no key '" + key + "'" +
                       (near.empty() ? "" : "; did you mean '" + near + "'?") +
                       (known.empty() ? "" : " (keys: " + join(known) + ")"));
    }
    walked = joined_path(walked, key);
    const ValueDoc::Field found = *next;
    at = found;
  }
  const std::string note = at.required ? "required" : default_cell(at);
  std::string text = walked.empty() ? "" : walked + ": " + at.value.type;
  if (!walked.empty() && !note.empty()) text += at.required ? ", required" : ", default " + note;
  return text + (walked.empty() ? "" : "\n") + at.doc + "\n" + key_list(at.value.fields);
}

}  // namespace alder
