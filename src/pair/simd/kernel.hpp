// SPDX-License-Identifier: BSD-3-Clause
// What the host sees of the SIMD pair kernels: their argument, their result, the table of them.
// Included by code compiled for every instruction set, so it holds plain data only.
#pragma once

#include <cstddef>
#include <cstdint>

#include "atoms/short_position.hpp"
#include "base/vec3.hpp"
#include "neighbor/neighbor_view.hpp"
#include "pair/truncation.hpp"

namespace alder {

/// How the forces on one atom are summed.
enum class PairSums {
  plain,  ///< in the arithmetic of the loop, in the order of the neighbor list
  /// Every contribution is rounded once to a multiple of `grid`, and these are added as integers:
  /// the same bits in any order. Mixed precision uses 32-bit integers and repeats a row whose sum
  /// might not fit with 64-bit ones, which gives the same bits.
  fixed,
};

/// Coefficients of all pairs of species in the arithmetic of the loop. Entry
/// (a * n_rows + row) * stride + b, with rows: the potential's coefficients, then those of
/// Truncation.
struct PairKernelTable {
  const void* entries = nullptr;  ///< float or double
  std::uint32_t n_types = 1;
  std::uint32_t stride = 16;    ///< n_types, rounded up to whole vectors
  const void* nodes = nullptr;  ///< of tabulated potentials, likewise: see TableNodes
};

/// Everything a pair kernel reads; internal units.
struct PairKernelInput {
  const Position* position = nullptr;
  const ShortPosition* short_position = nullptr;  ///< of the mixed kernels only
  const void* charge =
      nullptr;         ///< float or double, by storage index; of potentials between charges
  double coulomb = 1;  ///< energy * length between unit charges
  NeighborView neighbors;
  PaddedVec3* force = nullptr;
  PairKernelTable table;
  Tensor6 scale;  ///< length per unit of a 64-bit fraction: xx yy zz xy xz yz
  bool orthogonal = true;
  Ending ending = Ending::plain;
  bool overwrites = false;  ///< forces are stored, not added
  PairSums sums = PairSums::plain;
  double grid = 0;    ///< of fixed sums: a power of two
  double cutoff = 0;  ///< the largest
  /// Fixed sums of energy and virial, of the `_want` kernels: their grid, and where the sums of
  /// each row go (energy xx yy zz xy xz yz coul); they are not added up.
  double energy_grid = 1;
  double* row_terms = nullptr;
};

/// Energy and virial (each pair's half that belongs to the row) of plain sums; of fixed sums the
/// largest |F|/r met (in mixed precision, in rows that 32 bits did not hold), and the largest
/// energy or trace of a pair's virial in multiples of the grid.
struct PairKernelResult {
  double energy = 0;
  double coul = 0;  ///< contained in energy
  Tensor6 virial{};
  double largest = 0;
  double largest_term = 0;
};

/// Adds the forces on atoms [begin, end).
using PairKernel = PairKernelResult (*)(const PairKernelInput&, std::int64_t begin,
                                        std::int64_t end);

/// The kernels of one potential for one instruction set; the `_want` ones make energy and virial.
struct PairKernels {
  PairKernel mixed = nullptr, mixed_want = nullptr, full = nullptr, full_want = nullptr;
};

/// A contribution to a fixed sum must stay below so many multiples of the grid: 2^51, where the
/// rounding by addition of 1.5 * 2^52 ends.
inline constexpr double max_fixed_contribution = 2251799813685248.0;

}  // namespace alder
