// SPDX-License-Identifier: BSD-3-Clause
// Reads numbers and words from a text file in memory, knowing line and column.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace alder {

/// A whole file, one line at a time, split into words. Errors are InputErrors that begin with
/// "file:line:column: error: ".
class TextScanner {
 public:
  /// Reads `file`; throws InputError when it cannot be read. Text from `comment` on is ignored
  /// ('\0': no comments).
  explicit TextScanner(const std::string& file, char comment = '\0');

  /// Goes to the next line; false at the end of the file. Carriage returns are dropped.
  bool next_line();
  /// Goes to the next line that has words; false at the end of the file.
  bool next_words();

  [[nodiscard]] std::string_view line() const { return line_; }
  /// The comment of the current line, without its mark.
  [[nodiscard]] std::string_view comment() const { return comment_; }
  [[nodiscard]] const std::vector<std::string_view>& words() const { return words_; }
  [[nodiscard]] double number(std::size_t word) const;
  [[nodiscard]] std::int64_t integer(std::size_t word) const;
  /// Throws at a word of the current line (past the last: at the end of the line).
  [[noreturn]] void fail(std::size_t word, const std::string& message) const;
  [[nodiscard]] std::int64_t line_number() const { return line_number_; }
  /// Bytes of the whole file: more lines than this cannot follow, whatever a header says.
  [[nodiscard]] std::size_t size() const { return text_.size(); }
  /// Byte offset of the next line, and going back to one.
  [[nodiscard]] std::size_t position() const { return at_; }
  void rewind(std::size_t position, std::int64_t line_number);

 private:
  std::string file_;
  std::string text_;
  char comment_mark_;
  std::size_t at_ = 0;
  std::int64_t line_number_ = 0;
  std::string_view line_, comment_;
  std::vector<std::string_view> words_;
};

}  // namespace alder
