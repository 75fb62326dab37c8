// SPDX-License-Identifier: BSD-3-Clause
#include "deck/node.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>

namespace alder {
namespace {

constexpr int max_depth = 64;

class TreeMaker {
 public:
  TreeMaker(const std::string& source, bool with_lines, Diagnostics& diagnostics)
      : source_(source), with_lines_(with_lines), diagnostics_(diagnostics) {}

  Node make(const YAML::Node& yaml, const std::string& path, const SourcePlace& parent, int depth) {
    Node node;
    node.path = path;
    node.place = place_of(yaml.Mark(), parent);
    if (depth > max_depth) {
      diagnostics_.error(node.place, "the deck is nested too deeply (more than 64 levels)");
      return node;
    }
    switch (yaml.Type()) {
      case YAML::NodeType::Undefined:
      case YAML::NodeType::Null: break;
      case YAML::NodeType::Scalar:
        node.kind = Node::Kind::scalar;
        node.scalar = yaml.Scalar();
        node.quoted = yaml.Tag() == "!";
        break;
      case YAML::NodeType::Sequence: add_items(node, yaml, depth); break;
      case YAML::NodeType::Map: add_entries(node, yaml, depth); break;
    }
    return node;
  }

 private:
  void add_items(Node& node, const YAML::Node& yaml, int depth) {
    node.kind = Node::Kind::list;
    for (const YAML::Node& item : yaml) {
      const std::string path = node.path + "[" + std::to_string(node.items.size()) + "]";
      node.items.push_back(make(item, path, node.place, depth + 1));
    }
  }

  void add_entries(Node& node, const YAML::Node& yaml, int depth) {
    node.kind = Node::Kind::map;
    for (const auto& entry : yaml) {
      const SourcePlace place = place_of(entry.first.Mark(), node.place);
      if (!entry.first.IsScalar()) {
        diagnostics_.error(place, "a key must be plain text");
        continue;
      }
      const std::string& key = entry.first.Scalar();
      if (const Node* first = node.find(key)) {
        diagnostics_.error(place, "'" + key + "' is given twice (first on line " +
                                      std::to_string(first->place.line) + "); remove one");
        continue;
      }
      const std::string path = node.path.empty() ? key : node.path + "." + key;
      node.entries.push_back({key, place, make(entry.second, path, place, depth + 1)});
    }
  }

  [[nodiscard]] SourcePlace place_of(const YAML::Mark& mark, const SourcePlace& parent) const {
    if (!with_lines_) return {source_, 0, 0};
    if (mark.line < 0) return parent;
    return {source_, mark.line + 1, mark.column + 1};
  }

  std::string source_;
  bool with_lines_;
  Diagnostics& diagnostics_;
};

Node parse_document(const std::string& text, const std::string& source, bool with_lines,
                    const std::string& path, Diagnostics& diagnostics) {
  try {
    const YAML::Node yaml = YAML::Load(text);
    return TreeMaker(source, with_lines, diagnostics).make(yaml, path, {source, 0, 0}, 0);
  } catch (const YAML::Exception& e) {
    const bool placed = with_lines && e.mark.line >= 0;
    diagnostics.error({source, placed ? e.mark.line + 1 : 0, placed ? e.mark.column + 1 : 0},
                      "this is not valid YAML: " + e.msg);
    return {};
  }
}

struct PathStep {
  std::string key;
  std::size_t index = 0;
  bool is_index = false;
};

// "a.b[0].c" or "a.b.0.c" as steps.
std::vector<PathStep> split_path(std::string path) {
  std::replace(path.begin(), path.end(), '[', '.');
  path.erase(std::remove(path.begin(), path.end(), ']'), path.end());
  std::vector<PathStep> steps;
  std::size_t begin = 0;
  while (begin <= path.size()) {
    const std::size_t end = std::min(path.find('.', begin), path.size());
    PathStep step{path.substr(begin, end - begin), 0, false};
    const auto [stop, error] =
        std::from_chars(step.key.data(), step.key.data() + step.key.size(), step.index);
    step.is_index = error == std::errc{} && stop == step.key.data() + step.key.size();
    steps.push_back(step);
    begin = end + 1;
  }
  return steps;
}

Node* child(Node& node, const PathStep& step, const SourcePlace& place, Diagnostics& diagnostics) {
  if (node.kind == Node::Kind::list) {
    if (step.is_index && step.index < node.items.size()) return &node.items[step.index];
    diagnostics.error(place, "'" + node.path + "' is a list of " +
                                 std::to_string(node.items.size()) + "; '" + step.key +
                                 "' is none of its positions (they count from 0)");
    return nullptr;
  }
  if (node.kind == Node::Kind::scalar) {
    diagnostics.error(place, "'" + node.path + "' is a single value and has no '" + step.key + "'");
    return nullptr;
  }
  node.kind = Node::Kind::map;
  for (Node::Entry& entry : node.entries) {
    if (entry.key == step.key) return &entry.value;
  }
  Node fresh;
  fresh.place = place;
  fresh.path = node.path.empty() ? step.key : node.path + "." + step.key;
  node.entries.push_back({step.key, place, std::move(fresh)});
  return &node.entries.back().value;
}

}  // namespace

const Node* Node::find(const std::string& key) const {
  for (const Entry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

Node parse_yaml(const std::string& text, const std::string& file, Diagnostics& diagnostics) {
  return parse_document(text, file, true, "", diagnostics);
}

void apply_override(Node& document, const std::string& assignment, Diagnostics& diagnostics) {
  const SourcePlace place{"--set " + assignment, 0, 0};
  const std::size_t equals = assignment.find('=');
  if (equals == std::string::npos || equals == 0) {
    diagnostics.error(place, "expected path=value, e.g. --set stages.0.steps=1000");
    return;
  }
  Node* node = &document;
  for (const PathStep& step : split_path(assignment.substr(0, equals))) {
    node = child(*node, step, place, diagnostics);
    if (node == nullptr) return;
  }
  *node =
      parse_document(assignment.substr(equals + 1), place.source, false, node->path, diagnostics);
  node->place = place;
}

}  // namespace alder
