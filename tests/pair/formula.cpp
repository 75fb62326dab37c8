// SPDX-License-Identifier: BSD-3-Clause
#include "pair/formula.hpp"

#include <cctype>
#include <cmath>
#include <stdexcept>

namespace alder::test {
namespace {

class Formula {
 public:
  Formula(std::string_view text, const std::map<std::string, double>& names)
      : text_(text), names_(names) {}

  double value() {
    const double result = sum();
    if (next() != '\0') fail("is not understood from");
    return result;
  }

 private:
  double sum() {
    double result = product();
    while (next() == '+' || next() == '-') {
      const bool minus = text_[at_++] == '-';
      const double term = product();
      result += minus ? -term : term;
    }
    return result;
  }

  double product() {
    double result = signed_power();
    while (next() == '*' || next() == '/') {
      const bool divide = text_[at_++] == '/';
      const double factor = signed_power();
      result = divide ? result / factor : result * factor;
    }
    return result;
  }

  // A minus binds less tightly than a power: -x^2 is -(x^2).
  double signed_power() {
    if (next() != '-') return power();
    ++at_;
    return -signed_power();
  }

  double power() {
    const double base = primary();
    if (next() != '^') return base;
    ++at_;
    return std::pow(base, signed_power());
  }

  double primary() {
    if (next() == '(') {
      ++at_;
      const double inside = sum();
      if (next() != ')') fail("lacks ')' at");
      ++at_;
      return inside;
    }
    if (std::isalpha(static_cast<unsigned char>(next())) != 0) return named();
    std::size_t length = 0;
    const double number = std::stod(std::string(text_.substr(at_)), &length);
    at_ += length;
    return number;
  }

  double named() {
    std::string name;
    while (at_ < text_.size() &&
           (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '_')) {
      name += text_[at_++];
    }
    if (next() != '(') {
      const auto it = names_.find(name);
      if (it == names_.end()) fail("has the unknown name '" + name + "' before");
      return it->second;
    }
    const double x = primary();
    if (name == "sqrt") return std::sqrt(x);
    if (name == "exp") return std::exp(x);
    if (name == "log") return std::log(x);
    if (name == "erfc") return std::erfc(x);
    if (name == "erf") return std::erf(x);
    if (name == "cos") return std::cos(x);
    if (name == "sin") return std::sin(x);
    fail("has the unknown function '" + name + "' before");
  }

  char next() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  [[noreturn]] void fail(const std::string& why) const {
    throw std::runtime_error("formula '" + std::string(text_) + "' " + why + " '" +
                             std::string(text_.substr(at_)) + "'");
  }

  std::string_view text_;
  const std::map<std::string, double>& names_;
  std::size_t at_ = 0;
};

}  // namespace

double formula_value(std::string_view formula, const std::map<std::string, double>& names) {
  return Formula(formula, names).value();
}

}  // namespace alder::test
