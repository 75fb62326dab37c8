// SPDX-License-Identifier: BSD-3-Clause
// How the emulated device behaves.
#pragma once

#include <cstddef>
#include <cstdint>

namespace alder::emulation {

/// Which of the legal orders threads, blocks and queued operations run in.
enum class Order {
  fifo,     ///< as numbered; operations run when they are enqueued
  reverse,  ///< last first; operations wait until the host synchronises
  random,   ///< seeded
};

struct Config {
  Order order = Order::fifo;
  std::uint64_t seed = 1;
  bool poison = true;        ///< fresh device and shared memory is filled with 0xFF (NaN, -1)
  bool protect = false;      ///< host code that touches device memory dies with SIGSEGV
  bool strict_exit = false;  ///< a barrier after some threads of the block returned is an error
  std::size_t shared_limit = 48 * 1024;
};

/// The settings of this process; first read from ALDER_EMULATION, for example
/// "order=random seed=3 protect strict".
Config& config();

}  // namespace alder::emulation
