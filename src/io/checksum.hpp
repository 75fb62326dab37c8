// SPDX-License-Identifier: BSD-3-Clause
// A checksum that finds damaged data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace alder {

/// CRC-32C (Castagnoli polynomial 0x1EDC6F41, reflected; RFC 3720 appendix B.4) of `data`, or of
/// what `before` is the checksum of and `data` behind it.
std::uint32_t crc32c(std::span<const std::byte> data, std::uint32_t before = 0);

}  // namespace alder
