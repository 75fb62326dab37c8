// SPDX-License-Identifier: BSD-3-Clause
#include "io/trajectory_frame.hpp"

namespace alder {

void TrajectoryFrame::collect(ObservedSystem& system, const RowBlocks& blocks) {
  step = system.step();
  time = system.time();
  box = system.box();
  const auto atoms = static_cast<std::size_t>(blocks.size(system.communicator().rank()));
  for (QuantityRows& rows : quantities) {
    const std::size_t size = atoms * static_cast<std::size_t>(components_of(rows.what));
    if (double_precision) {
      rows.full.resize(size);
      system.copy(rows.what, rows.scale, blocks, std::span<double>(rows.full));
    } else {
      rows.single.resize(size);
      system.copy(rows.what, rows.scale, blocks, std::span<float>(rows.single));
    }
  }
  if (!with_images) return;
  images.resize(3 * atoms);
  system.copy_images(blocks, images);
}

std::vector<FrameArray> TrajectoryFrame::arrays() const {
  std::vector<FrameArray> all;
  if (with_images) all.push_back({std::as_bytes(std::span(images)), 3 * sizeof(std::int32_t)});
  for (const QuantityRows& rows : quantities) {
    const std::size_t real = double_precision ? sizeof(double) : sizeof(float);
    all.push_back({double_precision ? std::as_bytes(std::span(rows.full))
                                    : std::as_bytes(std::span(rows.single)),
                   real * static_cast<std::size_t>(components_of(rows.what))});
  }
  return all;
}

}  // namespace alder
