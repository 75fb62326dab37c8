// SPDX-License-Identifier: BSD-3-Clause
// The main of every test program. Under mpirun each rank runs the same tests; the first one
// reports, others only what failed on them.
#include <gtest/gtest.h>
#include <sched.h>

#include <cstdio>
#include <optional>

#include "domain/communicator.hpp"
#include "support/ranks.hpp"

namespace alder::test {
namespace {

std::optional<Ranks>& world() {
  static std::optional<Ranks> ranks;
  return ranks;
}

class FailuresOfARank final : public testing::EmptyTestEventListener {
  void OnTestPartResult(const testing::TestPartResult& result) override {
    if (!result.failed()) return;
    const char* file = result.file_name() != nullptr ? result.file_name() : "?";
    std::fprintf(stderr, "rank %d: %s:%d: %s\n", ranks().rank(), file, result.line_number(),
                 result.message());
  }
};

// More ranks than processors share one, the last they may use: there a rank that waits gives way to
// one that works, while spread over all of them they take several times as long.
void share_a_processor() {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0) return;
  if (ranks().size() <= CPU_COUNT(&allowed)) return;
  int last = CPU_SETSIZE - 1;
  while (!CPU_ISSET(last, &allowed)) --last;
  CPU_ZERO(&allowed);
  CPU_SET(last, &allowed);
  sched_setaffinity(0, sizeof(allowed), &allowed);
}

// Every rank must run the same tests in the same order, to the end: a failure of one is one of all.
int run_on_ranks() {
  testing::TestEventListeners& listeners = testing::UnitTest::GetInstance()->listeners();
  if (!ranks().is_first()) {
    delete listeners.Release(listeners.default_result_printer());
    listeners.Append(new FailuresOfARank);
  }
  const int failed = RUN_ALL_TESTS();
  return static_cast<int>(ranks().communicator().max(static_cast<std::int64_t>(failed)));
}

}  // namespace

Ranks& ranks() {
  return *world();
}

}  // namespace alder::test

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  alder::test::world().emplace(alder::Ranks::world());
  alder::test::share_a_processor();
  const int failed = alder::test::run_on_ranks();
  alder::test::world().reset();
  return failed;
}
