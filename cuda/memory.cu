// SPDX-License-Identifier: BSD-3-Clause
// Memory of a GPU, as Buffer uses it.
#include <string>

#include "backend/gpu.hpp"
#include "base/error.hpp"
#include "cuda/runtime.cuh"

namespace alder::cuda {

void* allocate_bytes(const Device& device, std::size_t bytes) {
  check("cudaSetDevice", cudaSetDevice(device.ordinal()));
  void* data = nullptr;
  const cudaError_t error = cudaMalloc(&data, bytes == 0 ? 1 : bytes);
  if (error == cudaErrorMemoryAllocation) {
    static_cast<void>(cudaGetLastError());  // it has been dealt with
    std::size_t free = 0, total = 0;
    check("cudaMemGetInfo", cudaMemGetInfo(&free, &total));
    throw EnvironmentError("the GPU is out of memory: an array of " + std::to_string(bytes) +
                           " bytes does not fit into the " + std::to_string(free) +
                           " that are free of " + std::to_string(total) +
                           "; use fewer atoms, or more GPUs");
  }
  check("cudaMalloc", error);
  return data;
}

void release_bytes(const Device& device, void* data) noexcept {
  if (data == nullptr) return;
  // Errors of earlier kernels surface here too; the next call that may throw reports them.
  static_cast<void>(cudaSetDevice(device.ordinal()));
  static_cast<void>(cudaFree(data));
}

void copy_bytes(const Device& device, void* to, const void* from, std::size_t bytes) {
  if (bytes == 0) return;
  check("a copy on the GPU",
        cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToDevice, use(device).stream));
}

// CUDA has taken the bytes out of pageable memory when the call returns ("API synchronization
// behavior" in the reference of its runtime); kernels enqueued later find them there.
void copy_bytes_from_host(const Device& device, void* to, const void* host, std::size_t bytes) {
  if (bytes == 0) return;
  check("a copy to the GPU",
        cudaMemcpyAsync(to, host, bytes, cudaMemcpyHostToDevice, use(device).stream));
}

void copy_bytes_to_host(const Device& device, void* host, const void* from, std::size_t bytes) {
  if (bytes == 0) return;
  Context& context = use(device);
  if (bytes <= Context::pinned_bytes) return read_back(context, host, from, bytes);
  check("a copy from the GPU",
        cudaMemcpyAsync(host, from, bytes, cudaMemcpyDeviceToHost, context.stream));
  check("a copy from the GPU", cudaStreamSynchronize(context.stream));
}

void* allocate_pinned(const Device& device, std::size_t bytes) {
  static_cast<void>(use(device));
  void* data = nullptr;
  check("cudaMallocHost", cudaMallocHost(&data, bytes == 0 ? 1 : bytes));
  return data;
}

void release_pinned(const Device& device, void* data) noexcept {
  if (data == nullptr) return;
  // As above; what is under way may still copy to or from this memory.
  static_cast<void>(cudaSetDevice(device.ordinal()));
  static_cast<void>(cudaDeviceSynchronize());
  static_cast<void>(cudaFreeHost(data));
}

}  // namespace alder::cuda
