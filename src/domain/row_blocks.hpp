// SPDX-License-Identifier: BSD-3-Clause
// How the rows of a frame, in id order, are dealt to the ranks that write them.
#pragma once

#include <algorithm>
#include <cstdint>

namespace alder {

/// Rank r has the rows [begin(r), end(r)); where there are few rows the last ranks have none.
struct RowBlocks {
  std::int64_t rows = 0;
  std::int64_t rows_per_block = 1;

  [[nodiscard]] int owner(std::int64_t row) const { return static_cast<int>(row / rows_per_block); }
  [[nodiscard]] std::int64_t begin(int rank) const { return std::min(rows, rank * rows_per_block); }
  [[nodiscard]] std::int64_t end(int rank) const { return begin(rank + 1); }
  [[nodiscard]] std::int64_t size(int rank) const { return end(rank) - begin(rank); }
};

/// Blocks of whole chunks, as even as these allow: a rank writes contiguous bytes of its own, and
/// what fits into one chunk is written by the first rank alone.
inline RowBlocks deal_rows(std::int64_t rows, int ranks, std::int64_t rows_per_chunk) {
  const std::int64_t chunks = (rows + rows_per_chunk - 1) / rows_per_chunk;
  const std::int64_t per_rank = std::max<std::int64_t>((chunks + ranks - 1) / ranks, 1);
  return {.rows = rows, .rows_per_block = per_rank * rows_per_chunk};
}

/// All rows on the first rank.
inline RowBlocks rows_on_first(std::int64_t rows) {
  return {.rows = rows, .rows_per_block = std::max<std::int64_t>(rows, 1)};
}

}  // namespace alder
