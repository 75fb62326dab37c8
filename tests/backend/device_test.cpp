// SPDX-License-Identifier: BSD-3-Clause
#include "backend/device.hpp"

#include <gtest/gtest.h>

#include "alder_config.hpp"
#include "base/error.hpp"

namespace alder::test {
namespace {

TEST(Device, OpensTheCpuWithTheThreadsAskedFor) {
  const Device device = Device::open(Backend::cpu, 3);
  EXPECT_EQ(device.backend(), Backend::cpu);
  EXPECT_EQ(device.threads(), 3);
  EXPECT_TRUE(device.describe().starts_with("cpu, 3 threads, "));
  EXPECT_TRUE(Device::open(Backend::cpu, 1).describe().starts_with("cpu, 1 thread, "));
  EXPECT_GE(Device::open(Backend::cpu).threads(), 1);
}

TEST(Device, TheReferenceUsesOneThread) {
  const Device device = Device::open(Backend::reference, 8);
  EXPECT_TRUE(device.is_reference());
  EXPECT_EQ(device.threads(), 1);
}

TEST(Device, CudaIsNeverReplacedSilently) {
  if (config::have_cuda) GTEST_SKIP() << "this binary has CUDA";
  try {
    Device::open(Backend::cuda);
    FAIL() << "no error";
  } catch (const EnvironmentError& e) {
    EXPECT_EQ(e.exit_code(), 4);
    EXPECT_NE(std::string(e.what()).find("not compiled with CUDA"), std::string::npos) << e.what();
  }
}

TEST(Device, AutomaticNeverFails) {
  EXPECT_NO_THROW(Device::open(Backend::automatic));
  EXPECT_NE(Device::open(Backend::automatic).backend(), Backend::automatic);
}

TEST(Device, BackendsHaveTheNamesOfTheDeck) {
  EXPECT_EQ(to_string(Backend::automatic), "auto");
  EXPECT_EQ(to_string(Backend::reference), "reference");
  EXPECT_EQ(to_string(Backend::cpu), "cpu");
  EXPECT_EQ(to_string(Backend::cuda), "cuda");
}

}  // namespace
}  // namespace alder::test
