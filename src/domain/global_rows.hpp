// SPDX-License-Identifier: BSD-3-Clause
// Per-atom quantities in id order, dealt to the ranks in blocks and converted on the way: what
// files hold.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "atoms/atoms.hpp"
#include "domain/communicator.hpp"
#include "domain/row_blocks.hpp"

namespace alder {

/// What a frame holds of each atom. Positions count from the corner of the box; `position` is
/// inside it.
enum class AtomQuantity { position, unwrapped_position, velocity, force, potential_energy };

/// Numbers per atom.
[[nodiscard]] constexpr int components_of(AtomQuantity what) {
  return what == AtomQuantity::potential_energy ? 1 : 3;
}

/// Knows where each atom stands in ascending id; after that a frame costs one parallel pass per
/// quantity, and a message from every rank to each that owns rows of its atoms. All methods are
/// collective; what they fill is the rank's block of rows, three numbers or one per atom.
class GlobalRows {
 public:
  /// Where ids have gaps, every rank keeps the sorted ids of the whole system.
  GlobalRows(Communicator& communicator, Atoms& atoms);

  /// x, y, z times `scale` of every atom. In single precision a position stays below the far faces
  /// of the box.
  void copy(Atoms& atoms, const Frame& frame, AtomQuantity what, double scale,
            const RowBlocks& blocks, std::span<float> xyz);
  void copy(Atoms& atoms, const Frame& frame, AtomQuantity what, double scale,
            const RowBlocks& blocks, std::span<double> xyz);
  /// One number per local atom, in the device's memory.
  void copy_scalars(Atoms& atoms, const double* value, double scale, const RowBlocks& blocks,
                    std::span<float> out);
  void copy_scalars(Atoms& atoms, const double* value, double scale, const RowBlocks& blocks,
                    std::span<double> out);
  void copy_images(Atoms& atoms, const RowBlocks& blocks, std::span<std::int32_t> xyz);
  /// Vectors kept from an earlier step: of each local atom the id and its three numbers.
  void copy_kept(std::span<const std::int64_t> ids, std::span<const float> local,
                 const RowBlocks& blocks, std::span<float> xyz);

 private:
  template <class T>
  struct Target {
    const RowBlocks& blocks;
    T* out;
  };
  [[nodiscard]] std::int64_t row_of(std::int64_t id) const;
  template <class T, class Ids, class Value>
  void collect(std::int64_t n, int threads, const Ids& id, const Value& value,
               const Target<T>& target);
  template <class T, class Value>
  void collect(Atoms& atoms, const Value& value, const Target<T>& target);
  template <class Real>
  void copy_scalars_as(Atoms& atoms, const double* value, double scale, const Target<Real>& target);
  template <class Real>
  void copy_as(Atoms& atoms, const Frame& frame, AtomQuantity what, double scale,
               const Target<Real>& target);

  Communicator& communicator_;
  std::int64_t first_id_ = 0;
  std::vector<std::int64_t>
      ids_;  ///< ascending; empty where they are first_id_, first_id_ + 1, ...
};

}  // namespace alder
