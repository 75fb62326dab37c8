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
#include <string_view>
#include <utility>
#include <vector>

#include "base/units.hpp"
#include "base/vec3.hpp"
#include "deck/node.hpp"

namespace alder::schema {

/// What the reference and JSON Schema say about a value. Made, copied and destroyed in schema.cpp:
/// there is one in every temporary of a declaration.
struct ValueDoc {
  struct Field;

  ValueDoc();
  ValueDoc(std::string type_, std::vector<std::string> choices_, nlohmann::ordered_json json_,
           std::vector<Field> fields_);
  ValueDoc(const ValueDoc& other);
  ValueDoc(ValueDoc&& other) noexcept;
  ValueDoc& operator=(const ValueDoc& other);
  ValueDoc& operator=(ValueDoc&& other) noexcept;
  ~ValueDoc();

  std::string type;                  ///< "length", "integer", "list of ..."
  std::vector<std::string> choices;  ///< for enumerations
  nlohmann::ordered_json json;       ///< JSON Schema of the value
  std::vector<Field> fields;         ///< of a record
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

/// What is said about lists of such values, and about three of them.
ValueDoc list_doc(const ValueDoc& inner, bool or_single);
ValueDoc three_doc(const ValueDoc& inner);

/// A list; with `or_single`, one value stands for a list of one.
template <class T>
Codec<std::vector<T>> list_of(const Codec<T>& inner, bool or_single = false) {
  Codec<std::vector<T>> codec;
  codec.doc = list_doc(inner.doc, or_single);
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
  codec.doc = three_doc(inner.doc);
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

/// The fields, checks and documentation of a record of whatever type: values are passed by address,
/// so that this is compiled once. Record<T> puts in only functions that know it for a T.
struct AnyRecord {
  using Parse = std::function<void(const Reader&, const Node&, void*)>;
  using Dump = std::function<nlohmann::ordered_json(const Units&, const void*)>;
  struct Field {
    std::string name;
    bool required;
    Parse parse;
    Dump dump;
  };

  void add(std::string_view field, bool required, std::string_view doc, Parse parse_field,
           Dump dump_field, const nlohmann::ordered_json& default_value, const ValueDoc& value);
  void parse(const Reader& reader, const Node& node, void* target) const;
  [[nodiscard]] nlohmann::ordered_json dump(const Units& units, const void* target) const;
  [[nodiscard]] ValueDoc doc() const;

  std::string name;
  std::vector<Field> fields;
  std::vector<ValueDoc::Field> docs;
  std::vector<Parse> checks;
  std::function<bool(const Reader&, const Node&, void*)> shorthand;
};

/// A map with fixed keys. Unknown keys are errors; defaults are those of a fresh T.
template <class T>
class Record {
 public:
  explicit Record(std::string name) { any_.name = std::move(name); }

  template <class M>
  Record& field(std::string_view name, M T::*member, const Codec<M>& codec, std::string_view doc) {
    return add(name, member, codec, doc, false);
  }
  template <class M>
  Record& required(std::string_view name, M T::*member, const Codec<M>& codec,
                   std::string_view doc) {
    return add(name, member, codec, doc, true);
  }
  /// A check across fields, made when no field had an error of its own.
  Record& check(std::function<void(const Reader&, const Node&, T&)> check) {
    any_.checks.push_back([check = std::move(check)](const Reader& r, const Node& n, void* target) {
      check(r, n, *static_cast<T*>(target));
    });
    return *this;
  }
  /// Accepts a shorthand: `accept` returns true when it has dealt with the node.
  Record& shorthand(std::function<bool(const Reader&, const Node&, T&)> accept) {
    any_.shorthand = [accept = std::move(accept)](const Reader& r, const Node& n, void* target) {
      return accept(r, n, *static_cast<T*>(target));
    };
    return *this;
  }
  [[nodiscard]] Codec<T> codec() const {
    Codec<T> codec;
    // Shared: records within records would be copied twice at each level.
    const auto any = std::make_shared<const AnyRecord>(any_);
    codec.doc = any->doc();
    codec.parse = [any](const Reader& r, const Node& n, T& target) { any->parse(r, n, &target); };
    codec.dump = [any](const Units& u, const T& target) { return any->dump(u, &target); };
    return codec;
  }

 private:
  template <class M>
  Record& add(std::string_view name, M T::*member, const Codec<M>& codec, std::string_view doc,
              bool required) {
    any_.add(
        name, required, doc,
        [member, parse = codec.parse](const Reader& r, const Node& n, void* target) {
          parse(r, n, static_cast<T*>(target)->*member);
        },
        [member, dump = codec.dump](const Units& u, const void* target) {
          return dump(u, static_cast<const T*>(target)->*member);
        },
        required ? nlohmann::ordered_json() : codec.dump(units_named("lj"), T{}.*member),
        codec.doc);
    return *this;
  }

  AnyRecord any_;
};

/// Reports the keys of `node` that are not among `known`.
void report_unknown_keys(const Reader& reader, const Node& node,
                         const std::vector<std::string>& known);
nlohmann::ordered_json object_schema(const std::vector<ValueDoc::Field>& fields);

}  // namespace alder::schema
