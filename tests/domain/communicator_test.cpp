// SPDX-License-Identifier: BSD-3-Clause
// Messages between ranks, on one rank and under mpirun.
#include "domain/communicator.hpp"

#include <gtest/gtest.h>

#include "domain/agree.hpp"
#include "support/errors.hpp"
#include "support/ranks.hpp"

namespace alder::test {
namespace {

std::vector<std::byte> bytes_of(int value, std::size_t n) {
  return std::vector<std::byte>(n, static_cast<std::byte>(value));
}

TEST(Communicator, ReducesOverAllRanks) {
  Communicator& c = ranks().communicator();
  const int n = c.size();
  EXPECT_EQ(c.sum(std::int64_t{c.rank() + 1}), n * (n + 1) / 2);
  EXPECT_EQ(c.sum(0.5 * c.rank()), 0.25 * n * (n - 1));
  EXPECT_EQ(c.max(static_cast<double>(c.rank() % 3)), n > 2 ? 2 : n - 1);
  EXPECT_EQ(c.max(std::int64_t{-c.rank()}), 0);
}

TEST(Communicator, SumsDoublesToTheSameBitsOnAllRanks) {
  Communicator& c = ranks().communicator();
  const double mine = 1.0 / (3 + c.rank());
  const double sum = c.sum(mine);
  double expected = 0;
  for (int r = 0; r < c.size(); ++r) expected += 1.0 / (3 + r);
  EXPECT_EQ(sum, expected);
}

TEST(Communicator, BroadcastsFromAnyRank) {
  Communicator& c = ranks().communicator();
  for (int root = 0; root < c.size(); ++root) {
    std::vector<std::byte> text = bytes_of(c.rank(), static_cast<std::size_t>(10 + c.rank()));
    c.broadcast(text, root);
    EXPECT_EQ(text, bytes_of(root, static_cast<std::size_t>(10 + root)));
  }
}

TEST(Communicator, ExchangesMessagesOfAnyLengthWithAnyRanks) {
  Communicator& c = ranks().communicator();
  for (int round = 0; round < 20; ++round) {
    // Rank r sends to r and r + 1 only, and nothing in every third round.
    std::vector<Message> out;
    const auto length = static_cast<std::size_t>(round * (c.rank() + 1));
    if (round % 3 != 0) {
      out.push_back({c.rank(), bytes_of(c.rank(), length)});
      if (c.size() > 1) out.push_back({(c.rank() + 1) % c.size(), bytes_of(c.rank(), length)});
    }
    const std::vector<Message> in = c.exchange(std::move(out));
    ASSERT_EQ(in.size(), round % 3 == 0 ? 0U : c.size() > 1 ? 2U : 1U);
    for (const Message& m : in) {
      EXPECT_TRUE(m.rank == c.rank() || (m.rank + 1) % c.size() == c.rank());
      EXPECT_EQ(m.bytes, bytes_of(m.rank, static_cast<std::size_t>(round * (m.rank + 1))));
    }
    EXPECT_TRUE(std::is_sorted(in.begin(), in.end(),
                               [](const auto& a, const auto& b) { return a.rank < b.rank; }));
  }
}

TEST(Communicator, TransfersBetweenAgreedRanksAndCountsWhatLeaves) {
  Communicator& c = ranks().communicator();
  const int next = (c.rank() + 1) % c.size();
  const int before = (c.rank() + c.size() - 1) % c.size();
  const std::vector<std::byte> out = bytes_of(c.rank(), 1000);
  std::vector<std::byte> in(1000);
  const Traffic start = c.traffic();
  const Outgoing outgoing{next, out};
  const Incoming incoming{before, in};
  c.transfer(std::span(&outgoing, 1), std::span(&incoming, 1));
  EXPECT_EQ(in, bytes_of(before, 1000));
  EXPECT_EQ(c.traffic().messages - start.messages, c.size() > 1 ? 1 : 0);
  EXPECT_EQ(c.traffic().bytes - start.bytes, c.size() > 1 ? 1000 : 0);
}

TEST(Agreement, ThrowsTheErrorOfTheLowestRankOnAll) {
  Communicator& c = ranks().communicator();
  const int first_bad = c.size() / 2;
  const auto work = [&] {
    if (c.rank() >= first_bad) {
      throw PhysicsError("atom 7 of rank " + std::to_string(c.rank()) + " is lost");
    }
  };
  try {
    collectively(c, work);
    FAIL() << "no error";
  } catch (const Error& e) {
    EXPECT_EQ(std::string(e.what()), "atom 7 of rank " + std::to_string(first_bad) + " is lost");
    EXPECT_EQ(e.exit_code(), 3);
    EXPECT_TRUE(e.collective());
  }
  EXPECT_NO_THROW(collectively(c, [] {}));
}

TEST(Agreement, GivesForeignErrorsACode) {
  Communicator& c = ranks().communicator();
  try {
    collectively(c, [&] {
      if (c.is_first()) throw std::bad_alloc();
    });
    FAIL() << "no error";
  } catch (const Error& e) {
    EXPECT_EQ(e.exit_code(), 4);
  }
}

}  // namespace
}  // namespace alder::test
