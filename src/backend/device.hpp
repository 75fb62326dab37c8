// SPDX-License-Identifier: BSD-3-Clause
// The backend chosen at run time.
#pragma once

#include <string>
#include <string_view>

#include "base/choices.hpp"

namespace alder {

std::string_view to_string(Backend backend);
std::string_view to_string(Simd simd);

/// The instruction set the CPU loops use: the best one this processor has, or the wanted one.
/// Throws EnvironmentError when the processor or this binary lacks that.
Simd choose_simd(Simd wanted);

/// Where a simulation's arrays live and who computes on them: a small value that components copy.
class Device {
 public:
  /// Opens a backend. `automatic` takes cuda where this binary has it and a GPU answers, else cpu.
  /// `threads` is the number of CPU threads, 0 for all the process may use; `ordinal` the GPU;
  /// `simd` the instruction set of the CPU loops.
  /// Throws EnvironmentError when the backend is not there; it never falls back silently.
  static Device open(Backend backend, int threads = 0, int ordinal = 0,
                     Simd simd = Simd::automatic);

  [[nodiscard]] Backend backend() const { return backend_; }
  [[nodiscard]] bool is_cuda() const { return backend_ == Backend::cuda; }
  [[nodiscard]] bool is_reference() const { return backend_ == Backend::reference; }
  [[nodiscard]] int threads() const { return threads_; }
  [[nodiscard]] int ordinal() const { return ordinal_; }
  [[nodiscard]] Simd simd() const { return simd_; }
  /// "cpu, 2 threads" or the name of the GPU.
  [[nodiscard]] std::string describe() const;

 private:
  Device(Backend backend, int threads, int ordinal, Simd simd)
      : backend_(backend), threads_(threads), ordinal_(ordinal), simd_(simd) {}

  Backend backend_;
  int threads_;
  int ordinal_;
  Simd simd_;
};

}  // namespace alder
