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
  /// Differences of a cube are squared as they are, and the lengths below mean nothing.
  enum class Shape { cubic, orthogonal, triclinic };
  std::uint32_t nx = 1, ny = 1, nz = 1;  ///< windows in the frame
  /// Lengths of these units along each axis times 2^15, in a length of which half a window's
  /// diagonal has fewer than 2^15 along each coordinate.
  std::int16_t xx = 0, yy = 0, zz = 0, xy = 0, xz = 0, yz = 0;
  Shape shape = Shape::orthogonal;
  /// Sums of squares, each divided by 2^16 and rounded down, below which a candidate is kept. No
  /// pair within the range is missed.
  std::int16_t limit = 0;
  double reach = 0;  ///< distance beyond which no candidate is kept
};

/// Runs that make one part of a row: their atoms lie within ListPart::span in storage.
struct ListRunGroup {
  std::int64_t low, high;  ///< the lowest begin, the highest end
  std::int64_t n_runs = 0, n_atoms = 0;
};

/// What the rows of the atoms of some cells are made from.
struct ListRowsInput {
  /// Places of all atoms and ghosts in their windows, in storage order; readable for
  /// `list_padding` items beyond the end.
  const std::uint16_t *x, *y, *z;
  ListWindow window;
  const ListRun* runs = nullptr;  ///< of all groups; one holds the atoms themselves
  const ListRunGroup* groups = nullptr;
  std::int64_t n_groups = 0;
  /// Room for the places and entries of the atoms of all runs side by side: four times
  /// `room_stride` items, at least the number of atoms plus `list_padding`.
  std::uint16_t* room = nullptr;
  std::int64_t room_stride = 0;
};

/// Where they go: see NeighborView.
struct ListRowsOutput {
  std::int64_t* start;
  std::uint16_t* part;
};

/// What was written: the place behind the last row, and how many entries.
struct ListRowsResult {
  std::int64_t place = 0;
  std::int64_t entries = 0;
};

inline constexpr std::int64_t list_padding = 32;

/// Writes the rows of atoms [begin, end), one behind the other from `place` on. Up to
/// `list_padding` items behind that are overwritten too.
using ListRows = ListRowsResult (*)(const ListRowsInput&, const ListRowsOutput&, std::int64_t begin,
                                    std::int64_t end, std::int64_t place);

}  // namespace alder
