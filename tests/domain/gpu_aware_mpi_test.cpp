// SPDX-License-Identifier: BSD-3-Clause
// Messages from the memory of a GPU and through the host's are the same messages. In emulation both
// are the host's memory, which any MPI can read; where it is closed to the host (`protect`), it is
// lent to MPI for a transfer.
#include "domain/gpu_aware_mpi.hpp"

#include <gtest/gtest.h>

#include "alder.hpp"
#include "support/compare.hpp"
#include "support/executions.hpp"
#include "support/ranks.hpp"
#include "support/run_decks.hpp"

namespace alder::test {
namespace {

Deck deck_of(const char* repeat, const char* wish) {
  return small_deck(
      "{type: nve}", 40,
      {"execution.backend=cuda", std::string("system.lattice.repeat=") + repeat,
       std::string("execution.gpu_aware_mpi=") + wish, "neighbor={every: 5, check: false}"});
}

Snapshot run(const char* repeat, const char* wish) {
  Simulation simulation(deck_of(repeat, wish), ranks());
  simulation.advance(12);
  return simulation.snapshot();
}

// The second box is thinner than two ranges: ranks send images to themselves, too.
TEST(GpuAwareMpi, BothWaysGiveTheSameBits) {
  const std::string reason = Execution{Backend::cuda, Precision::mixed}.reason_to_skip();
  if (!reason.empty()) GTEST_SKIP() << reason;
  for (const char* repeat : {"[5, 4, 4]", "[2, 3, 5]"}) {
    SCOPED_TRACE(repeat);
    const Snapshot through_host = run(repeat, "off"), straight = run(repeat, "on");
    EXPECT_TRUE(identical(through_host.position, straight.position));
    EXPECT_TRUE(identical(through_host.velocity, straight.velocity));
  }
}

// Else nothing tells the user why a run that MPI ended by a signal did end.
TEST(GpuAwareMpi, AgainstWhatMpiSaysIsAnnounced) {
  const std::string reason = Execution{Backend::cuda, Precision::mixed}.reason_to_skip();
  if (!reason.empty()) GTEST_SKIP() << reason;
  if (ranks().size() == 1) GTEST_SKIP() << "one rank has no messages";
  const auto doubt = [](const char* wish) {
    const std::string line =
        Simulation(deck_of("[4, 4, 4]", wish), ranks()).describe_ranks().back();
    return line.find("MPI does not say") != std::string::npos;
  };
  EXPECT_FALSE(doubt("off"));
  EXPECT_FALSE(doubt("auto"));
  EXPECT_EQ(doubt("on"), !ranks().communicator().is_gpu_aware());
}

TEST(GpuAwareMpi, IsForGpusAndAsWished) {
  Communicator& c = ranks().communicator();
  const Device cpu = Device::open(Backend::cpu, 1);
  EXPECT_FALSE(sends_gpu_memory(c, cpu, GpuAwareMpi::automatic));
  EXPECT_FALSE(sends_gpu_memory(c, cpu, GpuAwareMpi::on));
  if (!Execution{Backend::cuda, Precision::mixed}.reason_to_skip().empty()) return;
  const Device gpu = Device::open(Backend::cuda);
  EXPECT_TRUE(sends_gpu_memory(c, gpu, GpuAwareMpi::on));
  EXPECT_FALSE(sends_gpu_memory(c, gpu, GpuAwareMpi::off));
  const bool all = c.max(std::int64_t{c.is_gpu_aware() ? 0 : 1}) == 0;
  EXPECT_EQ(sends_gpu_memory(c, gpu, GpuAwareMpi::automatic), all);
}

}  // namespace
}  // namespace alder::test
