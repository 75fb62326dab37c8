// SPDX-License-Identifier: BSD-3-Clause
// One frame of a trajectory as files hold it.
#pragma once

#include <cstdint>
#include <vector>

#include "observe/observer.hpp"

namespace alder {

/// One quantity of all atoms in file units; one of the two arrays is used.
struct QuantityRows {
  AtomQuantity what = AtomQuantity::position;
  double scale = 1;  ///< file units per internal unit
  std::vector<float> single;
  std::vector<double> full;
};

/// Rows in id order, on the first rank.
struct TrajectoryFrame {
  std::int64_t step = 0;
  double time = 0;  ///< internal
  Box box;          ///< internal
  std::vector<QuantityRows> quantities;
  std::vector<std::int32_t> images;
  bool with_images = false;
  bool double_precision = false;

  /// Fills everything from the present step. Collective.
  void collect(ObservedSystem& system, std::int64_t n_atoms) {
    step = system.step();
    time = system.time();
    box = system.box();
    const std::size_t atoms =
        system.communicator().is_first() ? static_cast<std::size_t>(n_atoms) : 0;
    for (QuantityRows& rows : quantities) {
      const std::size_t size = atoms * static_cast<std::size_t>(components_of(rows.what));
      if (double_precision) {
        rows.full.resize(size);
        system.copy(rows.what, rows.scale, std::span<double>(rows.full));
      } else {
        rows.single.resize(size);
        system.copy(rows.what, rows.scale, std::span<float>(rows.single));
      }
    }
    if (!with_images) return;
    images.resize(3 * atoms);
    system.copy_images(images);
  }
};

}  // namespace alder
