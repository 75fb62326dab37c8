// SPDX-License-Identifier: BSD-3-Clause
#include "backend/device.hpp"

#include <omp.h>

#include <algorithm>

#include "alder_config.hpp"
#include "backend/gpu.hpp"
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

namespace {

[[maybe_unused]] std::string list_of(const std::vector<cuda::Gpu>& gpus) {
  std::string text;
  for (std::size_t k = 0; k < gpus.size(); ++k) {
    text += (k == 0 ? "" : ", ") + std::to_string(k) + ": " + gpus[k].name;
  }
  return text;
}

// Throws EnvironmentError where there is no such GPU.
cuda::Gpu find_gpu([[maybe_unused]] int ordinal) {
  if constexpr (config::have_cuda) {
    const cuda::Gpus gpus = cuda::find_gpus();
    if (gpus.list.empty()) {
      throw EnvironmentError("the cuda backend was asked for, but " + gpus.problem +
                             "; use --backend cpu to compute without a GPU");
    }
    if (ordinal < 0 || static_cast<std::size_t>(ordinal) >= gpus.list.size()) {
      throw EnvironmentError("there is no GPU number " + std::to_string(ordinal) +
                             " (there are: " + list_of(gpus.list) + ")");
    }
    return gpus.list[static_cast<std::size_t>(ordinal)];
  }
  throw EnvironmentError(
      "the cuda backend was asked for, but this binary was not compiled with CUDA (it has: cpu, "
      "reference); use --backend cpu, or build where nvcc is installed");
}

// `automatic` takes a GPU that is really there, never the emulated one.
bool gpu_answers() {
  if constexpr (config::have_cuda && !config::cuda_is_emulated) {
    return !cuda::find_gpus().list.empty();
  }
  return false;
}

}  // namespace

Device Device::open(Backend backend, int threads, int ordinal, Simd simd) {
  const int available = std::max(1, omp_get_max_threads());
  const int n = threads > 0 ? threads : available;
  if (backend == Backend::automatic) backend = gpu_answers() ? Backend::cuda : Backend::cpu;
  if (backend == Backend::cuda) {
    static_cast<void>(find_gpu(ordinal));
    return {backend, n, ordinal, choose_simd(Simd::automatic)};
  }
  if (backend == Backend::reference) return {backend, 1, 0, choose_simd(Simd::automatic)};
  return {backend, n, 0, choose_simd(simd)};
}

std::string Device::describe() const {
  if (is_reference()) return "reference (all pairs, one thread, double precision)";
  if (is_cuda()) {
    const std::string name = find_gpu(ordinal_).name;
    return config::cuda_is_emulated ? name : name + " (GPU " + std::to_string(ordinal_) + ")";
  }
  return "cpu, " + std::to_string(threads_) + (threads_ == 1 ? " thread, " : " threads, ") +
         std::string(to_string(simd_)) + " instructions";
}

}  // namespace alder
