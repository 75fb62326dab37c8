// SPDX-License-Identifier: BSD-3-Clause
// A look at how far atoms have moved that the host does not wait for; implemented in cuda/.
#pragma once

#include <cstdint>
#include <memory>

#include "atoms/atoms.hpp"

namespace alder::cuda {

/// The GPU finds the largest displacement and decides; kernels enqueued later see the decision, the
/// host asks for it when it needs to know.
class DisplacementCheck {
 public:
  virtual ~DisplacementCheck() = default;
  /// Enqueues the look. Atoms that moved by more than the root of `limit2` make the list stale.
  virtual void begin(const AtomsView& atoms, const Frame& frame, double limit2) = 0;
  /// The largest squared displacement; waits until that look is done, not for work behind it.
  virtual double finish() = 0;
  /// On the device: not zero if the last look found the list stale.
  [[nodiscard]] virtual const std::int32_t* stale() const = 0;
};

std::unique_ptr<DisplacementCheck> make_displacement_check(const Device& device);

}  // namespace alder::cuda
