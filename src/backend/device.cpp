// SPDX-License-Identifier: BSD-3-Clause
#include "backend/device.hpp"

#include <omp.h>

#include <algorithm>

#include "alder_config.hpp"
#include "base/error.hpp"

namespace alder {

std::string_view to_string(Backend backend) {
  switch (backend) {
    case Backend::automatic: return "auto";
    case Backend::reference: return "reference";
    case Backend::cpu: return "cpu";
    case Backend::cuda: return "cuda";
  }
  return "unknown";
}

std::string_view to_string(Simd simd) {
  switch (simd) {
    case Simd::automatic: return "auto";
    case Simd::portable: return "portable";
    case Simd::v2: return "v2";
    case Simd::v3: return "v3";
    case Simd::v4: return "v4";
  }
  return "unknown";
}

Device Device::open(Backend backend, int threads, int ordinal, Simd simd) {
  const int available = std::max(1, omp_get_max_threads());
  const int n = threads > 0 ? threads : available;
  switch (backend) {
    case Backend::reference: return {Backend::reference, 1, 0, choose_simd(Simd::automatic)};
    case Backend::automatic:
    case Backend::cpu: return {Backend::cpu, n, 0, choose_simd(simd)};
    case Backend::cuda: break;
  }
  (void)ordinal;
  throw EnvironmentError(
      "the cuda backend was asked for, but this binary was not compiled with CUDA (it has: cpu, "
      "reference); use --backend cpu, or build where nvcc is installed");
}

std::string Device::describe() const {
  if (is_reference()) return "reference (all pairs, one thread, double precision)";
  return "cpu, " + std::to_string(threads_) + (threads_ == 1 ? " thread, " : " threads, ") +
         std::string(to_string(simd_)) + " instructions";
}

}  // namespace alder
