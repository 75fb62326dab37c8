// SPDX-License-Identifier: BSD-3-Clause
#include "pair/table_file.hpp"

#include <cmath>

#include "atoms/text_scanner.hpp"
#include "base/error.hpp"

namespace alder {
namespace {

// The line after a keyword.
struct Header {
  std::int64_t count = 0;
  std::string spacing;  // R, RSQ or empty
  double low = 0, high = 0;
  std::optional<std::array<double, 2>> slopes;
};

Header read_header(TextScanner& scanner) {
  if (!scanner.next_words() || scanner.words()[0] != "N") {
    scanner.fail(0, "expected the section's parameters, such as 'N 500 R 0.1 2.5'");
  }
  Header header;
  const auto& words = scanner.words();
  for (std::size_t k = 0; k < words.size();) {
    if (words[k] == "N") {
      header.count = scanner.integer(k + 1);
      k += 2;
    } else if (words[k] == "R" || words[k] == "RSQ") {
      header.spacing = words[k];
      header.low = scanner.number(k + 1);
      header.high = scanner.number(k + 2);
      k += 3;
    } else if (words[k] == "FPRIME" || words[k] == "FP") {
      header.slopes = {scanner.number(k + 1), scanner.number(k + 2)};
      k += 3;
    } else if (words[k] == "BITMAP") {
      scanner.fail(k, "distances of BITMAP are not supported; write the table with R or RSQ");
    } else {
      scanner.fail(k, "expected N, R, RSQ or FPRIME here");
    }
  }
  if (header.count < 2) scanner.fail(1, "a table needs at least 2 rows");
  if (static_cast<std::size_t>(header.count) > scanner.size()) {
    scanner.fail(1, "the file is too short for so many rows");
  }
  return header;
}

double distance(const Header& header, std::int64_t k, double written) {
  const double share = static_cast<double>(k) / static_cast<double>(header.count - 1);
  if (header.spacing == "R") return header.low + (header.high - header.low) * share;
  if (header.spacing == "RSQ") {
    const double low2 = header.low * header.low;
    return std::sqrt(low2 + (header.high * header.high - low2) * share);
  }
  return written;
}

void read_row(TextScanner& scanner, const Header& header, std::int64_t k) {
  if (!scanner.next_words()) {
    scanner.fail(
        0, "the file ends after row " + std::to_string(k) + " of " + std::to_string(header.count));
  }
  if (scanner.words().size() != 4) scanner.fail(0, "expected a row 'number r energy force'");
}

RadialTable read_rows(TextScanner& scanner, const Header& header, const Units& units) {
  RadialTable table;
  for (std::int64_t k = 0; k < header.count; ++k) {
    read_row(scanner, header, k);
    const double r = distance(header, k, scanner.number(1)) * units.length;
    if (!(r > (table.rows.empty() ? 0 : table.rows.back().r))) {
      scanner.fail(1, "distances must be above zero and ascend");
    }
    table.rows.push_back({r, scanner.number(2) * units.energy, scanner.number(3) * units.force()});
  }
  if (header.slopes) {
    const double unit = units.force() / units.length;
    table.force_slopes = {(*header.slopes)[0] * unit, (*header.slopes)[1] * unit};
  }
  return table;
}

}  // namespace

RadialTable read_table_file(const std::string& file, const std::string& keyword,
                            const Units& units) {
  TextScanner scanner(file, '#');
  std::string known;
  while (scanner.next_words()) {
    const std::string section(scanner.words()[0]);
    const Header header = read_header(scanner);
    if (section == keyword) return read_rows(scanner, header, units);
    for (std::int64_t k = 0; k < header.count; ++k) read_row(scanner, header, k);
    known += (known.empty() ? "" : ", ") + section;
  }
  throw InputError(file + ": error: there is no section '" + keyword +
                   "' (there are: " + (known.empty() ? "none" : known) + "); correct `keyword`");
}

}  // namespace alder
