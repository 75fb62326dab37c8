// SPDX-License-Identifier: BSD-3-Clause
// Reduces on a GPU, in an order that depends on the number of items alone. Include it where a body
// is instantiated.
#pragma once

#include <algorithm>

#include "backend/reduce.hpp"
#include "cuda/runtime.cuh"

namespace alder::cuda {

inline constexpr unsigned reduce_block = 128;
/// Blocks a multiprocessor should hold at least: leaves a thread 128 registers, so that none spill.
inline constexpr unsigned reduce_min_blocks = 4;

/// Combines one value of each thread of the block; the result is valid in thread 0.
template <class Body>
__device__ typename Body::Value combine_block(const typename Body::Value& value) {
  using Value = typename Body::Value;
  ALDER_SHARED_ARRAY(Value, shared, reduce_block);
  shared[threadIdx.x] = value;
  for (unsigned half = reduce_block / 2; half > 0; half /= 2) {
    __syncthreads();
    if (threadIdx.x < half) {
      shared[threadIdx.x] = Body::combine(shared[threadIdx.x], shared[threadIdx.x + half]);
    }
  }
  return threadIdx.x == 0 ? shared[0] : Body::identity();
}

template <class Body>
__global__ void __launch_bounds__(reduce_block, reduce_min_blocks)
    reduce_kernel(std::int64_t n, Body body, typename Body::Value* partials) {
  typename Body::Value value = Body::identity();
  const std::int64_t stride = std::int64_t{gridDim.x} * reduce_block;
  for (std::int64_t i = std::int64_t{blockIdx.x} * reduce_block + threadIdx.x; i < n; i += stride) {
    value = Body::combine(value, body(i));
  }
  value = combine_block<Body>(value);
  if (threadIdx.x == 0) partials[blockIdx.x] = value;
}

/// partials[n] = all of partials[0, n), by one block.
template <class Body>
__global__ void __launch_bounds__(reduce_block)
    combine_kernel(std::int64_t n, typename Body::Value* partials) {
  typename Body::Value value = Body::identity();
  for (std::int64_t i = threadIdx.x; i < n; i += reduce_block) {
    value = Body::combine(value, partials[i]);
  }
  value = combine_block<Body>(value);
  if (threadIdx.x == 0) partials[n] = value;
}

/// Room for one value per block and the total.
template <class Value>
Value* partials_of(Context& context, std::int64_t blocks) {
  const std::size_t bytes = (static_cast<std::size_t>(blocks) + 1) * sizeof(Value);
  if (context.partials.size() < bytes) context.partials.resize(bytes);
  return reinterpret_cast<Value*>(context.partials.data());
}

/// The combination of the partial values of all blocks, on the host.
template <class Body>
typename Body::Value total_of(const char* name, Context& context, typename Body::Value* partials,
                              std::int64_t blocks) {
  launch(name, {.grid = 1, .block = reduce_block, .shared_bytes = 0, .stream = context.stream},
         combine_kernel<Body>, blocks, partials);
  return read_back(context, partials + blocks);
}

template <class Value>
struct Partials {
  Value* values;
  std::int64_t blocks;
};

/// One value per block, on the device; there is room for the total behind them.
template <class Body>
Partials<typename Body::Value> partials_named(const char* name, Context& context, std::int64_t n,
                                              const Body& body) {
  constexpr std::int64_t max_blocks = 1024;
  const std::int64_t blocks =
      std::clamp((n + reduce_block - 1) / reduce_block, std::int64_t{1}, max_blocks);
  auto* values = partials_of<typename Body::Value>(context, blocks);
  launch(name,
         {.grid = static_cast<unsigned>(blocks),
          .block = reduce_block,
          .shared_bytes = 0,
          .stream = context.stream},
         reduce_kernel<Body>, n, body, values);
  return {values, blocks};
}

template <class Body>
typename Body::Value reduce_named(const char* name, const Device& device, std::int64_t n,
                                  const Body& body) {
  if (n <= 0) return Body::identity();
  Context& context = use(device);
  const auto [values, blocks] = partials_named(name, context, n, body);
  return total_of<Body>(name, context, values, blocks);
}

}  // namespace alder::cuda
