// SPDX-License-Identifier: BSD-3-Clause
// A YAML document as a tree that remembers where each piece stood.
#pragma once

#include <string>
#include <vector>

#include "deck/diagnostics.hpp"

namespace alder {

/// A node of the document. Keys of a map keep their own places; duplicates are reported when the
/// tree is made.
struct Node {
  enum class Kind { null, scalar, list, map };
  struct Entry;

  Kind kind = Kind::null;
  SourcePlace place;
  std::string path;  ///< "forcefield.pair[0].cutoff"; empty for the document
  std::string scalar;
  bool quoted = false;  ///< a quoted scalar is text, whatever it looks like
  std::vector<Node> items;
  std::vector<Entry> entries;

  [[nodiscard]] const Node* find(const std::string& key) const;
};

struct Node::Entry {
  std::string key;
  SourcePlace place;
  Node value;
};

/// Parses `text`; syntax errors, duplicate keys, anchors with cycles and non-text keys are
/// reported.
Node parse_yaml(const std::string& text, const std::string& file, Diagnostics& diagnostics);

/// Applies one "path=value" (list indices as .0 or [0]); the value is YAML. Missing map keys are
/// made; a bad path is reported.
void apply_override(Node& document, const std::string& assignment, Diagnostics& diagnostics);

}  // namespace alder
