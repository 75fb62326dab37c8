// SPDX-License-Identifier: BSD-3-Clause
// Messages that stay in memory which the ranks of a host share, and the same without that.
#include <gtest/gtest.h>
#include <mpi.h>

#include <cstring>
#include <vector>

#include "domain/communicator.hpp"
#include "domain/communicator_mpi.hpp"
#include "support/ranks.hpp"

namespace alder::test {
namespace {

// What rank `from` tells rank `to` in a round: a length and numbers that nobody else says.
std::vector<std::uint64_t> words(int from, int to, int round) {
  const auto length = static_cast<std::size_t>(1 + (from + 2 * to + 3 * round) % 50);
  std::vector<std::uint64_t> text(length);
  for (std::size_t k = 0; k < length; ++k) {
    text[k] = static_cast<std::uint64_t>(((round * 100 + from) * 100 + to) * 100) + k;
  }
  return text;
}

constexpr int rounds_of_same_ranks = 40;

// Rank r sends to some of r, r + 1 and r + 2, others after each `reserve_outbox`, of which most do
// not send back.
bool sends(int from, int to, int size, int round) {
  const int ahead = (to - from + size) % size;
  return ahead <= 2 && (from + ahead + round / rounds_of_same_ranks) % 3 != 0;
}

struct Messages {
  std::vector<Outgoing> out;
  std::vector<Incoming> in;
  std::vector<std::vector<std::byte>> room;  ///< for those that are copied
};

Messages pack(Communicator& c, int round) {
  Messages m;
  m.room.resize(static_cast<std::size_t>(c.size()));
  std::byte* at = c.next_outbox();
  for (int rank = 0; rank < c.size(); ++rank) {
    if (sends(c.rank(), rank, c.size(), round)) {
      const auto text = words(c.rank(), rank, round);
      const std::size_t bytes = text.size() * sizeof text[0];
      std::memcpy(at, text.data(), bytes);
      m.out.push_back({rank, {at, bytes}});
      at += bytes;
    }
    if (sends(rank, c.rank(), c.size(), round)) {
      auto& room = m.room[static_cast<std::size_t>(rank)];
      room.resize(words(rank, c.rank(), round).size() * sizeof(std::uint64_t));
      m.in.push_back({rank, room});
    }
  }
  return m;
}

void expect_words(const Incoming& m, int to, int round) {
  const auto expected = words(m.rank, to, round);
  ASSERT_EQ(m.bytes.size(), expected.size() * sizeof expected[0]);
  EXPECT_EQ(std::memcmp(m.bytes.data(), expected.data(), m.bytes.size()), 0)
      << "from rank " << m.rank << " in round " << round;
}

// Returns how many messages of other ranks were read where these had packed them.
int talk(Communicator& c, int rounds) {
  int in_place = 0;
  for (int round = 0; round < rounds; ++round) {
    if (round % rounds_of_same_ranks == 0)
      c.reserve_outbox(static_cast<std::size_t>(1200 + 100 * round));
    const Traffic before = c.traffic();
    Messages m = pack(c, round);
    c.begin_transfer_from_outbox(m.out, m.in);
    c.finish_transfer();
    std::int64_t to_others = 0;
    for (const Outgoing& o : m.out) to_others += o.rank == c.rank() ? 0 : 1;
    EXPECT_EQ(c.traffic().messages - before.messages, to_others);
    for (const Incoming& i : m.in) {
      expect_words(i, c.rank(), round);
      const bool copied = i.bytes.data() == m.room[static_cast<std::size_t>(i.rank)].data();
      in_place += i.rank != c.rank() && !copied ? 1 : 0;
    }
  }
  return in_place;
}

// Whether this MPI has memory for ranks to share at all, asked without our code.
bool mpi_shares_memory() {
  MPI_Comm host = MPI_COMM_NULL;
  MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &host);
  MPI_Comm_set_errhandler(host, MPI_ERRORS_RETURN);
  void* memory = nullptr;
  MPI_Win window = MPI_WIN_NULL;
  int shares = 0;
  if (MPI_Win_allocate_shared(64, 1, MPI_INFO_NULL, host, &memory, &window) == MPI_SUCCESS) {
    shares = 1;
    MPI_Win_free(&window);
  }
  MPI_Comm_free(&host);
  MPI_Allreduce(MPI_IN_PLACE, &shares, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
  return shares != 0;
}

TEST(Outbox, IsReadByTheRanksOfTheHost) {
  Communicator& c = ranks().communicator();
  if (c.size() == 1) GTEST_SKIP() << "needs mpirun";
  if (!mpi_shares_memory()) GTEST_SKIP() << "this MPI has no memory to share";
  EXPECT_GT(talk(c, 300), 0);
}

TEST(Outbox, MayBeEmpty) {
  Communicator& c = ranks().communicator();
  const std::unique_ptr<Communicator> shared =
      c.size() > 1 ? make_mpi_communicator(MPI_COMM_WORLD, true) : make_self_communicator();
  for (int round = 0; round < 3; ++round) {
    shared->reserve_outbox(0);
    EXPECT_TRUE(c.size() == 1 || shared->next_outbox() != nullptr);
    shared->begin_transfer_from_outbox({}, {});
    shared->finish_transfer();
  }
  EXPECT_EQ(shared->traffic().messages, 0);
  if (c.size() > 1) talk(*shared, 50);  // in memory that is new now
}

TEST(Outbox, NeedNotBeShared) {
  if (!started_by_mpi_launcher()) GTEST_SKIP() << "needs mpirun";
  static_cast<void>(ranks());  // MPI is initialised
  const auto c = make_mpi_communicator(MPI_COMM_WORLD, false);
  EXPECT_EQ(talk(*c, 300), 0);
}

TEST(Outbox, WorksAlone) {
  const auto c = make_self_communicator();
  c->reserve_outbox(64);
  std::byte* const box = c->next_outbox();
  box[9] = std::byte{7};
  const Outgoing out{0, {box + 8, 4}};
  Incoming in{0, {box, 4}};
  c->begin_transfer_from_outbox(std::span(&out, 1), std::span(&in, 1));
  c->finish_transfer();
  EXPECT_EQ(in.bytes.data(), box + 8);
  EXPECT_EQ(in.bytes[1], std::byte{7});
}

}  // namespace
}  // namespace alder::test
