// SPDX-License-Identifier: BSD-3-Clause
// Local atoms that no ghost is near to, and the others.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace alder {

/// Local atoms [begin, end), in the order of storage.
struct RowRange {
  std::int64_t begin = 0, end = 0;
};

/// All local atoms in two parts, each as ascending ranges short enough to be shared among threads.
class RowParts {
 public:
  RowParts() = default;
  /// Of `n` atoms those in `far`, ascending, have no ghost near. Few of them in a row count as
  /// border: to begin anew costs a pair loop more than it is worth.
  RowParts(std::int64_t n, const std::vector<RowRange>& far) {
    std::int64_t at = 0;
    for (const RowRange& range : far) {
      if (range.end - range.begin < shortest) continue;
      append(border_, at, range.begin);
      append(interior_, range.begin, range.end);
      at = range.end;
    }
    append(border_, at, n);
  }
  [[nodiscard]] const std::vector<RowRange>& interior() const { return interior_; }
  [[nodiscard]] const std::vector<RowRange>& border() const { return border_; }

 private:
  static constexpr std::int64_t shortest = 64, longest = 256;
  static void append(std::vector<RowRange>& part, std::int64_t begin, std::int64_t end) {
    for (; begin < end; begin += longest) part.push_back({begin, std::min(begin + longest, end)});
  }
  std::vector<RowRange> interior_, border_;
};

/// The rows of [0, n) without the ascending `rows`.
inline std::vector<RowRange> ranges_without(std::int64_t n,
                                            const std::vector<std::uint32_t>& rows) {
  std::vector<RowRange> ranges;
  std::int64_t begin = 0;
  const auto add = [&](std::int64_t end) {
    if (begin < end) ranges.push_back({begin, end});
    begin = end + 1;
  };
  for (const std::uint32_t row : rows) add(row);
  add(n);
  return ranges;
}

}  // namespace alder
