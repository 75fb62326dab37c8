// SPDX-License-Identifier: BSD-3-Clause
// The look at displacements that leaves its decision on the GPU.
#include "cuda/reduce.cuh"
#include "neighbor/bodies.hpp"
#include "neighbor/gpu_check.hpp"

namespace alder::cuda {
namespace {

struct Outcome {
  double moved2;
  std::int32_t stale;
};

__global__ void __launch_bounds__(reduce_block)
    decide_kernel(std::int64_t n, const double* partials, double limit2, Outcome* outcome) {
  double moved2 = MaxDisplacementBody::identity();
  for (std::int64_t i = threadIdx.x; i < n; i += reduce_block) {
    moved2 = MaxDisplacementBody::combine(moved2, partials[i]);
  }
  moved2 = combine_block<MaxDisplacementBody>(moved2);
  if (threadIdx.x == 0) *outcome = {moved2, moved2 <= limit2 ? 0 : 1};
}

class Check final : public DisplacementCheck {
 public:
  explicit Check(const Device& device) : device_(device), outcome_(device, 1) {
    static_cast<void>(use(device));
    void* pinned = nullptr;
    check("cudaMallocHost", cudaMallocHost(&pinned, sizeof(Outcome)));
    seen_ = static_cast<Outcome*>(pinned);
    check("cudaEventCreate", cudaEventCreateWithFlags(&done_, cudaEventDisableTiming));
  }
  ~Check() override {
    // Freeing waits for the copies; errors of earlier kernels are the next call's to report.
    static_cast<void>(cudaFreeHost(seen_));
    static_cast<void>(cudaEventDestroy(done_));
  }
  Check(const Check&) = delete;
  Check& operator=(const Check&) = delete;

  void begin(const AtomsView& atoms, const Frame& frame, double limit2) override {
    Context& context = use(device_);
    const MaxDisplacementBody body{atoms, frame};
    const auto [partials, blocks] =
        partials_named("MaxDisplacementBody", context, atoms.n_local, body);
    launch("decide_rebuild",
           {.grid = 1, .block = reduce_block, .shared_bytes = 0, .stream = context.stream},
           decide_kernel, blocks, partials, limit2, outcome_.data());
    check("a copy from the GPU", cudaMemcpyAsync(seen_, outcome_.data(), sizeof(Outcome),
                                                 cudaMemcpyDeviceToHost, context.stream));
    check("cudaEventRecord", cudaEventRecord(done_, context.stream));
  }

  double finish() override {
    check("a kernel before the look at displacements", cudaEventSynchronize(done_));
    return seen_->moved2;
  }

  [[nodiscard]] const std::int32_t* stale() const override { return &outcome_.data()->stale; }

 private:
  Device device_;
  Buffer<Outcome> outcome_;
  Outcome* seen_ = nullptr;  ///< the host's copy, in pinned memory
  cudaEvent_t done_ = nullptr;
};

}  // namespace

std::unique_ptr<DisplacementCheck> make_displacement_check(const Device& device) {
  return std::make_unique<Check>(device);
}

}  // namespace alder::cuda
