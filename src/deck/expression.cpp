// SPDX-License-Identifier: BSD-3-Clause
#include "deck/expression.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <vector>

#include "base/error.hpp"
#include "deck/quantity.hpp"

namespace alder {
namespace {

// Recursive descent over: sum = product (+|- product)*, product = unary (*|/ unary)*,
// unary = -unary | power, power = primary (^ unary)?. So -2^2 is -4, as in mathematics.
class Evaluator {
  static constexpr int max_depth = 200;  // of parentheses and signs; guards the stack

 public:
  Evaluator(const std::string& text, const std::map<std::string, std::string>& variables)
      : text_(text), variables_(variables) {}

  NumberText run() {
    const NumberText value = sum();
    if (peek() != '\0') fail(std::string("unexpected '") + peek() + "'");
    return value;
  }

 private:
  NumberText sum() {
    NumberText left = product();
    while (peek() == '+' || peek() == '-') {
      const char sign = take();
      const NumberText right = product();
      if (left.unit != right.unit) {
        fail("cannot add '" + left.unit + "' and '" + right.unit + "': write both in one unit");
      }
      left.value += sign == '+' ? right.value : -right.value;
    }
    return left;
  }

  NumberText product() {
    NumberText left = unary();
    while (peek() == '*' || peek() == '/') {
      const bool divide = take() == '/';
      const NumberText right = unary();
      if (divide && !right.unit.empty()) {
        if (left.unit != right.unit) fail("cannot divide by a number in '" + right.unit + "'");
        left.unit.clear();
      } else if (!right.unit.empty()) {
        if (!left.unit.empty()) fail("cannot multiply two numbers that carry units");
        left.unit = right.unit;
      }
      left.value = divide ? left.value / right.value : left.value * right.value;
    }
    return left;
  }

  NumberText unary() {
    if (++depth_ > max_depth) fail("it is nested too deeply");
    NumberText value;
    if (peek() == '-') {
      take();
      value = unary();
      value.value = -value.value;
    } else {
      value = power();
    }
    --depth_;
    return value;
  }

  NumberText power() {
    NumberText base = primary();
    if (peek() != '^') return base;
    take();
    const NumberText exponent = unary();
    if (!base.unit.empty() || !exponent.unit.empty()) fail("cannot raise a number with a unit");
    return {std::pow(base.value, exponent.value), ""};
  }

  NumberText primary() {
    if (peek() == '(') {
      take();
      const NumberText value = sum();
      expect(')');
      return value;
    }
    if (std::isalpha(static_cast<unsigned char>(peek())) != 0 || peek() == '_') return named();
    double value = 0;
    const auto [stop, error] =
        std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (error != std::errc{}) fail("expected a number or a variable");
    at_ = static_cast<std::size_t>(stop - text_.data());
    return {value, ""};
  }

  NumberText named() {
    std::string name;
    while (at_ < text_.size() &&
           (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '_')) {
      name += text_[at_++];
    }
    if (peek() == '(') return call(name);
    if (const auto it = variables_.find(name); it != variables_.end())
      return parse_number(it->second);
    if (name == "pi") return {3.14159265358979323846, ""};
    std::vector<std::string> known;
    for (const auto& [key, value] : variables_) known.push_back(key);
    const std::string near = closest(name, known);
    fail("there is no variable '" + name + "'" +
         (near.empty() ? "" : "; did you mean '" + near + "'?") +
         (known.empty() ? " (`vars` is empty)" : " (known: " + join(known) + ")"));
  }

  NumberText call(const std::string& name) {
    expect('(');
    std::vector<double> arguments;
    do {
      const NumberText value = sum();
      if (!value.unit.empty()) fail(name + "() takes pure numbers");
      arguments.push_back(value.value);
    } while (peek() == ',' && take() != '\0');
    expect(')');
    const double x = arguments[0];
    if (arguments.size() == 1) {
      if (name == "sqrt") return {std::sqrt(x), ""};
      if (name == "exp") return {std::exp(x), ""};
      if (name == "log") return {std::log(x), ""};
      if (name == "abs") return {std::abs(x), ""};
      if (name == "floor") return {std::floor(x), ""};
      if (name == "ceil") return {std::ceil(x), ""};
      if (name == "round") return {std::round(x), ""};
    } else if (arguments.size() == 2) {
      if (name == "min") return {std::min(x, arguments[1]), ""};
      if (name == "max") return {std::max(x, arguments[1]), ""};
    }
    fail("there is no function '" + name + "' of " + std::to_string(arguments.size()) +
         " argument(s) (known: sqrt, exp, log, abs, floor, ceil, round, min, max)");
  }

  char peek() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  char take() {
    const char c = peek();
    ++at_;
    return c;
  }
  void expect(char c) {
    if (take() != c) fail(std::string("expected '") + c + "'");
  }
  [[noreturn]] void fail(const std::string& why) const {
    throw InputError("in ${" + text_ + "}: " + why);
  }

  const std::string& text_;
  const std::map<std::string, std::string>& variables_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

// Replaces the ${...} of one scalar.
std::string substituted(const std::string& scalar,
                        const std::map<std::string, std::string>& variables) {
  std::string result;
  std::size_t at = 0;
  while (true) {
    const std::size_t open = scalar.find("${", at);
    result += scalar.substr(at, open - at);
    if (open == std::string::npos) return result;
    const std::size_t close = scalar.find('}', open);
    if (close == std::string::npos) throw InputError("'${' without '}' in '" + scalar + "'");
    const std::string inside = scalar.substr(open + 2, close - open - 2);
    const auto plain = variables.find(inside);
    result += plain != variables.end() ? plain->second : evaluate_expression(inside, variables);
    at = close + 1;
  }
}

void substitute_in(Node& node, const std::map<std::string, std::string>& variables,
                   Diagnostics& diagnostics) {
  if (node.kind == Node::Kind::scalar && node.scalar.find("${") != std::string::npos) {
    try {
      node.scalar = substituted(node.scalar, variables);
      node.quoted = false;
    } catch (const InputError& e) {
      diagnostics.error(node.place, e.what());
      node.scalar = "0";
    }
  }
  for (Node& item : node.items) substitute_in(item, variables, diagnostics);
  for (Node::Entry& entry : node.entries) substitute_in(entry.value, variables, diagnostics);
}

}  // namespace

std::string evaluate_expression(const std::string& expression,
                                const std::map<std::string, std::string>& variables) {
  const NumberText value = Evaluator(expression, variables).run();
  if (!std::isfinite(value.value)) throw InputError("${" + expression + "} is not a finite number");
  return fmt::format("{}{}{}", value.value, value.unit.empty() ? "" : " ", value.unit);
}

void substitute_variables(Node& document, Diagnostics& diagnostics) {
  std::map<std::string, std::string> variables;
  for (Node::Entry& entry : document.entries) {
    if (entry.key != "vars") continue;
    for (Node::Entry& variable : entry.value.entries) {
      substitute_in(variable.value, variables, diagnostics);  // may use the ones above it
      if (variable.value.kind == Node::Kind::scalar) {
        variables[variable.key] = variable.value.scalar;
      } else {
        diagnostics.error(variable.value.place, "vars." + variable.key + " must be a single value");
      }
    }
  }
  std::erase_if(document.entries, [](const Node::Entry& e) { return e.key == "vars"; });
  substitute_in(document, variables, diagnostics);
}

}  // namespace alder
