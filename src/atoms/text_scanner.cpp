// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/text_scanner.hpp"

#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "base/error.hpp"

namespace alder {

TextScanner::TextScanner(const std::string& file, char comment)
    : file_(file), comment_mark_(comment) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    throw InputError(file + ": error: there is no such file; paths are relative to the deck");
  }
  if (std::filesystem::is_directory(file, error)) {
    throw InputError(file + ": error: this is a directory, not a file");
  }
  std::ifstream stream(file, std::ios::binary);
  const auto size = std::filesystem::file_size(file, error);
  text_.resize(error ? 0 : size);
  stream.read(text_.data(), static_cast<std::streamsize>(text_.size()));
  if (!stream) throw InputError(file + ": error: the file cannot be read; check its permissions");
}

bool TextScanner::next_line() {
  if (at_ >= text_.size()) return false;
  const std::string_view all(text_);
  const std::size_t end = std::min(all.find('\n', at_), all.size());
  line_ = all.substr(at_, end - at_);
  if (line_.ends_with('\r')) line_.remove_suffix(1);
  at_ = end + 1;
  ++line_number_;
  comment_ = {};
  std::string_view content = line_;
  if (comment_mark_ != '\0') {
    if (const std::size_t mark = line_.find(comment_mark_); mark != std::string_view::npos) {
      comment_ = line_.substr(mark + 1);
      content = line_.substr(0, mark);
    }
  }
  words_.clear();
  constexpr std::string_view blanks = " \t";
  std::size_t begin = content.find_first_not_of(blanks);
  while (begin != std::string_view::npos) {
    const std::size_t stop = std::min(content.find_first_of(blanks, begin), content.size());
    words_.push_back(content.substr(begin, stop - begin));
    begin = content.find_first_not_of(blanks, stop);
  }
  return true;
}

bool TextScanner::next_words() {
  while (next_line()) {
    if (!words_.empty()) return true;
  }
  words_.clear();
  return false;
}

void TextScanner::rewind(std::size_t position, std::int64_t line_number) {
  at_ = position;
  line_number_ = line_number;
}

double TextScanner::number(std::size_t word) const {
  if (word >= words_.size()) fail(word, "a number is missing at the end of this line");
  std::string_view text = words_[word];
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || stop != text.data() + text.size() || !std::isfinite(value)) {
    fail(word, "expected a finite number, got '" + std::string(words_[word]) + "'");
  }
  return value;
}

std::int64_t TextScanner::integer(std::size_t word) const {
  if (word >= words_.size()) fail(word, "a whole number is missing at the end of this line");
  std::string_view text = words_[word];
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || stop != text.data() + text.size()) {
    fail(word, "expected a whole number, got '" + std::string(words_[word]) + "'");
  }
  return value;
}

void TextScanner::fail(std::size_t word, const std::string& message) const {
  const std::size_t column = word < words_.size()
                                 ? static_cast<std::size_t>(words_[word].data() - line_.data()) + 1
                                 : line_.size() + 1;
  throw InputError(file_ + ":" + std::to_string(line_number_) + ":" + std::to_string(column) +
                   ": error: " + message);
}

}  // namespace alder
