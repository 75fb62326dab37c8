// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/runtime.cuh"

#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "backend/gpu.hpp"
#include "base/error.hpp"
#include "cuda/kernel_timer.cuh"

namespace alder::cuda {
namespace {

bool waits_after_launches() {
  static const bool waits = [] {
    const char* text = std::getenv("ALDER_CUDA_SYNC");
    return text != nullptr && std::strcmp(text, "1") == 0;
  }();
  return waits;
}

std::string version_text(int version) {
  return std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
}

std::string driver_problem(cudaError_t error) {
  int driver = 0, runtime = 0;
  if (cudaDriverGetVersion(&driver) != cudaSuccess) driver = 0;
  if (cudaRuntimeGetVersion(&runtime) != cudaSuccess) runtime = 0;
  if (driver == 0) return "no NVIDIA driver is installed on this machine";
  if (error == cudaErrorInsufficientDriver) {
    return "the NVIDIA driver is too old: it supports CUDA " + version_text(driver) +
           ", this program needs " + version_text(runtime) + "; update the driver";
  }
  if (error == cudaErrorNoDevice) {
    return "the NVIDIA driver sees no GPU (is CUDA_VISIBLE_DEVICES set, is the GPU passed to this "
           "container?)";
  }
  return std::string("the CUDA runtime cannot start: ") + cudaGetErrorString(error);
}

}  // namespace

void check(const char* what, cudaError_t error) {
  if (error == cudaSuccess) return;
  const std::string reason = cudaGetErrorString(error);
  if (error == cudaErrorMemoryAllocation) {
    throw EnvironmentError(std::string("the GPU is out of memory (in ") + what +
                           "); use fewer atoms, or more GPUs");
  }
  throw EnvironmentError(std::string("CUDA error in ") + what + ": " + reason);
}

void check_launch(const char* name, cudaError_t error) {
  if (error == cudaSuccess) return;
  throw InternalError(std::string("the GPU kernel '") + name +
                      "' could not be launched: " + cudaGetErrorString(error));
}

LaunchProbe::LaunchProbe(const char* name, cudaStream_t stream) : name_(name), stream_(stream) {
  if (times_kernels()) begin_ = begin_kernel_timing(stream);
}

LaunchProbe::~LaunchProbe() noexcept(false) {
  if (begin_ != nullptr) end_kernel_timing(name_, begin_, stream_);
  if (!waits_after_launches()) return;
  const cudaError_t error = cudaStreamSynchronize(stream_);
  if (error == cudaSuccess) return;
  throw InternalError(std::string("the GPU kernel '") + name_ +
                      "' failed: " + cudaGetErrorString(error));
}

Context::Context(const Device& device)
    : scratch(device), partials(device), counts(device), slots(device) {}

Context& use(const Device& device) {
  static std::mutex mutex;
  // Never destroyed: the CUDA runtime may be gone before static objects are.
  static auto* contexts = new std::map<int, std::unique_ptr<Context>>;
  check("cudaSetDevice", cudaSetDevice(device.ordinal()));
  const std::lock_guard lock(mutex);
  std::unique_ptr<Context>& context = (*contexts)[device.ordinal()];
  if (context == nullptr) {
    auto fresh = std::make_unique<Context>(device);
    check("cudaStreamCreate", cudaStreamCreateWithFlags(&fresh->stream, cudaStreamNonBlocking));
    check("cudaMallocHost", cudaMallocHost(&fresh->pinned, Context::pinned_bytes));
    context = std::move(fresh);
  }
  return *context;
}

void read_back(Context& context, void* host, const void* from, std::size_t bytes) {
  check("a copy from the GPU",
        cudaMemcpyAsync(context.pinned, from, bytes, cudaMemcpyDeviceToHost, context.stream));
  check("a kernel before a copy from the GPU", cudaStreamSynchronize(context.stream));
  std::memcpy(host, context.pinned, bytes);
}

// As nvidia-smi and NVML write it.
static std::string id_of(const char (&bytes)[16]) {
  std::string id = "GPU";
  for (int k = 0; k < 16; ++k) {
    constexpr char digits[] = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(bytes[k]);
    if (k == 0 || k == 4 || k == 6 || k == 8 || k == 10) id += '-';
    id += digits[byte >> 4];
    id += digits[byte & 15];
  }
  return id;
}

Gpus find_gpus() {
  Gpus gpus;
  int count = 0;
  const cudaError_t error = cudaGetDeviceCount(&count);
  if (error != cudaSuccess || count == 0) {
    gpus.problem = driver_problem(error == cudaSuccess ? cudaErrorNoDevice : error);
    return gpus;
  }
  for (int ordinal = 0; ordinal < count; ++ordinal) {
    cudaDeviceProp properties{};
    check("cudaGetDeviceProperties", cudaGetDeviceProperties(&properties, ordinal));
    gpus.list.push_back({.name = properties.name,
                         .id = id_of(properties.uuid.bytes),
                         .memory_bytes = properties.totalGlobalMem,
                         .multiprocessors = properties.multiProcessorCount,
                         .compute_capability = 10 * properties.major + properties.minor});
  }
  return gpus;
}

}  // namespace alder::cuda
