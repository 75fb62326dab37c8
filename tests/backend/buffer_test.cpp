// SPDX-License-Identifier: BSD-3-Clause
#include "backend/buffer.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>

#include "base/error.hpp"

namespace alder::test {
namespace {

std::vector<int> counted(std::size_t n) {
  std::vector<int> values(n);
  std::iota(values.begin(), values.end(), 1);
  return values;
}

TEST(Buffer, KeepsItsItemsWhileItGrows) {
  Buffer<int> buffer(Device::open(Backend::cpu));
  buffer.copy_from(counted(100));
  buffer.resize(100000);
  std::vector<int> back = buffer.to_host();
  ASSERT_EQ(back.size(), 100000U);
  back.resize(100);
  EXPECT_EQ(back, counted(100));
}

TEST(Buffer, ShrinksWithoutGivingUpItsRoom) {
  Buffer<int> buffer(Device::open(Backend::cpu));
  buffer.copy_from(counted(1000));
  const int* data = buffer.data();
  buffer.resize(10);
  EXPECT_EQ(buffer.size(), 10U);
  EXPECT_GE(buffer.capacity(), 1000U);
  EXPECT_EQ(buffer.data(), data);
  EXPECT_EQ(buffer.to_host(), counted(10));
}

TEST(Buffer, GrowsByAtLeastAQuarter) {
  Buffer<int> buffer(Device::open(Backend::cpu), 1000);
  buffer.resize(1001);
  EXPECT_GE(buffer.capacity(), 1250U);
}

TEST(Buffer, IsAlignedToACacheLine) {
  for (const std::size_t n : std::initializer_list<std::size_t>{1, 3, 17, 1000}) {
    Buffer<char> buffer(Device::open(Backend::cpu), n);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer.data()) % 64, 0U);
  }
}

TEST(Buffer, MovesWithoutCopying) {
  Buffer<int> a(Device::open(Backend::cpu));
  a.copy_from(counted(5));
  const int* data = a.data();
  Buffer<int> b(std::move(a));
  EXPECT_EQ(b.data(), data);
  EXPECT_EQ(b.to_host(), counted(5));
  Buffer<int> c(Device::open(Backend::cpu));
  c = std::move(b);
  EXPECT_EQ(c.to_host(), counted(5));
}

TEST(Buffer, EmptyOnesAreFine) {
  Buffer<double> buffer(Device::open(Backend::cpu));
  EXPECT_EQ(buffer.size(), 0U);
  EXPECT_TRUE(buffer.to_host().empty());
  buffer.copy_from({});
  EXPECT_EQ(buffer.size(), 0U);
}

TEST(Buffer, SaysWhenMemoryIsOut) {
  Buffer<char> buffer(Device::open(Backend::cpu));
  try {
    buffer.resize(std::size_t{1} << 62);
    FAIL() << "no error";
  } catch (const EnvironmentError& e) {
    EXPECT_NE(std::string(e.what()).find("out of memory"), std::string::npos) << e.what();
    EXPECT_EQ(e.exit_code(), 4);
  }
}

}  // namespace
}  // namespace alder::test
