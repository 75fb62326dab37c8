// SPDX-License-Identifier: BSD-3-Clause
#include "duration.hpp"

#include <fmt/core.h>

#include <cctype>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <map>

#include "alder.hpp"

namespace alder::app {
namespace {

[[noreturn]] void fail(const std::string& text) {
  throw InputError("'" + text + "' is no duration; write e.g. 30s, 15min, 3h55m or 3:55:00");
}

// Takes a number off the front of `rest`.
double take_number(std::string& rest, const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(rest.c_str(), &end);
  if (end == rest.c_str() || value < 0 || !std::isfinite(value)) fail(text);
  rest.erase(0, static_cast<std::size_t>(end - rest.c_str()));
  return value;
}

std::string take_word(std::string& rest) {
  std::string word;
  while (!rest.empty() && std::isalpha(static_cast<unsigned char>(rest.front())) != 0) {
    word += rest.front();
    rest.erase(0, 1);
  }
  return word;
}

double clock_time(std::string rest, const std::string& text) {
  double seconds = take_number(rest, text);
  while (!rest.empty()) {
    if (rest.front() != ':') fail(text);
    rest.erase(0, 1);
    seconds = 60 * seconds + take_number(rest, text);
  }
  return seconds;
}

}  // namespace

double parse_duration(const std::string& text) {
  static const std::map<std::string, double> units{{"s", 1},     {"sec", 1},  {"m", 60},
                                                   {"min", 60},  {"h", 3600}, {"hr", 3600},
                                                   {"d", 86400}, {"", 1}};
  std::string rest;
  for (const char c : text) {
    if (std::isspace(static_cast<unsigned char>(c)) == 0) rest += c;
  }
  if (rest.empty()) fail(text);
  if (rest.find(':') != std::string::npos) return clock_time(rest, text);
  double seconds = 0;
  while (!rest.empty()) {
    const double number = take_number(rest, text);
    const auto unit = units.find(take_word(rest));
    if (unit == units.end() || (unit->first.empty() && !rest.empty())) fail(text);
    seconds += number * unit->second;
  }
  return seconds;
}

std::string duration_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::llround(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  if (whole < 86400) return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
  return fmt::format("{} d {} h", whole / 86400, whole % 86400 / 3600);
}

}  // namespace alder::app
