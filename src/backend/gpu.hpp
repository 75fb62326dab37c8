// SPDX-License-Identifier: BSD-3-Clause
// What the host side asks of the CUDA backend; implemented in cuda/, where that is compiled in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "backend/device.hpp"

namespace alder::cuda {

struct Gpu {
  std::string name;
  std::string id;  ///< "GPU-...", unique over all machines
  std::size_t memory_bytes = 0;
  int multiprocessors = 0;
  int compute_capability = 0;  ///< 90 for 9.0
};

struct Gpus {
  std::vector<Gpu> list;
  std::string problem;  ///< why the list is empty: driver absent, driver too old, no device
};
Gpus find_gpus();

/// Time spent in one kernel, where the environment has ALDER_KERNEL_TIMES.
struct KernelTime {
  std::string name;
  double seconds = 0;
  std::int64_t launches = 0;
};
std::vector<KernelTime> kernel_times();

void* allocate_bytes(const Device& device, std::size_t bytes);
void release_bytes(const Device& device, void* data) noexcept;
void copy_bytes(const Device& device, void* to, const void* from, std::size_t bytes);
/// From pageable memory, which may be changed at once; does not wait for the GPU by itself.
void copy_bytes_from_host(const Device& device, void* to, const void* host, std::size_t bytes);
void copy_bytes_to_host(const Device& device, void* host, const void* from, std::size_t bytes);

void* allocate_pinned(const Device& device, std::size_t bytes);
void release_pinned(const Device& device, void* data) noexcept;

/// Copies to and from pinned memory that a GPU makes in the order given, beside its other work.
class CopyQueue {
 public:
  virtual ~CopyQueue() = default;
  /// Copies begun from now on come behind what the GPU has been given to do so far.
  virtual void follow_device() = 0;
  virtual void begin_to_host(void* pinned, const void* from, std::size_t bytes) = 0;
  virtual void begin_from_host(void* to, const void* pinned, std::size_t bytes) = 0;
  /// What the GPU is given to do from now on comes behind the copies begun so far.
  virtual void lead_device() = 0;
  /// Waits for the copies begun so far and what they follow, not for work given later.
  virtual void wait() = 0;
  /// Calls `transfer`, in which MPI may be told to read and write the GPU's memory: the GPU is the
  /// thread's current one meanwhile. What it reads must be there, and it must be done on return.
  virtual void lend_memory(const std::function<void()>& transfer) = 0;
};
std::unique_ptr<CopyQueue> make_copy_queue(const Device& device);

/// values[i] becomes the sum of values[0, i).
void scan_in_place(const Device& device, std::int64_t* values, std::int64_t n);

/// Puts n keys of so many bits in ascending order and the values along with them; equal keys stay
/// in their order.
void sort_by_key(const Device& device, std::uint32_t* keys, std::uint32_t* values, std::int64_t n,
                 int bits);

}  // namespace alder::cuda
