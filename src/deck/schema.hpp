// SPDX-License-Identifier: BSD-3-Clause
// The pieces a deck schema is declared from: one declaration parses, validates, documents and
// dumps.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/units.hpp"
#include "base/vec3.hpp"
#include "deck/node.hpp"

namespace alder::schema {

/// What the reference and JSON Schema say about a value.
struct ValueDoc {
  std::string type;                  ///< "length", "integer", "list of ..."
  std::vector<std::string> choices;  ///< for enumerations
  nlohmann::ordered_json json;       ///< JSON Schema of the value
  struct Field;
  std::vector<Field> fields;  ///< of a record
};
struct ValueDoc::Field {
  std::string name, doc, default_text;
  bool required = false;
  ValueDoc value;
};

/// What parsing needs to know; errors go to `diagnostics`.
struct Reader {
  Diagnostics& diagnostics;
  const Units& units;
  double timestep = 0;  ///< of the first stage, for cadences given as times; 0 where unknown

  void error(const Node& node, const std::string& message) const {
    diagnostics.error(node.place, (node.path.empty() ? "the deck" : node.path) + " " + message);
  }
};

/// Reads, documents and dumps one type. `parse` reports what is wrong and leaves the value as it
/// was.
template <class T>
struct Codec {
  std::function<void(const Reader&, const Node&, T&)> parse;
  std::function<nlohmann::ordered_json(const Units&, const T&)> dump;
  ValueDoc doc;
};

enum class Bound { any, non_negative, positive };

Codec<double> number(const Dimension& dimension, Bound bound = Bound::any);
Codec<double> wall_clock();
Codec<std::int64_t> integer(std::int64_t least, std::int64_t most = INT64_MAX);
Codec<std::uint64_t> seed();
/// A number of steps, or a time that is a multiple of the first stage's timestep.
Codec<std::int64_t> cadence(std::int64_t least);
Codec<bool> boolean();
Codec<std::string> text();
/// A text that must be one of `words`.
Codec<std::string> word(std::vector<std::string> words);

/// The text of a scalar that is one of `words`, or nothing after an error.
std::optional<std::size_t> parse_choice(const Reader& reader, const Node& node,
                                        const std::vector<std::string>& words);

template <class E>
Codec<E> choice(std::vector<std::pair<std::string, E>> values) {
  std::vector<std::string> words;
  for (const auto& [name, value] : values) words.push_back(name);
  Codec<E> codec;
  codec.doc = word(words).doc;
  codec.parse = [values, words](const Reader& reader, const Node& node, E& target) {
    if (const auto k = parse_choice(reader, node, words)) target = values[*k].second;
  };
  codec.dump = [values](const Units&, const E& target) {
    for (const auto& [name, value] : values) {
      if (value == target) return nlohmann::ordered_json(name);
    }
    return nlohmann::ordered_json();
  };
  return codec;
}

template <class T>
Codec<std::optional<T>> optional(const Codec<T>& inner) {
  Codec<std::optional<T>> codec;
  codec.doc = inner.doc;
  codec.parse = [parse = inner.parse](const Reader& reader, const Node& node,
                                      std::optional<T>& target) {
    T value{};
    parse(reader, node, value);
    target = value;
  };
  codec.dump = [dump = inner.dump](const Units& units, const std::optional<T>& target) {
    return target ? dump(units, *target) : nlohmann::ordered_json();
  };
  return codec;
}

/// A list; with `or_single`, one value stands for a list of one.
template <class T>
Codec<std::vector<T>> list_of(const Codec<T>& inner, bool or_single = false) {
  Codec<std::vector<T>> codec;
  codec.doc.type = (or_single ? inner.doc.type + " or list of " : "list of ") + inner.doc.type;
  codec.doc.fields = inner.doc.fields;
  codec.doc.choices = inner.doc.choices;
  codec.doc.json = {{"type", "array"}, {"items", inner.doc.json}};
  if (or_single) codec.doc.json = {{"anyOf", {inner.doc.json, codec.doc.json}}};
  codec.parse = [parse = inner.parse, or_single](const Reader& reader, const Node& node,
                                                 std::vector<T>& target) {
    if (node.kind != Node::Kind::list && !(or_single && node.kind != Node::Kind::null)) {
      return reader.error(node, "must be a list, e.g. [ ... ]");
    }
    std::vector<T> values;
    const auto add = [&](const Node& item) {
      T value{};
      parse(reader, item, value);
      values.push_back(std::move(value));
    };
    if (node.kind == Node::Kind::list) {
      for (const Node& item : node.items) add(item);
    } else {
      add(node);
    }
    target = std::move(values);
  };
  codec.dump = [dump = inner.dump](const Units& units, const std::vector<T>& target) {
    auto all = nlohmann::ordered_json::array();
    for (const T& value : target) all.push_back(dump(units, value));
    return all;
  };
  return codec;
}

/// Exactly three values.
template <class T>
Codec<std::array<T, 3>> three(const Codec<T>& inner) {
  Codec<std::array<T, 3>> codec;
  codec.doc.type = "three of " + inner.doc.type;
  codec.doc.json = {{"type", "array"}, {"items", inner.doc.json}, {"minItems", 3}, {"maxItems", 3}};
  codec.parse = [parse = inner.parse](const Reader& reader, const Node& node,
                                      std::array<T, 3>& target) {
    if (node.kind != Node::Kind::list || node.items.size() != 3) {
      return reader.error(node, "must be a list of three values, e.g. [1, 1, 1]");
    }
    for (std::size_t k = 0; k < 3; ++k) parse(reader, node.items[k], target[k]);
  };
  codec.dump = [dump = inner.dump](const Units& units, const std::array<T, 3>& target) {
    auto all = nlohmann::ordered_json::array();
    for (const T& value : target) all.push_back(dump(units, value));
    return all;
  };
  return codec;
}

Codec<Vec3> vector(const Dimension& dimension);

/// A map with fixed keys. Unknown keys are errors; defaults are those of a fresh T.
template <class T>
class Record {
 public:
  explicit Record(std::string name) : name_(std::move(name)) {}

