// SPDX-License-Identifier: BSD-3-Clause
// Collects everything that is wrong with a deck and reports it at once.
#pragma once

#include <string>
#include <vector>

#include "deck/source_place.hpp"

namespace alder {

/// Errors and warnings of one deck.
class Diagnostics {
 public:
  /// `text` is the deck's text, for showing the line a message is about.
  explicit Diagnostics(const std::string& file, const std::string& text);

  void error(const SourcePlace& place, const std::string& message);
  void warning(const SourcePlace& place, const std::string& message);
  [[nodiscard]] bool has_errors() const { return error_count() > 0; }
  [[nodiscard]] std::size_t error_count() const;
  /// Throws InputError with every message, in the order of the file, if there are errors.
  void throw_if_errors() const;
  /// The warnings as printable lines.
  [[nodiscard]] std::vector<std::string> warnings() const;

 private:
  struct Message {
    SourcePlace place;
    bool is_error;
    std::string text;
  };
  [[nodiscard]] std::string format(const Message& message) const;

  std::string file_;
  std::vector<std::string> lines_;
  std::vector<Message> messages_;
};

/// The candidate closest to `word`, or empty where none is near.
std::string closest(const std::string& word, const std::vector<std::string>& candidates);
/// "a, b, c".
std::string join(const std::vector<std::string>& words);

}  // namespace alder
