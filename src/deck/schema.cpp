// SPDX-License-Identifier: BSD-3-Clause
#include "deck/schema.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/error.hpp"
#include "deck/quantity.hpp"

namespace alder::schema {
namespace {

using nlohmann::ordered_json;

std::string got(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null: return "nothing";
    case Node::Kind::scalar: return "'" + node.scalar + "'";
    case Node::Kind::list: return "a list";
    case Node::Kind::map: return "a block";
  }
  return "something else";
}

void check_bound(double value, Bound bound, const std::string& text) {
  if (bound == Bound::positive && !(value > 0)) throw InputError("must be > 0 (got " + text + ")");
  if (bound == Bound::non_negative && !(value >= 0)) {
    throw InputError("must be >= 0 (got " + text + ")");
  }
}

// A codec for scalars whose `convert` throws InputError with the rest of the sentence.
template <class T>
Codec<T> scalar_codec(const std::string& type, ordered_json json, const std::string& expected,
                      std::function<T(const Reader&, const std::string&)> convert,
                      std::function<ordered_json(const Units&, const T&)> dump) {
  Codec<T> codec;
  codec.doc.type = type;
  codec.doc.json = std::move(json);
  codec.parse = [expected, convert](const Reader& reader, const Node& node, T& target) {
    if (node.kind != Node::Kind::scalar) {
      return reader.error(node, "must be " + expected + ", got " + got(node));
    }
    try {
      target = convert(reader, node.scalar);
    } catch (const InputError& e) {
      const std::string what = e.what();
      reader.error(node, what.starts_with("must") ? what : "must be " + expected + ": " + what);
    }
  };
  codec.dump = std::move(dump);
  return codec;
}

template <class Integer>
Integer parse_integer(const std::string& scalar) {
  Integer value = 0;
  const char* begin = scalar.data();
  const char* end = begin + scalar.size();
  const auto [stop, error] = std::from_chars(begin, end, value);
  if (error == std::errc::result_out_of_range) throw InputError("'" + scalar + "' is out of range");
  if (error == std::errc{} && stop == end && begin != end) return value;
  // 1e6 and 1_000 are how people write large counts: take the first when it is whole.
  const NumberText number = parse_number(scalar);
  if (!number.unit.empty() || number.value != std::floor(number.value) ||
      std::abs(number.value) > 9e15 ||
      number.value < static_cast<double>(std::numeric_limits<Integer>::min())) {
    throw InputError("'" + scalar + "' is not a whole number");
  }
  return static_cast<Integer>(number.value);
}

}  // namespace

ValueDoc::ValueDoc() = default;
ValueDoc::ValueDoc(std::string type_, std::vector<std::string> choices_, ordered_json json_,
                   std::vector<Field> fields_)
    : type(std::move(type_)),
      choices(std::move(choices_)),
      json(std::move(json_)),
      fields(std::move(fields_)) {}
ValueDoc::ValueDoc(const ValueDoc&) = default;
ValueDoc::ValueDoc(ValueDoc&&) noexcept = default;
ValueDoc& ValueDoc::operator=(const ValueDoc&) = default;
ValueDoc& ValueDoc::operator=(ValueDoc&&) noexcept = default;
ValueDoc::~ValueDoc() = default;

ValueDoc list_doc(const ValueDoc& inner, bool or_single) {
  ValueDoc doc;
  doc.type = (or_single ? inner.type + " or list of " : "list of ") + inner.type;
  doc.fields = inner.fields;
  doc.choices = inner.choices;
  doc.json = {{"type", "array"}, {"items", inner.json}};
  if (or_single) doc.json = {{"anyOf", {inner.json, doc.json}}};
  return doc;
}

ValueDoc three_doc(const ValueDoc& inner) {
  ValueDoc doc;
  doc.type = "three of " + inner.type;
  doc.json = {{"type", "array"}, {"items", inner.json}, {"minItems", 3}, {"maxItems", 3}};
  return doc;
}