  template <class M>
  Record& field(const std::string& name, M T::*member, const Codec<M>& codec,
                const std::string& doc) {
    return add(name, member, codec, doc, false);
  }
  template <class M>
  Record& required(const std::string& name, M T::*member, const Codec<M>& codec,
                   const std::string& doc) {
    return add(name, member, codec, doc, true);
  }
  /// A check across fields, made when no field had an error of its own.
  Record& check(std::function<void(const Reader&, const Node&, T&)> check) {
    checks_.push_back(std::move(check));
    return *this;
  }
  /// Accepts a shorthand: `accept` returns true when it has dealt with the node.
  Record& shorthand(std::function<bool(const Reader&, const Node&, T&)> accept) {
    shorthand_ = std::move(accept);
    return *this;
  }
  [[nodiscard]] Codec<T> codec() const;

 private:
  struct Field {
    std::string name;
    bool required;
    std::function<void(const Reader&, const Node&, T&)> parse;
    std::function<nlohmann::ordered_json(const Units&, const T&)> dump;
  };

  template <class M>
  Record& add(const std::string& name, M T::*member, const Codec<M>& codec, const std::string& doc,
              bool required) {
    fields_.push_back({name, required,
                       [member, parse = codec.parse](const Reader& r, const Node& n, T& target) {
                         parse(r, n, target.*member);
                       },
                       [member, dump = codec.dump](const Units& u, const T& target) {
                         return dump(u, target.*member);
                       }});
    docs_.push_back({name, doc, required ? "" : codec.dump(units_named("lj"), T{}.*member).dump(),
                     required, codec.doc});
    return *this;
  }

  static void parse_fields(const std::string& name, const std::vector<Field>& fields,
                           const Reader& reader, const Node& node, T& target);

  std::string name_;
  std::vector<Field> fields_;
  std::vector<ValueDoc::Field> docs_;
  std::vector<std::function<void(const Reader&, const Node&, T&)>> checks_;
  std::function<bool(const Reader&, const Node&, T&)> shorthand_;
};

/// Reports the keys of `node` that are not among `known`.
void report_unknown_keys(const Reader& reader, const Node& node,
                         const std::vector<std::string>& known);
nlohmann::ordered_json object_schema(const std::vector<ValueDoc::Field>& fields);

template <class T>
void Record<T>::parse_fields(const std::string& name, const std::vector<Field>& fields,
                             const Reader& reader, const Node& node, T& target) {
  if (node.kind != Node::Kind::map) {
    return reader.error(node, "must be a " + name + " block (key: value pairs)");
  }
  std::vector<std::string> known;
  for (const Field& field : fields) known.push_back(field.name);
  report_unknown_keys(reader, node, known);
  for (const Field& field : fields) {
    const Node* value = node.find(field.name);
    if (value != nullptr && value->kind != Node::Kind::null) {
      field.parse(reader, *value, target);
    } else if (field.required) {
      reader.error(node, "needs '" + field.name + "'");
    }
  }
}

template <class T>
Codec<T> Record<T>::codec() const {
  Codec<T> codec;
  // Shared: records within records would be copied twice at each level.
  const auto fields = std::make_shared<const std::vector<Field>>(fields_);
  codec.doc.type = name_;
  codec.doc.fields = docs_;
  codec.doc.json = object_schema(docs_);
  codec.parse = [name = name_, fields, checks = checks_, shorthand = shorthand_](
                    const Reader& reader, const Node& node, T& target) {
    if (shorthand && shorthand(reader, node, target)) return;
    const std::size_t errors = reader.diagnostics.error_count();
    parse_fields(name, *fields, reader, node, target);
    if (reader.diagnostics.error_count() > errors) return;
    for (const auto& check : checks) check(reader, node, target);
  };
  codec.dump = [fields](const Units& units, const T& target) {
    auto all = nlohmann::ordered_json::object();
    for (const Field& field : *fields) {
      nlohmann::ordered_json value = field.dump(units, target);
      if (!value.is_null()) all[field.name] = std::move(value);
    }
    return all;
  };
  return codec;
}

}  // namespace alder::schema
