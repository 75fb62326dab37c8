// SPDX-License-Identifier: BSD-3-Clause
// What the host sees of the SIMD kernel that fills rows of the neighbor list. Included by code
// compiled for every instruction set, so it holds plain data only.
#pragma once

#include <cstdint>

#include "base/vec3.hpp"

namespace alder {

/// Consecutive rows of storage that can hold neighbors.
struct ListRun {
  std::int64_t begin, end;
};

/// What the rows of the atoms of one cell are made from.
struct ListRowsInput {
  /// Upper 32 bits of the fractions of all atoms and ghosts, in storage order; readable for
  /// `list_padding` items beyond the end.
  const std::int32_t *x, *y, *z;
  Tensor6 scale;  ///< length per unit of a 32-bit fraction: xx yy zz xy xz yz
  bool orthogonal = true;
  float range2 = 0;
  const ListRun* runs = nullptr;
  std::int64_t n_runs = 0;
  /// Room for the atoms of all runs side by side: four arrays of `room_stride` items, which is at
  /// least the number of atoms plus `list_padding`.
  std::int32_t* room = nullptr;
  std::int64_t room_stride = 0;
};

/// Where they go: see NeighborView.
struct ListRowsOutput {
  std::int64_t* start;
  std::int32_t* count;
  std::uint32_t* index;
};

inline constexpr std::int64_t list_padding = 16;

/// Writes the rows of atoms [begin, end), one behind the other from `place` on, and returns the
/// place behind the last. Up to `list_padding` items behind that are overwritten too.
using ListRows = std::int64_t (*)(const ListRowsInput&, const ListRowsOutput&, std::int64_t begin,
                                  std::int64_t end, std::int64_t place);

}  // namespace alder
