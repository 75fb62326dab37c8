// SPDX-License-Identifier: BSD-3-Clause
// Copies between a GPU and the host beside its kernels: a stream of their own.
#include "backend/gpu.hpp"
#include "cuda/foreign_access.cuh"
#include "cuda/runtime.cuh"

namespace alder::cuda {
namespace {

class Queue final : public CopyQueue {
 public:
  explicit Queue(const Device& device) : device_(device) {
    static_cast<void>(use(device));
    check("cudaStreamCreate", cudaStreamCreateWithFlags(&copies_, cudaStreamNonBlocking));
    for (cudaEvent_t* event : {&given_, &copied_}) {
      check("cudaEventCreate", cudaEventCreateWithFlags(event, cudaEventDisableTiming));
    }
  }
  ~Queue() override {
    // Errors of earlier kernels are the next call's to report.
    static_cast<void>(cudaStreamSynchronize(copies_));
    static_cast<void>(cudaStreamDestroy(copies_));
    static_cast<void>(cudaEventDestroy(given_));
    static_cast<void>(cudaEventDestroy(copied_));
  }
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;

  void follow_device() override {
    check("cudaEventRecord", cudaEventRecord(given_, use(device_).stream));
    check("cudaStreamWaitEvent", cudaStreamWaitEvent(copies_, given_, 0));
  }
  void begin_to_host(void* pinned, const void* from, std::size_t bytes) override {
    if (bytes == 0) return;
    check("a copy from the GPU",
          cudaMemcpyAsync(pinned, from, bytes, cudaMemcpyDeviceToHost, copies_));
  }
  void begin_from_host(void* to, const void* pinned, std::size_t bytes) override {
    if (bytes == 0) return;
    check("a copy to the GPU", cudaMemcpyAsync(to, pinned, bytes, cudaMemcpyHostToDevice, copies_));
  }
  void lead_device() override {
    check("cudaEventRecord", cudaEventRecord(copied_, copies_));
    check("cudaStreamWaitEvent", cudaStreamWaitEvent(use(device_).stream, copied_, 0));
  }
  void wait() override {
    check("cudaEventRecord", cudaEventRecord(copied_, copies_));
    check("a kernel before a message", cudaEventSynchronize(copied_));
  }
  void lend_memory(const std::function<void()>& transfer) override {
    static_cast<void>(use(device_));
    [[maybe_unused]] const ForeignAccess open{};
    transfer();
  }

 private:
  Device device_;
  cudaStream_t copies_ = nullptr;
  cudaEvent_t given_ = nullptr, copied_ = nullptr;
};

}  // namespace

std::unique_ptr<CopyQueue> make_copy_queue(const Device& device) {
  return std::make_unique<Queue>(device);
}

}  // namespace alder::cuda
