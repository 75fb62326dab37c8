// SPDX-License-Identifier: BSD-3-Clause
// An error of one rank is one of all, of the same class.
#include "domain/agree.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"
#include "support/errors.hpp"
#include "support/ranks.hpp"

namespace alder::test {
namespace {

// Ends in the error of the last rank on every rank.
template <class E>
std::string said_after(E error) {
  Communicator& c = ranks().communicator();
  return error_of<E>([&] {
    collectively(c, [&] {
      if (c.rank() == c.size() - 1) throw error;
    });
  });
}

TEST(Agree, ThrowsTheErrorOfOneRankOnAll) {
  EXPECT_EQ(said_after(InputError("a deck")), "a deck");
  EXPECT_EQ(said_after(PhysicsError("an overlap")), "an overlap");
  EXPECT_EQ(said_after(EnvironmentError("a disk")), "a disk");
  EXPECT_EQ(said_after(InternalError("a bug")), "a bug");
}

TEST(Agree, SaysNothingWhereAllIsWell) {
  int calls = 0;
  collectively(ranks().communicator(), [&] { ++calls; });
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace alder::test
