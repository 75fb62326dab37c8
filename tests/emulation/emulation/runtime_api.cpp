// SPDX-License-Identifier: BSD-3-Clause
#include "emulation/runtime_api.hpp"

#include <cstdio>
#include <cstring>

#include <unistd.h>

#include "emulation/device_memory.hpp"
#include "emulation/executor.hpp"

namespace em = alder::emulation;

namespace {

cudaError_t last_error = cudaSuccess;

cudaError_t note(cudaError_t error) {
  if (error != cudaSuccess) last_error = error;
  return error;
}

em::Stream& stream_of(cudaStream_t stream) {
  return stream == nullptr ? em::null_stream() : *stream;
}

}  // namespace

const char* cudaGetErrorString(cudaError_t error) {
  switch (error) {
    case cudaSuccess: return "no error";
    case cudaErrorInvalidValue: return "invalid argument";
    case cudaErrorMemoryAllocation: return "out of memory";
    case cudaErrorInvalidConfiguration: return "invalid configuration argument";
    case cudaErrorInvalidDevice: return "invalid device ordinal";
    case cudaErrorNotReady: return "device not ready";
    default: return "emulated error";
  }
}

cudaError_t cudaGetLastError() {
  const cudaError_t error = last_error;
  last_error = cudaSuccess;
  return error;
}

cudaError_t cudaPeekAtLastError() {
  return last_error;
}

cudaError_t cudaDriverGetVersion(int* version) {
  *version = 13000;
  return cudaSuccess;
}

cudaError_t cudaRuntimeGetVersion(int* version) {
  *version = 13000;
  return cudaSuccess;
}

cudaError_t cudaGetDeviceCount(int* count) {
  *count = 1;
  return cudaSuccess;
}

cudaError_t cudaSetDevice(int ordinal) {
  return ordinal == 0 ? cudaSuccess : note(cudaErrorInvalidDevice);
}

cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int ordinal) {
  if (ordinal != 0) return note(cudaErrorInvalidDevice);
  *properties = {};
  std::snprintf(properties->name, sizeof properties->name, "emulated GPU");
  const pid_t process = ::getpid();  // every process has an emulated GPU of its own
  std::memcpy(properties->uuid.bytes, &process, sizeof process);
  properties->totalGlobalMem = std::size_t{1} << 40;
  properties->multiProcessorCount = 1;
  properties->major = 9;
  return cudaSuccess;
}

cudaError_t cudaDeviceSynchronize() {
  em::finish_all();
  return cudaSuccess;
}

cudaError_t cudaMemGetInfo(std::size_t* free, std::size_t* total) {
  *free = *total = std::size_t{1} << 40;
  return cudaSuccess;
}

cudaError_t cudaMalloc(void** data, std::size_t bytes) {
  *data = em::allocate_device(bytes);
  return *data == nullptr ? note(cudaErrorMemoryAllocation) : cudaSuccess;
}

cudaError_t cudaFree(void* data) {
  if (data == nullptr) return cudaSuccess;
  em::finish_all();
  return em::free_device(data) ? cudaSuccess : note(cudaErrorInvalidValue);
}

cudaError_t cudaMallocHost(void** data, std::size_t bytes) {
  *data = em::allocate_pinned(bytes);
  return *data == nullptr ? note(cudaErrorMemoryAllocation) : cudaSuccess;
}

cudaError_t cudaFreeHost(void* data) {
  em::finish_all();
  return data == nullptr || em::free_pinned(data) ? cudaSuccess : note(cudaErrorInvalidValue);
}

// From pageable memory CUDA has taken the bytes when the call returns; into pageable memory it
// returns when they are there. Pinned memory is read and written when the copy's turn comes.
cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind,
                            cudaStream_t stream) {
  if (bytes == 0) return cudaSuccess;
  if (!em::fits_allocation(to, bytes) || !em::fits_allocation(from, bytes)) {
    return note(cudaErrorInvalidValue);
  }
  em::Stream& s = stream_of(stream);
  if (kind == cudaMemcpyHostToDevice && !em::is_pinned(from)) {
    const auto* bytes_of = static_cast<const char*>(from);
    auto staged = std::make_shared<std::vector<char>>(bytes_of, bytes_of + bytes);
    em::enqueue(s, [to, staged] { std::memcpy(to, staged->data(), staged->size()); });
    return cudaSuccess;
  }
  em::enqueue(s, [to, from, bytes] { std::memmove(to, from, bytes); });
  if (kind == cudaMemcpyDeviceToHost && !em::is_pinned(to)) em::finish(s);
  return cudaSuccess;
}

cudaError_t cudaMemcpy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind) {
  const cudaError_t error = cudaMemcpyAsync(to, from, bytes, kind, nullptr);
  em::finish(em::null_stream());
  return error;
}

cudaError_t cudaMemsetAsync(void* to, int value, std::size_t bytes, cudaStream_t stream) {
  if (bytes == 0) return cudaSuccess;
  if (!em::fits_allocation(to, bytes)) return note(cudaErrorInvalidValue);
  em::enqueue(stream_of(stream), [to, value, bytes] { std::memset(to, value, bytes); });
  return cudaSuccess;
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned flags) {
  *stream = em::create_stream((flags & cudaStreamNonBlocking) == 0);
  return cudaSuccess;
}

cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  em::destroy_stream(stream);
  return cudaSuccess;
}

cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
  em::finish(stream_of(stream));
  return cudaSuccess;
}

cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned) {
  em::wait(stream_of(stream), *event);
  return cudaSuccess;
}

cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned) {
  *event = new em::Event;
  return cudaSuccess;
}

cudaError_t cudaEventCreate(cudaEvent_t* event) {
  return cudaEventCreateWithFlags(event, 0);
}

cudaError_t cudaEventDestroy(cudaEvent_t event) {
  delete event;
  return cudaSuccess;
}

cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
  em::record(*event, stream_of(stream));
  return cudaSuccess;
}

cudaError_t cudaEventSynchronize(cudaEvent_t event) {
  em::finish(event->recorded);
  return cudaSuccess;
}

cudaError_t cudaEventQuery(cudaEvent_t event) {
  if (event->recorded == nullptr || event->recorded->done) return cudaSuccess;
  em::make_progress();
  return cudaErrorNotReady;
}

cudaError_t cudaEventElapsedTime(float* milliseconds, cudaEvent_t begin, cudaEvent_t end) {
  const em::OperationPtr &a = begin->recorded, &b = end->recorded;
  if (a == nullptr || b == nullptr) return note(cudaErrorInvalidValue);
  if (!a->done || !b->done) return cudaErrorNotReady;
  *milliseconds = static_cast<float>(1e3 * (b->finished_at - a->finished_at));
  return cudaSuccess;
}
