// SPDX-License-Identifier: BSD-3-Clause
// Runs grids of CUDA threads on the host, one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>

#include "emulation/vector_types.hpp"

namespace alder::emulation {

/// A kernel with its arguments bound, and the shape it is launched with.
struct Grid {
  const char* name;
  dim3 blocks, threads;
  std::size_t shared_bytes = 0;
  bool cooperative = false;  ///< all blocks are resident at once and may meet at sync_grid
  void (*function)(void*) = nullptr;
  void* argument = nullptr;
};

/// Null, or why a launch of this shape is refused.
const char* invalid_shape(const Grid& grid);
/// Runs every thread to its end. Aborts with a report on deadlock.
void run_grid(const Grid& grid);
[[nodiscard]] bool inside_kernel();

}  // namespace alder::emulation
