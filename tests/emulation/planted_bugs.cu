// SPDX-License-Identifier: BSD-3-Clause
// Kernels with one bug each: the emulation, or the sanitizer it is compiled with, must report it.
// Usage: planted_bugs NAME; "correct" runs what must pass without a report.
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "cuda/launch.cuh"

namespace {

using alder::cuda::launch;
using alder::cuda::launch_cooperative;
using alder::cuda::LaunchShape;

constexpr int n = 64;

/// Device memory for n ints, filled with their indices.
struct Ints {
  int* data = nullptr;
  Ints() {
    std::vector<int> host(n);
    for (int i = 0; i < n; ++i) host[static_cast<std::size_t>(i)] = i;
    cudaMalloc(reinterpret_cast<void**>(&data), n * sizeof(int));
    cudaMemcpy(data, host.data(), n * sizeof(int), cudaMemcpyHostToDevice);
  }
  ~Ints() { cudaFree(data); }
  Ints(const Ints&) = delete;
  Ints& operator=(const Ints&) = delete;
  std::vector<int> host() const {
    std::vector<int> values(n);
    cudaMemcpy(values.data(), data, n * sizeof(int), cudaMemcpyDeviceToHost);
    return values;
  }
};

void expect(bool right, const char* what) {
  std::printf(right ? "right %s\n" : "WRONG VALUES: %s\n", what);
}

LaunchShape one_block() {
  return {.grid = 1, .block = n, .shared_bytes = 0, .stream = nullptr};
}

__global__ void reverse_kernel(int* data, bool with_barrier) {
  ALDER_SHARED_ARRAY(int, shared, n);
  const int t = static_cast<int>(threadIdx.x);
  shared[t] = data[t];
  if (with_barrier) __syncthreads();
  data[t] = shared[n - 1 - t];
}

void reverse(bool with_barrier) {
  const Ints ints;
  launch("reverse", one_block(), reverse_kernel, ints.data, with_barrier);
  expect(ints.host()[3] == n - 4, "reversal");
}

// Lane t reads what lane t + 16 of its warp has just written.
__global__ void fold_warp_kernel(int* data, bool with_barrier) {
  ALDER_SHARED_ARRAY(int, shared, n);
  const int t = static_cast<int>(threadIdx.x);
  shared[t] = data[t];
  __syncwarp();
  if (t % 32 < 16) shared[t] += shared[t + 16];
  if (with_barrier) __syncwarp();
  if (t % 32 < 8) shared[t] += shared[t + 8];
  data[t] = shared[t];
}

void fold_warp(bool with_barrier) {
  const Ints ints;
  launch("fold_warp", one_block(), fold_warp_kernel, ints.data, with_barrier);
  static_cast<void>(ints.host());
}

__global__ void count_kernel(int* counter, bool atomically) {
  if (atomically) {
    atomicAdd(counter, 1);
  } else {
    *counter += 1;
  }
}

void count(bool atomically) {
  const Ints ints;
  launch("count", {.grid = 4, .block = n, .shared_bytes = 0, .stream = nullptr}, count_kernel,
         ints.data, atomically);
  expect(ints.host()[0] == 4 * n, "count");
}

__global__ void write_kernel(int* data, int last) {
  const int i = static_cast<int>(threadIdx.x);
  if (i <= last) data[i] = i;
}

void write_up_to(int last) {
  const Ints ints;
  launch("write", {.grid = 1, .block = 2 * n, .shared_bytes = 0, .stream = nullptr}, write_kernel,
         ints.data, last);
  static_cast<void>(ints.host());
}

__global__ void shared_shift_kernel(int* data, int shift) {
  ALDER_SHARED_ARRAY(int, shared, n);
  const int t = static_cast<int>(threadIdx.x);
  shared[t + shift] = data[t];
  __syncthreads();
  data[t] = shared[t];
}

void shared_shift(int shift) {
  const Ints ints;
  launch("shared_shift", one_block(), shared_shift_kernel, ints.data, shift);
  static_cast<void>(ints.host());
}

__global__ void uninitialised_kernel(int* data, bool initialise) {
  ALDER_SHARED_ARRAY(float, shared, n);
  if (initialise) shared[threadIdx.x] = 1;
  __syncthreads();
  data[threadIdx.x] = shared[threadIdx.x] == 1 ? 1 : 0;
}

void uninitialised(bool initialise) {
  const Ints ints;
  launch("uninitialised", one_block(), uninitialised_kernel, ints.data, initialise);
  expect(ints.host()[5] == 1, "shared values");
}

// Odd threads wait for the block, even ones for a warp that never comes together.
__global__ void deadlock_kernel(int* data, bool diverge) {
  if (diverge && threadIdx.x % 2 == 0) {
    __syncwarp();
  } else {
    __syncthreads();
  }
  data[threadIdx.x] = 1;
}

void deadlock(bool diverge) {
  const Ints ints;
  launch("deadlock", one_block(), deadlock_kernel, ints.data, diverge);
  static_cast<void>(ints.host());
}

__global__ void add_kernel(int* data, int value) {
  data[threadIdx.x] += value;
}
__global__ void double_kernel(const int* from, int* to) {
  to[threadIdx.x] = 2 * from[threadIdx.x];
}

// The second stream uses what the first one makes.
void two_streams(bool with_event) {
  const Ints a, b;
  cudaStream_t first, second;
  cudaEvent_t made;
  cudaStreamCreateWithFlags(&first, cudaStreamNonBlocking);
  cudaStreamCreateWithFlags(&second, cudaStreamNonBlocking);
  cudaEventCreateWithFlags(&made, cudaEventDisableTiming);
  LaunchShape shape = one_block();
  shape.stream = first;
  for (int k = 0; k < 8; ++k) launch("add", shape, add_kernel, a.data, 1);
  cudaEventRecord(made, first);
  if (with_event) cudaStreamWaitEvent(second, made);
  shape.stream = second;
  launch("double", shape, double_kernel, static_cast<const int*>(a.data), b.data);
  cudaDeviceSynchronize();
  expect(b.host()[5] == 2 * (5 + 8), "values through two streams");
  cudaEventDestroy(made);
  cudaStreamDestroy(first);
  cudaStreamDestroy(second);
}

// Each block adds what its neighbor wrote before the grid's barrier.
__global__ void exchange_blocks_kernel(int* data, bool with_barrier) {
  const unsigned b = blockIdx.x;
  if (threadIdx.x == 0) data[b] = static_cast<int>(b) + 100;
  if (with_barrier) alder::cuda::sync_grid();
  if (threadIdx.x == 0) data[8 + b] = data[(b + 1) % gridDim.x];
}

void exchange_blocks(bool with_barrier) {
  const Ints ints;
  launch_cooperative("exchange_blocks",
                     {.grid = 4, .block = 32, .shared_bytes = 0, .stream = nullptr},
                     exchange_blocks_kernel, ints.data, with_barrier);
  const std::vector<int> host = ints.host();
  bool right = true;
  for (std::size_t b = 0; b < 4; ++b) right &= host[8 + b] == static_cast<int>((b + 1) % 4) + 100;
  expect(right, "exchange between blocks");
}

void host_reads_device() {
  const Ints ints;
  std::printf("value %d\n", ints.data[0]);
}

void copy_too_much() {
  const Ints ints;
  std::vector<int> host(2 * n);
  const cudaError_t error =
      cudaMemcpy(host.data(), ints.data, 2 * n * sizeof(int), cudaMemcpyDeviceToHost);
  std::printf("copy: %s\n", cudaGetErrorString(error));
}

void correct() {
  reverse(true);
  fold_warp(true);
  count(true);
  write_up_to(n - 1);
  shared_shift(0);
  uninitialised(true);
  deadlock(false);
  two_streams(true);
  exchange_blocks(true);
}

}  // namespace

