// SPDX-License-Identifier: BSD-3-Clause
#include "io/checksum.hpp"

#include <array>
#include <bit>
#include <cstring>

namespace alder {
namespace {

constexpr std::uint32_t polynomial = 0x82F63B78;  // reflected
using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

// tables[k][b]: what byte b does to the checksum k bytes further on.
constexpr Tables make_tables() {
  Tables tables{};
  for (std::uint32_t b = 0; b < 256; ++b) {
    std::uint32_t crc = b;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? polynomial : 0);
    tables[0][b] = crc;
  }
  for (std::size_t k = 1; k < 8; ++k) {
    for (std::size_t b = 0; b < 256; ++b) {
      tables[k][b] = (tables[k - 1][b] >> 8) ^ tables[0][tables[k - 1][b] & 0xFF];
    }
  }
  return tables;
}

constexpr Tables tables = make_tables();

}  // namespace

std::uint32_t crc32c(std::span<const std::byte> data, std::uint32_t before) {
  std::uint32_t crc = ~before;
  std::size_t i = 0;
  if constexpr (std::endian::native == std::endian::little) {
    for (; i + 8 <= data.size(); i += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, data.data() + i, 8);
      word ^= crc;
      crc = 0;
      for (std::size_t k = 0; k < 8; ++k) crc ^= tables[7 - k][(word >> (8 * k)) & 0xFF];
    }
  }
  for (; i < data.size(); ++i) {
    crc = (crc >> 8) ^ tables[0][(crc ^ static_cast<std::uint32_t>(data[i])) & 0xFF];
  }
  return ~crc;
}

}  // namespace alder
