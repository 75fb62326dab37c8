// SPDX-License-Identifier: BSD-3-Clause
// Ranks share out the GPUs of their host; no GPU is needed to test it.
#include "domain/gpu_placement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alder.hpp"
#include "support/errors.hpp"
#include "support/ranks.hpp"

namespace alder::test {
namespace {

using testing::HasSubstr;

std::vector<std::string> gpus(int n) {
  std::vector<std::string> ids;
  for (int k = 0; k < n; ++k) ids.push_back("GPU-" + std::to_string(k));
  return ids;
}

// These ranks are all on one host.
TEST(GpuPlacement, ARankTakesTheGpuOfItsNumber) {
  const int n = ranks().size(), rank = ranks().rank();
  const GpuPlacement p = place_on_gpus(ranks().communicator(), gpus(n), {});
  EXPECT_EQ(p.ordinal, rank);
  EXPECT_EQ(p.id, "GPU-" + std::to_string(rank));
  EXPECT_EQ(p.gpus, n);
  EXPECT_EQ(p.most_shared, 1);
  EXPECT_TRUE(p.leads);
}

TEST(GpuPlacement, SharingNeedsToBeAskedFor) {
  const int n = ranks().size(), rank = ranks().rank();
  const auto share = [&](bool may) {
    return place_on_gpus(ranks().communicator(), gpus((n + 1) / 2),
                         {.device = {}, .oversubscribe = may});
  };
  const int used = (n + 1) / 2;
  const GpuPlacement p = share(true);
  EXPECT_EQ(p.ordinal, rank % used);
  EXPECT_EQ(p.gpus, used);
  EXPECT_EQ(p.leads, rank < used);
  if (n == 1) return;
  EXPECT_EQ(p.most_shared, 2);
  const std::string text = error_of<EnvironmentError>([&] { share(false); });
  EXPECT_THAT(text, HasSubstr("there are " + std::to_string(n) + " ranks for " +
                              std::to_string(used) + " GPU"));
  EXPECT_THAT(text, HasSubstr("--oversubscribe-gpu"));
}

// As where Slurm shows each rank a GPU of its own.
TEST(GpuPlacement, RanksThatSeeOneGpuEachTakeIt) {
  const std::string mine = "GPU-of-" + std::to_string(ranks().rank());
  const GpuPlacement p = place_on_gpus(ranks().communicator(), {mine}, {});
  EXPECT_EQ(p.ordinal, 0);
  EXPECT_EQ(p.gpus, ranks().size());
}

// These ranks are on one host; slices of a GPU are as good as GPUs.
TEST(GpuPlacement, EachRankSaysWhereItComputes) {
  const int n = ranks().size(), rank = ranks().rank();
  const std::vector<std::string> all =
      describe_ranks(ranks().communicator(), "cpu, 1 thread", GpuPlacement{});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_THAT(
      all.front(),
      testing::StartsWith(n == 1 ? "rank 0 on " : "ranks 0 to " + std::to_string(n - 1) + " on "));
  EXPECT_THAT(all.front(), testing::EndsWith(": cpu, 1 thread"));
  GpuPlacement placement;
  placement.id = "MIG-" + std::to_string(rank / 2);
  const std::vector<std::string> slices =
      describe_ranks(ranks().communicator(), "NVIDIA H100 MIG 1g.10gb", placement);
  ASSERT_EQ(slices.size(), static_cast<std::size_t>((n + 1) / 2));
  EXPECT_THAT(slices.front(), testing::StartsWith(n == 1 ? "rank 0 on " : "ranks 0 to 1 on "));
  EXPECT_THAT(slices.back(),
              testing::EndsWith(": NVIDIA H100 MIG 1g.10gb, MIG-" + std::to_string((n - 1) / 2)));
}

TEST(GpuPlacement, ADeviceIsForOneProcess) {
  Ranks self;
  EXPECT_EQ(place_on_gpus(self.communicator(), gpus(3), {.device = 2, .oversubscribe = false}).id,
            "GPU-2");
  EXPECT_EQ(
      place_on_gpus(self.communicator(), gpus(3), {.device = 7, .oversubscribe = false}).ordinal,
      7);  // refused later
  EXPECT_EQ(place_on_gpus(self.communicator(), {}, {}).gpus, 0);
  if (ranks().size() == 1) return;
  EXPECT_THAT(error_of<InputError>([] {
                place_on_gpus(ranks().communicator(), gpus(8),
                              {.device = 1, .oversubscribe = false});
              }),
              HasSubstr("names the GPU of one process"));
}

}  // namespace
}  // namespace alder::test
