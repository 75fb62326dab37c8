// SPDX-License-Identifier: BSD-3-Clause
// Rows that ghosts are near to, apart from the others.
#include "domain/row_parts.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace alder::test {
namespace {

using Ranges = std::vector<std::pair<std::int64_t, std::int64_t>>;

Ranges pairs(const std::vector<RowRange>& ranges) {
  Ranges found;
  for (const RowRange& r : ranges) found.emplace_back(r.begin, r.end);
  return found;
}

TEST(RowParts, AreRangesThatThreadsCanShare) {
  const RowParts parts(1000, {{2, 302}, {310, 374}});
  EXPECT_EQ(pairs(parts.interior()), (Ranges{{2, 258}, {258, 302}, {310, 374}}));
  EXPECT_EQ(pairs(parts.border()),
            (Ranges{{0, 2}, {302, 310}, {374, 630}, {630, 886}, {886, 1000}}));
}

TEST(RowParts, CountShortRunsAsBorder) {
  const RowParts parts(200, {{0, 10}, {20, 83}, {90, 154}});
  EXPECT_EQ(pairs(parts.interior()), (Ranges{{90, 154}}));
  EXPECT_EQ(pairs(parts.border()), (Ranges{{0, 90}, {154, 200}}));
  EXPECT_TRUE(RowParts(60, {{0, 60}}).interior().empty());
}

TEST(RowParts, NeedNotHaveBothKinds) {
  EXPECT_TRUE(RowParts(0, {}).border().empty());
  EXPECT_TRUE(RowParts(100, {{0, 100}}).border().empty());
  EXPECT_EQ(pairs(RowParts(100, {}).border()), (Ranges{{0, 100}}));
}

TEST(RowParts, HaveRangesBetweenRows) {
  EXPECT_EQ(pairs(ranges_without(12, {0, 1, 5, 7, 8})), (Ranges{{2, 5}, {6, 7}, {9, 12}}));
  EXPECT_EQ(pairs(ranges_without(3, {2})), (Ranges{{0, 2}}));
  EXPECT_EQ(pairs(ranges_without(3, {})), (Ranges{{0, 3}}));
  EXPECT_TRUE(ranges_without(0, {}).empty());
}

}  // namespace
}  // namespace alder::test