Codec<double> number(const Dimension& dimension, Bound bound) {
  const bool pure = dimension == dimension::none;
  return scalar_codec<double>(
      pure ? "number" : describe(dimension).substr(describe(dimension).find(' ') + 1),
      {{"type", {"number", "string"}}}, pure ? "a number" : describe(dimension),
      [dimension, bound](const Reader& reader, const std::string& scalar) {
        const double value = to_internal(scalar, dimension, reader.units);
        check_bound(value, bound, scalar);
        return value;
      },
      [dimension](const Units& units, const double& value) {
        const std::string unit = native_unit(units, dimension);
        const double in_deck_units = value / units.factor(dimension);
        if (unit.empty()) return ordered_json(in_deck_units);
        return ordered_json(ordered_json(in_deck_units).dump() + " " + unit);
      });
}

Codec<double> wall_clock() {
  return scalar_codec<double>(
      "wall-clock time", {{"type", "string"}}, "a wall-clock time such as '15 min'",
      [](const Reader&, const std::string& scalar) {
        const double value = parse_wall_clock(scalar);
        check_bound(value, Bound::positive, scalar);
        return value;
      },
      [](const Units&, const double& value) {
        return ordered_json(ordered_json(value).dump() + " s");
      });
}

Codec<std::int64_t> integer(std::int64_t least, std::int64_t most) {
  return scalar_codec<std::int64_t>(
      "integer", {{"type", "integer"}, {"minimum", least}}, "a whole number",
      [least, most](const Reader&, const std::string& scalar) {
        const auto value = parse_integer<std::int64_t>(scalar);
        if (value < least)
          throw InputError("must be >= " + std::to_string(least) + " (got " + scalar + ")");
        if (value > most)
          throw InputError("must be <= " + std::to_string(most) + " (got " + scalar + ")");
        return value;
      },
      [](const Units&, const std::int64_t& value) { return ordered_json(value); });
}

Codec<std::int64_t> cadence(std::int64_t least) {
  Codec<std::int64_t> codec = integer(least);
  codec.doc.type = "integer (steps) or time";
  codec.doc.json = {{"type", {"integer", "string"}}};
  codec.parse = [steps = integer(least)](const Reader& reader, const Node& node,
                                         std::int64_t& target) {
    NumberText written;
    try {
      written = parse_number(node.scalar);
    } catch (const InputError&) {
    }
    if (written.unit.empty() || reader.timestep <= 0) return steps.parse(reader, node, target);
    double time = 0;
    number(dimension::time, Bound::positive).parse(reader, node, time);
    const double count = time / reader.timestep;
    if (time > 0 && (std::abs(count - std::round(count)) > 1e-6 * count || std::round(count) < 1)) {
      reader.error(node,
                   "must be a multiple of the first stage's timestep (got '" + node.scalar + "')");
    }
    target = static_cast<std::int64_t>(std::round(count));
  };
  return codec;
}

Codec<std::uint64_t> seed() {
  return scalar_codec<std::uint64_t>(
      "integer", {{"type", "integer"}, {"minimum", 0}}, "a whole number >= 0",
      [](const Reader&, const std::string& scalar) { return parse_integer<std::uint64_t>(scalar); },
      [](const Units&, const std::uint64_t& value) { return ordered_json(value); });
}

Codec<bool> boolean() {
  return scalar_codec<bool>(
      "true or false", {{"type", "boolean"}}, "true or false",
      [](const Reader&, const std::string& scalar) {
        if (scalar == "true") return true;
        if (scalar == "false") return false;
        throw InputError("must be true or false (got '" + scalar + "')");
      },
      [](const Units&, const bool& value) { return ordered_json(value); });
}

Codec<std::string> text() {
  return scalar_codec<std::string>(
      "text", {{"type", "string"}}, "text",
      [](const Reader&, const std::string& scalar) {
        if (scalar.empty()) throw InputError("must not be empty");
        return scalar;
      },
      [](const Units&, const std::string& value) {
        return value.empty() ? ordered_json() : ordered_json(value);
      });
}

