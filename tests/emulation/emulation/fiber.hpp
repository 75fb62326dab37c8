// SPDX-License-Identifier: BSD-3-Clause
// Stacks that can be switched between: one per CUDA thread that has to wait.
#pragma once

#include <cstddef>
#if !defined(__x86_64__)
#include <ucontext.h>
#endif

namespace alder::emulation {

struct Fiber {
  void* stack_pointer = nullptr;
  char* stack = nullptr;  ///< lowest usable address; a guard page lies below
  std::size_t stack_bytes = 0;
  int thread = -1;  ///< index of the CUDA thread it runs
  void* asan_stack = nullptr;
  void* tsan_context = nullptr;
#if !defined(__x86_64__)
  ucontext_t context;
#endif
};

/// A fiber that will call `entry` (which must never return) when first switched to.
Fiber* make_fiber(void (*entry)(), std::size_t index);
void destroy_fiber(Fiber* fiber);
/// Describes the stack of the calling OS thread.
void describe_host_stack(Fiber& host);
/// Leaves `from`, which is running, and continues `to`.
void switch_fiber(Fiber& from, Fiber& to);
/// First thing in `entry`.
void enter_fiber();

}  // namespace alder::emulation
