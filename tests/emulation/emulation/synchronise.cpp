// SPDX-License-Identifier: BSD-3-Clause
// Barriers and warp collectives of the emulated device.
#include <algorithm>
#include <bit>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>

#include "emulation/block_executor.hpp"
#include "emulation/config.hpp"
#include "emulation/sanitizers.hpp"

namespace alder::emulation {
namespace {

char fence_order;

template <class F>
void for_lanes(unsigned mask, F f) {
  for (; mask != 0; mask &= mask - 1) f(std::countr_zero(mask));
}

}  // namespace

void Executor::release_waiting(Barrier& barrier) {
  barrier.arrived = 0;
  ++barrier.generation;
  for (const int t : barrier.waiting) make_ready(t);
  barrier.waiting.clear();
}

void Executor::release_block(Block& block) {
  block.last_predicate = block.predicate;
  block.predicate = 0;
  release_waiting(block.barrier);
}

// A thread that returned is no longer waited for, as on hardware.
void Executor::leave(int thread) {
  Thread& t = threads_[static_cast<std::size_t>(thread)];
  Block& block = block_of(t);
  t.wait = Wait::done;
  --block.barrier.alive;
  --grid_barrier_.alive;
  if (block.barrier.alive > 0 && block.barrier.arrived == block.barrier.alive) {
    if (config().strict_exit) fail("a barrier is met by some threads while others have returned");
    release_block(block);
  }
  if (grid_barrier_.alive > 0 && grid_barrier_.arrived == grid_barrier_.alive) {
    release_waiting(grid_barrier_);
  }
  Warp& warp = warp_of(t);
  warp.alive &= ~(1U << (t.number % warp_size));
  for (int m = 0; m < warp.n_meetings;) {
    const bool complete = (warp.meeting[m].mask & warp.alive) == warp.meeting[m].arrived;
    if (!complete) {
      ++m;
      continue;
    }
    complete_meeting(thread - t.number % warp_size, warp, m);
    m = 0;
  }
}

void Executor::wait_at(Barrier& barrier, Wait wait, const void* caller) {
  const int self = current_fiber_->thread;
  Thread& t = threads_[static_cast<std::size_t>(self)];
  t.wait = wait;
  t.caller = caller;
  barrier.waiting.push_back(self);
  suspend();
}

int Executor::sync_block(BlockOperation operation, int predicate, const void* caller) {
  Block& block = block_of(current());
  Barrier& barrier = block.barrier;
  const auto all = static_cast<int>(blockDim.x * blockDim.y * blockDim.z);
  if (barrier.alive != all && config().strict_exit) {
    fail("__syncthreads after %d threads of the block have returned", all - barrier.alive);
  }
  if (barrier.arrived == 0) {
    block.operation = operation;
    block.predicate = operation == BlockOperation::all ? 1 : 0;
  } else if (block.operation != operation) {
    fail("different kinds of __syncthreads meet");
  }
  const int value = predicate != 0 ? 1 : 0;
  if (operation == BlockOperation::count) block.predicate += value;
  if (operation == BlockOperation::all) block.predicate &= value;
  if (operation == BlockOperation::any) block.predicate |= value;
  char* order = &barrier.order[barrier.generation & 1];
  release(order);
  if (++barrier.arrived < barrier.alive) {
    wait_at(barrier, Wait::block, caller);
  } else {
    release_block(block);
    if (shuffled_) yield();
  }
  acquire(order);
  return block.last_predicate;
}

void Executor::sync_grid(const void* caller) {
  if (!grid_->cooperative) fail("a grid-wide barrier needs a cooperative launch");
  char* order = &grid_barrier_.order[grid_barrier_.generation & 1];
  release(order);
  if (++grid_barrier_.arrived < grid_barrier_.alive) {
    wait_at(grid_barrier_, Wait::grid, caller);
  } else {
    release_waiting(grid_barrier_);
    if (shuffled_) yield();
  }
  acquire(order);
}

void Executor::complete_meeting(int first_thread, Warp& warp, int meeting) {
  const Warp::Meeting m = warp.meeting[meeting];
  warp.meeting[meeting] = warp.meeting[--warp.n_meetings];
  if (m.function != nullptr) m.function(warp.slot, m.arrived);
  for_lanes(m.arrived, [&](int l) {
    if (threads_[static_cast<std::size_t>(first_thread + l)].wait == Wait::warp) {
      make_ready(first_thread + l);
    }
  });
}

void Executor::sync_warp(unsigned mask, WarpFunction function, const void* caller) {
  const int self = current_fiber_->thread;
  Thread& t = threads_[static_cast<std::size_t>(self)];
  Warp& warp = warp_of(t);
  const unsigned bit = 1U << (t.number % warp_size);
  if ((mask & bit) == 0) fail("a warp collective with mask %08x lacks the calling lane", mask);
  // Shuffles and votes do not order memory, __syncwarp does.
  if (function == nullptr) release(&warp.order);
  t.mask = mask;
  t.caller = caller;
  int m = 0;
  while (m < warp.n_meetings && warp.meeting[m].mask != mask) ++m;
  if (m == warp.n_meetings) warp.meeting[warp.n_meetings++] = {mask, 0, function};
  if (warp.meeting[m].function != function) {
    fail("lanes of mask %08x meet in different warp collectives", mask);
  }
  warp.meeting[m].arrived |= bit;
  if (warp.meeting[m].arrived == (mask & warp.alive)) {
    complete_meeting(self - t.number % warp_size, warp, m);
    if (shuffled_) yield();
  } else {
    t.wait = Wait::warp;
    suspend();
  }
  if (function == nullptr) acquire(&warp.order);
}

std::uint64_t Executor::exchange(unsigned mask, WarpFunction function, std::uint64_t in,
                                 int argument, const void* caller) {
  const Thread& t = current();
  LaneSlot& slot = warp_of(t).slot[t.number % warp_size];
  slot.in = in;
  slot.argument = argument;
  sync_warp(mask, function, caller);
  return slot.out;
}

void Executor::yield() {
  make_ready(current_fiber_->thread);
  suspend();
}

int sync_block(BlockOperation operation, int predicate) {
  return executor().sync_block(operation, predicate, __builtin_return_address(0));
}

void sync_grid() {
  executor().sync_grid(__builtin_return_address(0));
}

void sync_warp(unsigned mask) {
  executor().sync_warp(mask, nullptr, __builtin_return_address(0));
}

std::uint64_t exchange(unsigned mask, WarpFunction function, std::uint64_t in, int argument) {
  return executor().exchange(mask, function, in, argument, __builtin_return_address(0));
}

void fence() {
  release(&fence_order);
  acquire(&fence_order);
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

void yield() {
  executor().yield();
}

void shuffle_lanes(LaneSlot* slots, unsigned mask) {
  constexpr std::uint64_t poison = ~std::uint64_t{0};
  for_lanes(mask, [&](int l) {
    const int from = slots[l].argument;
    const bool valid = from >= 0 && from < warp_size && (mask >> from & 1) != 0;
    slots[l].out = valid ? slots[from].in : poison;
  });
}

void ballot_lanes(LaneSlot* slots, unsigned mask) {
  unsigned votes = 0;
  for_lanes(mask, [&](int l) { votes |= static_cast<unsigned>(slots[l].in) << l; });
  for_lanes(mask, [&](int l) { slots[l].out = votes; });
}

void match_lanes(LaneSlot* slots, unsigned mask) {
  for_lanes(mask, [&](int l) {
    unsigned equal = 0;
    for_lanes(mask, [&](int k) { equal |= unsigned{slots[k].in == slots[l].in} << k; });
    slots[l].out = equal;
  });
}

template <class T, Reduction R>
void reduce_lanes(LaneSlot* slots, unsigned mask) {
  T total = unpack<T>(slots[std::countr_zero(mask)].in);
  for_lanes(mask & (mask - 1), [&](int l) {
    const T v = unpack<T>(slots[l].in);
    if constexpr (R == Reduction::add) total = static_cast<T>(total + v);
    if constexpr (R == Reduction::min) total = std::min(total, v);
    if constexpr (R == Reduction::max) total = std::max(total, v);
    if constexpr (R == Reduction::bit_and) total &= v;
    if constexpr (R == Reduction::bit_or) total |= v;
    if constexpr (R == Reduction::bit_xor) total ^= v;
  });
  for_lanes(mask, [&](int l) { slots[l].out = pack(total); });
}

template void reduce_lanes<int, Reduction::add>(LaneSlot*, unsigned);
template void reduce_lanes<int, Reduction::min>(LaneSlot*, unsigned);
template void reduce_lanes<int, Reduction::max>(LaneSlot*, unsigned);
template void reduce_lanes<unsigned, Reduction::add>(LaneSlot*, unsigned);
template void reduce_lanes<unsigned, Reduction::min>(LaneSlot*, unsigned);
template void reduce_lanes<unsigned, Reduction::max>(LaneSlot*, unsigned);
template void reduce_lanes<unsigned, Reduction::bit_and>(LaneSlot*, unsigned);
template void reduce_lanes<unsigned, Reduction::bit_or>(LaneSlot*, unsigned);
template void reduce_lanes<unsigned, Reduction::bit_xor>(LaneSlot*, unsigned);

void* shared_variable(const void* key, std::size_t bytes, std::size_t alignment) {
  void* data = executor().arena().variable(key, bytes, alignment);
  if (data == nullptr) {
    fail("static shared memory exceeds %zu bytes (a variable of %zu)", config().shared_limit,
         bytes);
  }
  return data;
}

void* dynamic_shared() {
  void* data = executor().arena().dynamic();
  if (data == nullptr) fail("dynamic shared memory is used, but the launch gave none");
  return data;
}

void fail(const char* format, ...) {
  std::fprintf(stderr,
               "emulated GPU: ERROR in %s, block (%u,%u,%u) thread (%u,%u,%u): ", executor().name(),
               blockIdx.x, blockIdx.y, blockIdx.z, threadIdx.x, threadIdx.y, threadIdx.z);
  va_list arguments;
  va_start(arguments, format);
  std::vfprintf(stderr, format, arguments);
  va_end(arguments);
  std::fputc('\n', stderr);
  std::abort();
}

}  // namespace alder::emulation