std::optional<std::size_t> parse_choice(const Reader& reader, const Node& node,
                                        const std::vector<std::string>& words) {
  if (node.kind != Node::Kind::scalar) {
    reader.error(node, "must be one of: " + join(words) + "; got " + got(node));
    return {};
  }
  const auto it = std::find(words.begin(), words.end(), node.scalar);
  if (it != words.end()) return static_cast<std::size_t>(it - words.begin());
  const std::string near = closest(node.scalar, words);
  reader.error(node, "cannot be '" + node.scalar + "'" +
                         (near.empty() ? "" : "; did you mean '" + near + "'?") +
                         " (allowed: " + join(words) + ")");
  return {};
}

Codec<std::string> word(std::vector<std::string> words) {
  Codec<std::string> codec;
  codec.doc.type = "one of " + join(words);
  codec.doc.choices = words;
  codec.doc.json = {{"enum", words}};
  codec.parse = [words](const Reader& reader, const Node& node, std::string& target) {
    if (const auto k = parse_choice(reader, node, words)) target = words[*k];
  };
  codec.dump = [](const Units&, const std::string& value) { return ordered_json(value); };
  return codec;
}

Codec<Vec3> vector(const Dimension& dimension) {
  const Codec<std::array<double, 3>> inner = three(number(dimension));
  Codec<Vec3> codec;
  codec.doc = inner.doc;
  codec.parse = [inner](const Reader& reader, const Node& node, Vec3& target) {
    std::array<double, 3> v{};
    inner.parse(reader, node, v);
    target = {v[0], v[1], v[2]};
  };
  codec.dump = [inner](const Units& units, const Vec3& v) {
    return inner.dump(units, {v.x, v.y, v.z});
  };
  return codec;
}

void report_unknown_keys(const Reader& reader, const Node& node,
                         const std::vector<std::string>& known) {
  for (const Node::Entry& entry : node.entries) {
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
    const std::string near = closest(entry.key, known);
    reader.diagnostics.error(
        entry.place, (node.path.empty() ? "the deck" : node.path) + " has no key '" + entry.key +
                         "'" + (near.empty() ? "" : "; did you mean '" + near + "'?") +
                         " (allowed: " + join(known) + ")");
  }
}

ordered_json object_schema(const std::vector<ValueDoc::Field>& fields) {
  ordered_json schema{{"type", "object"}, {"additionalProperties", false}};
  ordered_json properties = ordered_json::object();
  ordered_json required = ordered_json::array();
  for (const ValueDoc::Field& field : fields) {
    ordered_json value = field.value.json;
    value["description"] = field.doc;
    properties[field.name] = value;
    if (field.required) required.push_back(field.name);
  }
  schema["properties"] = properties;
  if (!required.empty()) schema["required"] = required;
  return schema;
}

void AnyRecord::add(std::string_view field, bool required, std::string_view doc, Parse parse_field,
                    Dump dump_field, const ordered_json& default_value, const ValueDoc& value) {
  docs.push_back({std::string(field), std::string(doc), required ? "" : default_value.dump(),
                  required, value});
  fields.push_back({std::string(field), required, std::move(parse_field), std::move(dump_field)});
}

void AnyRecord::parse(const Reader& reader, const Node& node, void* target) const {
  if (shorthand && shorthand(reader, node, target)) return;
  if (node.kind != Node::Kind::map) {
    return reader.error(node, "must be a " + name + " block (key: value pairs)");
  }
  const std::size_t errors = reader.diagnostics.error_count();
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
  if (reader.diagnostics.error_count() > errors) return;
  for (const auto& check : checks) check(reader, node, target);
}

ordered_json AnyRecord::dump(const Units& units, const void* target) const {
  auto all = ordered_json::object();
  for (const Field& field : fields) {
    ordered_json value = field.dump(units, target);
    if (!value.is_null()) all[field.name] = std::move(value);
  }
  return all;
}

ValueDoc AnyRecord::doc() const {
  ValueDoc doc;
  doc.type = name;
  doc.fields = docs;
  doc.json = object_schema(docs);
  return doc;
}

}  // namespace alder::schema
