// SPDX-License-Identifier: BSD-3-Clause
#include "deck/diagnostics.hpp"

#include <algorithm>
#include <numeric>
#include <sstream>

#include "base/error.hpp"

namespace alder {
namespace {

std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

}  // namespace

std::string closest(const std::string& word, const std::vector<std::string>& candidates) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string join(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

Diagnostics::Diagnostics(const std::string& file, const std::string& text) : file_(file) {
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines_.push_back(line);
}

void Diagnostics::error(const SourcePlace& place, const std::string& message) {
  messages_.push_back({place, true, message});
}

void Diagnostics::warning(const SourcePlace& place, const std::string& message) {
  messages_.push_back({place, false, message});
}

std::size_t Diagnostics::error_count() const {
  return static_cast<std::size_t>(std::count_if(messages_.begin(), messages_.end(),
                                                [](const Message& m) { return m.is_error; }));
}

std::string Diagnostics::format(const Message& m) const {
  std::string text = m.place.source;
  if (m.place.line > 0) {
    text += ":" + std::to_string(m.place.line) + ":" + std::to_string(m.place.column);
  }
  text += m.is_error ? ": error: " : ": warning: ";
  text += m.text;
  const auto line = static_cast<std::size_t>(m.place.line);
  if (m.place.source == file_ && line >= 1 && line <= lines_.size()) {
    const std::string& source = lines_[line - 1];
    const auto column = static_cast<std::size_t>(std::max(1, m.place.column));
    if (source.size() <= 160)
      text += "\n    " + source + "\n    " + std::string(column - 1, ' ') + "^";
  }
  return text;
}

void Diagnostics::throw_if_errors() const {
  if (!has_errors()) return;
  std::vector<Message> errors;
  std::copy_if(messages_.begin(), messages_.end(), std::back_inserter(errors),
               [](const Message& m) { return m.is_error; });
  std::stable_sort(errors.begin(), errors.end(), [](const Message& a, const Message& b) {
    return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
  });
  std::string report;
  for (const Message& m : errors) report += (report.empty() ? "" : "\n") + format(m);
  throw InputError(report);
}

std::vector<std::string> Diagnostics::warnings() const {
  std::vector<std::string> lines;
  for (const Message& m : messages_) {
    if (!m.is_error) lines.push_back(format(m));
  }
  return lines;
}

}  // namespace alder
