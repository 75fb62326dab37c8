// SPDX-License-Identifier: BSD-3-Clause
// Sorting by small numbers keeps equal ones in their order, on every backend.
#include "backend/sort.hpp"

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "support/executions.hpp"
#include "support/random_system.hpp"

namespace alder::test {
namespace {

void check(const Device& device) {
  Random random(5);
  for (const std::uint32_t n_keys : {1U, 2U, 3U, 8U, 16'384U}) {
    for (const std::size_t n : {0U, 1U, 2U, 1000U}) {
      std::vector<std::uint32_t> keys(n), values(n);
      std::multimap<std::uint32_t, std::uint32_t> sorted;  // equal keys as they were inserted
      for (std::size_t k = 0; k < n; ++k) {
        keys[k] = static_cast<std::uint32_t>(random.bits() % n_keys);
        values[k] = static_cast<std::uint32_t>(random.bits());
        sorted.emplace(keys[k], values[k]);
      }
      Buffer<std::uint32_t> key_buffer(device), value_buffer(device);
      key_buffer.copy_from(keys);
      value_buffer.copy_from(values);
      sort_by_key(n_keys, key_buffer, value_buffer);
      std::vector<std::uint32_t> sorted_keys, sorted_values;
      for (const auto& [key, value] : sorted) {
        sorted_keys.push_back(key);
        sorted_values.push_back(value);
      }
      EXPECT_EQ(key_buffer.to_host(), sorted_keys) << n << " keys below " << n_keys;
      EXPECT_EQ(value_buffer.to_host(), sorted_values) << n << " keys below " << n_keys;
    }
  }
}

TEST(SortByKey, KeepsTheOrderOfEqualKeys) {
  check(Device::open(Backend::cpu, 1));
}

TEST(SortByKey, KeepsTheOrderOfEqualKeysOnAGpu) {
  const std::string reason = Execution{Backend::cuda, Precision::full}.reason_to_skip();
  if (!reason.empty()) GTEST_SKIP() << reason;
  check(Device::open(Backend::cuda));
}

}  // namespace
}  // namespace alder::test
