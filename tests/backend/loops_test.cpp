// SPDX-License-Identifier: BSD-3-Clause
// for_each and reduce on the host. (Bodies of the engine run on every backend in the other rooms.)
#include <gtest/gtest.h>

#include <vector>

#include "alder_config.hpp"
#include "backend/for_each.hpp"
#include "backend/reduce.hpp"

namespace alder::test {
namespace {

// With CUDA in the binary a body must be instantiated for it; these are not.
struct CountVisits {
  int* visits;
  void operator()(std::int64_t i) const { ++visits[i]; }
};

struct SumOfInverses {
  using Value = double;
  static Value identity() { return 0; }
  static Value combine(Value a, Value b) { return a + b; }
  Value operator()(std::int64_t i) const { return 1 / (1 + static_cast<double>(i)); }
};

constexpr std::int64_t sizes[] = {0, 1, 255, 256, 257, 511, 513, 65536, 65537, 100003};

TEST(ForEach, VisitsEveryIndexOnce) {
  if constexpr (!config::have_cuda) {
    for (const std::int64_t n : sizes) {
      for (const int threads : {1, 2, 3, 7}) {
        std::vector<int> visits(static_cast<std::size_t>(n), 0);
        for_each(Device::open(Backend::cpu, threads), n, CountVisits{visits.data()});
        EXPECT_EQ(visits, std::vector<int>(visits.size(), 1)) << n << " items, " << threads;
      }
    }
  } else {
    GTEST_SKIP() << "this body is not instantiated for CUDA";
  }
}

TEST(Reduce, HasTheSameBitsOnAnyNumberOfThreads) {
  if constexpr (!config::have_cuda) {
    for (const std::int64_t n : sizes) {
      const double one = reduce(Device::open(Backend::cpu, 1), n, SumOfInverses{});
      double expected = 0;
      for (std::int64_t i = n; i > 0; --i) expected += 1 / static_cast<double>(i);
      EXPECT_NEAR(one, expected, 1e-13 * expected) << n;
      for (const int threads : {2, 3, 8}) {
        EXPECT_EQ(reduce(Device::open(Backend::cpu, threads), n, SumOfInverses{}), one) << n;
      }
    }
  } else {
    GTEST_SKIP() << "this body is not instantiated for CUDA";
  }
}

}  // namespace
}  // namespace alder::test
