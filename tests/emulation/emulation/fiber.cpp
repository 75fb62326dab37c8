// SPDX-License-Identifier: BSD-3-Clause
#include "emulation/fiber.hpp"

#include <pthread.h>
#include <sys/mman.h>

#include <cstdio>
#include <cstdlib>

#include "emulation/sanitizers.hpp"

#if defined(__x86_64__)
// Saves the callee-saved registers on the running stack and swaps stacks. It ends in `ret`, not
// `jmp`: all fibers switch at the same call path, so the return predictor stays right.
asm(R"(.text
.globl alder_emulation_switch
.hidden alder_emulation_switch
.type alder_emulation_switch,@function
alder_emulation_switch:
  .cfi_startproc
  endbr64
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp,(%rdi)
  movq %rsi,%rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
  .cfi_endproc
.size alder_emulation_switch,.-alder_emulation_switch
)");
extern "C" void alder_emulation_switch(void** save, void* load);
#endif

namespace alder::emulation {
namespace {

constexpr std::size_t page_bytes = 4096;
constexpr std::size_t stack_bytes = address_sanitizer || thread_sanitizer ? 256 << 10 : 64 << 10;

void prepare_stack(Fiber& fiber, void (*entry)(), [[maybe_unused]] std::size_t index) {
#if defined(__x86_64__)
  // Stacks are page-aligned: stagger their tops, or all hot frames fall into the same cache sets.
  const std::size_t stagger = index % 32 * 128;
  auto* top = reinterpret_cast<void**>(fiber.stack + fiber.stack_bytes - stagger);
  for (int i = 0; i < 3; ++i) *--top = nullptr;  // end of the call chain
  *--top = reinterpret_cast<void*>(entry);
  for (int i = 0; i < 6; ++i) *--top = nullptr;  // the six registers
  fiber.stack_pointer = top;
#else
  getcontext(&fiber.context);
  fiber.context.uc_stack.ss_sp = fiber.stack;
  fiber.context.uc_stack.ss_size = fiber.stack_bytes;
  fiber.context.uc_link = nullptr;
  makecontext(&fiber.context, entry, 0);
#endif
}

}  // namespace

Fiber* make_fiber(void (*entry)(), std::size_t index) {
  auto* fiber = new Fiber;
  fiber->stack_bytes = stack_bytes;
  void* memory = mmap(nullptr, stack_bytes + page_bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) {
    std::fputs("emulated GPU: no memory for the stack of a CUDA thread\n", stderr);
    std::abort();
  }
  mprotect(memory, page_bytes, PROT_NONE);
  fiber->stack = static_cast<char*>(memory) + page_bytes;
  prepare_stack(*fiber, entry, index);
#if ALDER_EMULATION_TSAN
  fiber->tsan_context = __tsan_create_fiber(0);
#endif
  return fiber;
}

void destroy_fiber(Fiber* fiber) {
#if ALDER_EMULATION_TSAN
  __tsan_destroy_fiber(fiber->tsan_context);
#endif
  munmap(fiber->stack - page_bytes, fiber->stack_bytes + page_bytes);
  delete fiber;
}

void describe_host_stack(Fiber& host) {
  pthread_attr_t attributes;
  pthread_getattr_np(pthread_self(), &attributes);
  void* stack = nullptr;
  pthread_attr_getstack(&attributes, &stack, &host.stack_bytes);
  pthread_attr_destroy(&attributes);
  host.stack = static_cast<char*>(stack);
#if ALDER_EMULATION_TSAN
  host.tsan_context = __tsan_get_current_fiber();
#endif
}

[[gnu::noinline]] void switch_fiber(Fiber& from, Fiber& to) {
#if ALDER_EMULATION_ASAN
  __sanitizer_start_switch_fiber(&from.asan_stack, to.stack, to.stack_bytes);
#endif
#if ALDER_EMULATION_TSAN
  constexpr unsigned without_synchronisation = 1;
  __tsan_switch_to_fiber(to.tsan_context, without_synchronisation);
#endif
#if defined(__x86_64__)
  alder_emulation_switch(&from.stack_pointer, to.stack_pointer);
#else
  swapcontext(&from.context, &to.context);
#endif
#if ALDER_EMULATION_ASAN
  __sanitizer_finish_switch_fiber(from.asan_stack, nullptr, nullptr);
#endif
}

void enter_fiber() {
#if ALDER_EMULATION_ASAN
  __sanitizer_finish_switch_fiber(nullptr, nullptr, nullptr);
#endif
}

}  // namespace alder::emulation
