// SPDX-License-Identifier: BSD-3-Clause
// One frame of a trajectory as files hold it.
#pragma once

#include <cstdint>
#include <vector>

#include "observe/observer.hpp"

namespace alder {

/// A per-atom vector in file units; one of the two arrays is used.
struct VectorRows {
  AtomVector what = AtomVector::position;
  double scale = 1;  ///< file units per internal unit
  std::vector<float> single;
  std::vector<double> full;
};

/// Rows in id order, on the first rank.
struct TrajectoryFrame {
  std::int64_t step = 0;
  double time = 0;  ///< internal
  Box box;          ///< internal
  std::vector<VectorRows> vectors;
  std::vector<std::int32_t> images;
  bool with_images = false;
  bool double_precision = false;

  /// Fills everything from the present step. Collective.
  void collect(ObservedSystem& system, std::int64_t n_atoms) {
    step = system.step();
    time = system.time();
    box = system.box();
    const std::size_t size =
        system.communicator().is_first() ? static_cast<std::size_t>(3 * n_atoms) : 0;
    for (VectorRows& rows : vectors) {
      if (double_precision) {
        rows.full.resize(size);
        system.copy(rows.what, rows.scale, std::span<double>(rows.full));
      } else {
        rows.single.resize(size);
        system.copy(rows.what, rows.scale, std::span<float>(rows.single));
      }
    }
    if (!with_images) return;
    images.resize(size);
    system.copy_images(images);
  }
};

}  // namespace alder
