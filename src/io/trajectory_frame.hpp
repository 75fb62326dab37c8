// SPDX-License-Identifier: BSD-3-Clause
// One frame of a trajectory as files hold it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "observe/observer.hpp"

namespace alder {

/// One quantity of consecutive atoms in file units; one of the two arrays is used.
struct QuantityRows {
  AtomQuantity what = AtomQuantity::position;
  double scale = 1;  ///< file units per internal unit
  std::vector<float> single;
  std::vector<double> full;
};

/// An array of a frame as bytes.
struct FrameArray {
  std::span<const std::byte> bytes;
  std::size_t row_bytes = 0;
};

/// Rows in id order: all of them, or a rank's block.
struct TrajectoryFrame {
  std::int64_t step = 0;
  double time = 0;  ///< internal
  Box box;          ///< internal
  std::vector<QuantityRows> quantities;
  std::vector<std::int32_t> images;
  bool with_images = false;
  bool double_precision = false;

  /// Fills everything from the present step with this rank's block of rows. Collective.
  void collect(ObservedSystem& system, const RowBlocks& blocks);
  /// What there is, in the order in which files take it: images first, where there are any.
  [[nodiscard]] std::vector<FrameArray> arrays() const;
};

/// Calls put(array, chunk, bytes) for each chunk of each array of a frame whose first row begins
/// chunk `first_chunk`.
template <class Put>
void for_each_chunk(const TrajectoryFrame& frame, std::int64_t first_chunk,
                    std::int64_t rows_per_chunk, const Put& put) {
  const std::vector<FrameArray> arrays = frame.arrays();
  for (std::size_t k = 0; k < arrays.size(); ++k) {
    const std::size_t size = static_cast<std::size_t>(rows_per_chunk) * arrays[k].row_bytes;
    std::span<const std::byte> rest = arrays[k].bytes;
    for (std::int64_t chunk = first_chunk; !rest.empty(); ++chunk) {
      put(k, chunk, rest.first(std::min(size, rest.size())));
      rest = rest.subspan(std::min(size, rest.size()));
    }
  }
}

}  // namespace alder
