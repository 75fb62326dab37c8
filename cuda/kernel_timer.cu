// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/kernel_timer.cuh"

#include <cstdlib>
#include <map>
#include <vector>

#include "backend/gpu.hpp"
#include "cuda/runtime.cuh"

namespace alder::cuda {
namespace {

constexpr std::size_t max_open = 4096;

struct Interval {
  const char* name;
  cudaEvent_t begin, end;
};

struct Timer {
  std::vector<Interval> open;
  std::vector<cudaEvent_t> spare;
  std::map<std::string, KernelTime> times;

  cudaEvent_t take_event() {
    if (spare.empty()) {
      cudaEvent_t event = nullptr;
      check("cudaEventCreate", cudaEventCreate(&event));
      return event;
    }
    cudaEvent_t event = spare.back();
    spare.pop_back();
    return event;
  }

  void settle() {
    for (const Interval& i : open) {
      float milliseconds = 0;
      check(i.name, cudaEventSynchronize(i.end));
      check(i.name, cudaEventElapsedTime(&milliseconds, i.begin, i.end));
      KernelTime& t = times[i.name];
      t.name = i.name;
      t.seconds += 1e-3 * static_cast<double>(milliseconds);
      ++t.launches;
      spare.push_back(i.begin);
      spare.push_back(i.end);
    }
    open.clear();
  }
};

Timer& timer() {
  static auto* t = new Timer;
  return *t;
}

}  // namespace

bool times_kernels() {
  static const bool on = std::getenv("ALDER_KERNEL_TIMES") != nullptr;
  return on;
}

cudaEvent_t begin_kernel_timing(cudaStream_t stream) {
  cudaEvent_t event = timer().take_event();
  check("cudaEventRecord", cudaEventRecord(event, stream));
  return event;
}

void end_kernel_timing(const char* name, cudaEvent_t begin, cudaStream_t stream) {
  Timer& t = timer();
  cudaEvent_t end = t.take_event();
  check("cudaEventRecord", cudaEventRecord(end, stream));
  t.open.push_back({name, begin, end});
  if (t.open.size() >= max_open) t.settle();
}

std::vector<KernelTime> kernel_times() {
  if (!times_kernels()) return {};
  timer().settle();
  std::vector<KernelTime> all;
  for (const auto& [name, time] : timer().times) all.push_back(time);
  return all;
}

}  // namespace alder::cuda
