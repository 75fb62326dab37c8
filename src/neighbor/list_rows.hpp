// SPDX-License-Identifier: BSD-3-Clause
// What the host sees of the SIMD kernel that fills rows of the neighbor list. Included by code
// compiled for every instruction set, so it holds plain data only.
#pragma once

#include <cstdint>

namespace alder {

/// Consecutive rows of storage that can hold neighbors.
struct ListRun {
  std::int64_t begin, end;
};

/// How the list kernel measures distances: in 16 bits. Along each axis a window, a whole share of
/// the frame and twice as wide as the farthest candidate is away, is 2^16 units; a difference wraps
/// round it as one of fractions wraps round the frame.
struct ListWindow {
  std::uint32_t nx = 1, ny = 1, nz = 1;  ///< windows in the frame
  /// Lengths of these units along each axis times 2^15, in a length of which half a window's
  /// diagonal has fewer than 2^15 along each coordinate.
  std::int16_t xx = 0, yy = 0, zz = 0, xy = 0, xz = 0, yz = 0;
  bool orthogonal = true;
  /// Sums of squares, each divided by 2^16 and rounded down, below which a candidate is kept. No
  /// pair within the range is missed.
  std::int16_t limit = 0;
  double reach = 0;  ///< distance beyond which no candidate is kept
};

/// What the rows of the atoms of one cell are made from.
struct ListRowsInput {
  /// Places of all atoms and ghosts in their windows, in storage order; readable for
  /// `list_padding` items beyond the end.
  const std::uint16_t *x, *y, *z;
  ListWindow window;
  const ListRun* runs = nullptr;  ///< one holds the atoms themselves
  std::int64_t n_runs = 0;
  /// Room for the places and indices of the atoms of all runs side by side: `room_stride` items of
  /// each, at least the number of atoms plus `list_padding`.
  std::uint16_t* place_room = nullptr;
  std::int32_t* index_room = nullptr;
  std::int64_t room_stride = 0;
};

/// Where they go: see NeighborView.
struct ListRowsOutput {
  std::int64_t* start;
  std::int32_t* count;
  std::uint32_t* index;
};

inline constexpr std::int64_t list_padding = 32;

/// Writes the rows of atoms [begin, end), one behind the other from `place` on, and returns the
/// place behind the last. Up to `list_padding` items behind that are overwritten too.
using ListRows = std::int64_t (*)(const ListRowsInput&, const ListRowsOutput&, std::int64_t begin,
                                  std::int64_t end, std::int64_t place);

}  // namespace alder
