// SPDX-License-Identifier: BSD-3-Clause
// The emulated twin of cuda/launch.cuh: runs kernels on the host, in stream order.
#pragma once

#include <memory>
#include <tuple>
#include <utility>

#include "cuda/intrinsics.cuh"
#include "emulation/executor.hpp"
#include "emulation/runtime_api.hpp"
// It needs the types above.
#include "cuda/launch_shape.cuh"

namespace alder::cuda {

namespace detail {
template <class... P, class... A>
void enqueue_kernel(const char* name, const LaunchShape& shape, bool cooperative,
                    void (*kernel)(P...), A&&... arguments) {
  using Bound = std::pair<void (*)(P...), std::tuple<P...>>;
  auto bound = std::make_shared<Bound>(kernel, std::tuple<P...>(P(std::forward<A>(arguments))...));
  const emulation::Grid grid{.name = name,
                             .blocks = shape.grid,
                             .threads = shape.block,
                             .shared_bytes = shape.shared_bytes,
                             .cooperative = cooperative,
                             .function =
                                 [](void* p) {
                                   const auto* b = static_cast<Bound*>(p);
                                   std::apply(b->first, b->second);
                                 },
                             .argument = bound.get()};
  if (emulation::invalid_shape(grid) != nullptr) {
    return check_launch(name, cudaErrorInvalidConfiguration);
  }
  emulation::note_launch(name);
  const LaunchProbe probe(name, shape.stream);
  emulation::Stream& stream = shape.stream == nullptr ? emulation::null_stream() : *shape.stream;
  emulation::enqueue(stream, [grid, bound] { emulation::run_grid(grid); });
}
}  // namespace detail

template <class... P, class... A>
void launch(const char* name, const LaunchShape& shape, void (*kernel)(P...), A&&... arguments) {
  detail::enqueue_kernel(name, shape, false, kernel, std::forward<A>(arguments)...);
}

template <class... P, class... A>
void launch_cooperative(const char* name, const LaunchShape& shape, void (*kernel)(P...),
                        A&&... arguments) {
  detail::enqueue_kernel(name, shape, true, kernel, std::forward<A>(arguments)...);
}

}  // namespace alder::cuda
