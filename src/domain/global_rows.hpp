// SPDX-License-Identifier: BSD-3-Clause
// Per-atom quantities of all ranks in id order on the first rank, converted on the way: what files
// hold.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "atoms/atoms.hpp"
#include "domain/communicator.hpp"

namespace alder {

/// What a frame holds of each atom. Positions count from the corner of the box; `position` is
/// inside it.
enum class AtomQuantity { position, unwrapped_position, velocity, force, potential_energy };

/// Numbers per atom.
[[nodiscard]] constexpr int components_of(AtomQuantity what) {
  return what == AtomQuantity::potential_energy ? 1 : 3;
}

/// Knows where each atom stands in ascending id. The ids are sorted once; after that a frame costs
/// one parallel pass per quantity, and a message per rank. All methods are collective; what they
/// fill is the first rank's `xyz` or `out`, three numbers or one per atom (elsewhere it may be
/// empty).
class GlobalRows {
 public:
  GlobalRows(Communicator& communicator, Atoms& atoms);

  /// x, y, z times `scale` of every atom. In single precision a position stays below the far faces
  /// of the box.
  void copy(Atoms& atoms, const Frame& frame, AtomQuantity what, double scale,
            std::span<float> xyz);
  void copy(Atoms& atoms, const Frame& frame, AtomQuantity what, double scale,
            std::span<double> xyz);
  /// One number per local atom, in the device's memory.
  void copy_scalars(Atoms& atoms, const double* value, double scale, std::span<float> out);
  void copy_scalars(Atoms& atoms, const double* value, double scale, std::span<double> out);
  void copy_images(Atoms& atoms, std::span<std::int32_t> xyz);
  /// Vectors kept from an earlier step: of each local atom the id and its three numbers.
  void copy_kept(std::span<const std::int64_t> ids, std::span<const float> local,
                 std::span<float> xyz);

 private:
  [[nodiscard]] std::size_t row_of(std::int64_t id) const;
  template <class T, class Ids, class Value>
  void collect(std::int64_t n, int threads, const Ids& id, const Value& value, T* out);
  template <class T, class Value>
  void collect(Atoms& atoms, const Value& value, T* out);
  template <class Real>
  void copy_scalars_as(Atoms& atoms, const double* value, double scale, Real* out);
  template <class Real>
  void copy_as(Atoms& atoms, const Frame& frame, AtomQuantity what, double scale, Real* xyz);

  Communicator& communicator_;
  std::vector<std::int64_t> ids_;     ///< ascending, on the first rank
  std::vector<std::uint32_t> table_;  ///< row of id - ids_[0]; empty where ids are too far apart
};

}  // namespace alder
