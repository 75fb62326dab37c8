// SPDX-License-Identifier: BSD-3-Clause
// Energy from a library that stands in for NVML: the one already loaded is the one that is found.
#include "backend/gpu_energy.hpp"

#include <dlfcn.h>
#include <gtest/gtest.h>

namespace alder::test {
namespace {

TEST(GpuEnergy, IsWhatTheDriverCounts) {
  ASSERT_NE(dlopen(ALDER_FAKE_NVML, RTLD_NOW | RTLD_LOCAL), nullptr) << dlerror();
  const std::optional<double> first = gpu_joules("GPU-counts");
  const std::optional<double> second = gpu_joules("GPU-counts");
  ASSERT_TRUE(first && second);
  EXPECT_NEAR(*second - *first, 1.5, 1e-12);
  EXPECT_FALSE(gpu_joules("GPU-mig"));  // its slices share the counter
  EXPECT_FALSE(gpu_joules("GPU-old"));
  EXPECT_FALSE(gpu_joules("GPU-none"));
  EXPECT_FALSE(gpu_joules(""));
}

}  // namespace
}  // namespace alder::test
