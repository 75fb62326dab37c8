// SPDX-License-Identifier: BSD-3-Clause
// Remembers the last frames of a run, for the case that its physics goes wrong.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "atoms/box.hpp"

namespace alder {

class Run;

/// Keeps this rank's atoms at the last few looks in single precision (32 bytes per atom each).
class BlackBox {
 public:
  /// Looks at the run every `interval` steps.
  void note(Run& run);
  /// Writes the remembered frames and the present one. Collective.
  void write(Run& run, const std::string& path) const;

 private:
  static constexpr std::int64_t interval = 100;
  struct Look {
    std::int64_t step = -1;
    double time = 0;
    Box box;
    std::vector<std::int64_t> id;
    std::vector<float> position, velocity;  ///< file units
  };
  std::array<Look, 2> looks_;
  std::size_t next_ = 0;
};

}  // namespace alder
