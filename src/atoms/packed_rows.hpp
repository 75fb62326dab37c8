// SPDX-License-Identifier: BSD-3-Clause
// Rows of several fields on their way to another rank.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/platform.hpp"

namespace alder {

/// Packed rows in a device's memory: those of one atom lie one behind the other in `stride` bytes,
/// those of the next atom follow.
struct PackedRows {
  std::byte* data = nullptr;
  std::size_t stride = 0;
  std::size_t offset = 0;  ///< of the item in its atom's bytes

  template <class T>
  [[nodiscard]] ALDER_HD T& at(std::int64_t k) const {
    return *reinterpret_cast<T*>(data + static_cast<std::size_t>(k) * stride + offset);
  }
  /// The items that lie `bytes` behind these.
  [[nodiscard]] ALDER_HD PackedRows behind(std::size_t bytes) const {
    return {data, stride, offset + bytes};
  }
};

}  // namespace alder