// What cuda/runtime.cu does in the engine.
namespace alder::cuda {
void check_launch(const char* name, cudaError_t error) {
  if (error == cudaSuccess) return;
  std::printf("launch of %s failed: %s\n", name, cudaGetErrorString(error));
  std::exit(1);
}
LaunchProbe::LaunchProbe(const char* name, cudaStream_t stream) : name_(name), stream_(stream) {}
LaunchProbe::~LaunchProbe() noexcept(false) {
  static_cast<void>(name_), static_cast<void>(stream_),
      static_cast<void>(begin_);  // not timed here
}
}  // namespace alder::cuda

int main(int argc, char** argv) {
  const std::map<std::string, std::function<void()>> bugs{
      {"correct", correct},
      {"missing_barrier", [] { reverse(false); }},
      {"missing_syncwarp", [] { fold_warp(false); }},
      {"lost_update", [] { count(false); }},
      {"global_out_of_bounds", [] { write_up_to(n); }},
      {"shared_out_of_bounds", [] { shared_shift(1); }},
      {"uninitialised_shared", [] { uninitialised(false); }},
      {"deadlock", [] { deadlock(true); }},
      {"missing_event_wait", [] { two_streams(false); }},
      {"missing_grid_barrier", [] { exchange_blocks(false); }},
      {"host_reads_device", host_reads_device},
      {"copy_too_much", copy_too_much}};
  const auto bug = bugs.find(argc > 1 ? argv[1] : "correct");
  if (bug == bugs.end()) return 2;
  bug->second();
  std::puts("end");
  return 0;
}
