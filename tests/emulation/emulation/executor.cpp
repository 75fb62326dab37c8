// SPDX-License-Identifier: BSD-3-Clause
// Every CUDA thread is a fiber; a fiber runs thread after thread as plain calls until one has to
// wait, so kernels without barriers never switch. Emulator sources must not be instrumented by
// ThreadSanitizer, and must not allocate or call memset while a kernel runs.
#include "emulation/executor.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <bit>
#include <cstdio>
#include <cstdlib>
#include <numeric>

#include "emulation/block_executor.hpp"
#include "emulation/config.hpp"
#include "emulation/sanitizers.hpp"

uint3 threadIdx{}, blockIdx{};
dim3 blockDim{}, gridDim{};

namespace alder::emulation {

unsigned lane = 0;

namespace {

char launch_order, end_order;

void fiber_entry() {
  enter_fiber();
  executor().fiber_loop();
}

unsigned lanes_alive(int threads_left) {
  return threads_left >= warp_size ? ~0U : (1U << threads_left) - 1;
}

}  // namespace

Executor& executor() {
  static Executor e;
  return e;
}

Executor::~Executor() {
  for (Fiber* f : fibers_) destroy_fiber(f);
}

void Executor::prepare(const Grid& grid, std::size_t resident) {
  const auto per_block = static_cast<int>(grid.threads.x * grid.threads.y * grid.threads.z);
  n_threads_ = per_block * static_cast<int>(resident);
  const auto n = static_cast<std::size_t>(n_threads_);
  gridDim = grid.blocks;
  blockDim = grid.threads;
  shuffled_ = config().order == Order::random;
  random_.seed(config().seed * 0x9E3779B97F4A7C15ULL + launches_++);
  if (blocks_.size() < resident) blocks_ = std::vector<Block>(resident);
  for (std::size_t b = 0; b < resident; ++b) {
    blocks_[b].warps.resize((static_cast<std::size_t>(per_block) + warp_size - 1) / warp_size);
    blocks_[b].barrier.waiting.reserve(static_cast<std::size_t>(per_block));
  }
  grid_barrier_.waiting.reserve(n);
  threads_.resize(n);
  order_.resize(n);
  std::iota(order_.begin(), order_.end(), 0);
  if (config().order == Order::reverse) std::reverse(order_.begin(), order_.end());
  const std::size_t ring = std::bit_ceil(n + 1);
  ready_.resize(ring);
  ring_mask_ = static_cast<unsigned>(ring) - 1;
  if (thread_sanitizer) {
    while (fibers_.size() < n + 1) fresh_fiber();
  }
  fibers_.reserve(n + 1);
  idle_.reserve(std::max(n + 1, fibers_.size()));
}

void Executor::prepare_block(Block& block, std::uint64_t number) {
  const dim3 g = gridDim, t = blockDim;
  block.index = {static_cast<unsigned>(number % g.x), static_cast<unsigned>(number / g.x % g.y),
                 static_cast<unsigned>(number / g.x / g.y)};
  const auto n = static_cast<int>(t.x * t.y * t.z);
  block.barrier.alive = n;
  block.barrier.arrived = 0;
  block.barrier.waiting.clear();
  block.predicate = 0;
  for (std::size_t w = 0; w < block.warps.size(); ++w) {
    block.warps[w].alive = lanes_alive(n - static_cast<int>(w) * warp_size);
    block.warps[w].n_meetings = 0;
  }
  block.arena.reset(grid_->shared_bytes, config().shared_limit);
  const auto first = static_cast<int>(&block - blocks_.data()) * n;
  for (int k = 0; k < n; ++k) {
    const auto u = static_cast<unsigned>(k);
    threads_[static_cast<std::size_t>(first + k)] = {
        .fiber = nullptr,
        .index = {u % t.x, u / t.x % t.y, u / t.x / t.y},
        .block = static_cast<int>(&block - blocks_.data()),
        .number = k,
        .wait = Wait::none,
        .mask = 0,
        .caller = nullptr};
  }
}

void Executor::run_wave(const std::uint64_t* numbers, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b) prepare_block(blocks_[b], numbers[b]);
  grid_barrier_.alive = n_threads_;
  grid_barrier_.arrived = 0;
  grid_barrier_.waiting.clear();
  next_ = 0;
  head_ = tail_ = 0;
  ++wave_;
  if (shuffled_) std::shuffle(order_.begin(), order_.end(), random_);
  release(&launch_order);
  Fiber* first = next_fiber();
  current_fiber_ = first;
  switch_fiber(host_, *first);
  if (grid_barrier_.alive > 0) report_deadlock();
}

void Executor::run(const Grid& grid) {
  const std::uint64_t n = std::uint64_t{grid.blocks.x} * grid.blocks.y * grid.blocks.z;
  const std::size_t resident = grid.cooperative ? n : 1;
  grid_ = &grid;
  prepare(grid, resident);
  describe_host_stack(host_);
  std::vector<std::uint64_t> numbers(n);
  std::iota(numbers.begin(), numbers.end(), std::uint64_t{0});
  if (config().order == Order::reverse) std::reverse(numbers.begin(), numbers.end());
  if (shuffled_) std::shuffle(numbers.begin(), numbers.end(), random_);
  for (std::size_t b = 0; b < n; b += resident) run_wave(&numbers[b], resident);
  acquire(&end_order);
  grid_ = nullptr;
}

void Executor::become(int thread) {
  const Thread& t = threads_[static_cast<std::size_t>(thread)];
  threadIdx = t.index;
  blockIdx = block_of(t).index;
  lane = static_cast<unsigned>(t.number % warp_size);
}

void Executor::make_ready(int thread) {
  threads_[static_cast<std::size_t>(thread)].wait = Wait::none;
  ready_[tail_++ & ring_mask_] = thread;
}

int Executor::take_ready() {
  if (shuffled_) {
    const auto pick = static_cast<unsigned>(random_() % (tail_ - head_));
    std::swap(ready_[(head_ + pick) & ring_mask_], ready_[head_ & ring_mask_]);
  }
  return ready_[head_++ & ring_mask_];
}

Fiber* Executor::fresh_fiber() {
  fibers_.push_back(make_fiber(&fiber_entry, fibers_.size()));
  return fibers_.back();
}

// Who runs now that the current fiber cannot go on; the host when nobody can.
Fiber* Executor::next_fiber() {
  const bool have_ready = head_ != tail_;
  const bool have_fresh = next_ < n_threads_;
  if (have_ready && (!have_fresh || !shuffled_ || (random_() & 1) != 0)) {
    return threads_[static_cast<std::size_t>(take_ready())].fiber;
  }
  if (!have_fresh) return &host_;
  if (thread_sanitizer) {
    // A context per thread; threads move to other contexts from wave to wave, so that thread 0 of
    // one block and thread 0 of the next are told apart.
    const auto t = static_cast<std::uint64_t>(order_[static_cast<std::size_t>(next_)]);
    return fibers_[(t + 7 * wave_) % fibers_.size()];
  }
  if (idle_.empty()) return fresh_fiber();
  Fiber* f = idle_.back();
  idle_.pop_back();
  return f;
}

void Executor::suspend() {
  Fiber* self = current_fiber_;
  Fiber* to = next_fiber();
  if (to != self) {
    current_fiber_ = to;
    switch_fiber(*self, *to);
    current_fiber_ = self;
  }
  become(self->thread);
}

void Executor::fiber_loop() {
  for (;;) {
    Fiber* self = current_fiber_;
    while (next_ < n_threads_) {
      const int t = order_[static_cast<std::size_t>(next_++)];
      self->thread = t;
      threads_[static_cast<std::size_t>(t)].fiber = self;
      become(t);
      acquire(&launch_order);
      grid_->function(grid_->argument);
      release(&end_order);
      leave(t);
      if (thread_sanitizer) break;  // one context per thread
    }
    if (!thread_sanitizer) idle_.push_back(self);
    Fiber* to = next_fiber();
    if (to == self) {  // it was put on the idle list and taken from it again
      continue;
    }
    current_fiber_ = to;
    switch_fiber(*self, *to);
  }
}

void Executor::report_deadlock() {
  std::fprintf(stderr, "emulated GPU: DEADLOCK in %s: %d threads cannot go on\n", name(),
               grid_barrier_.alive);
  constexpr int max_shown = 12;
  int shown = 0;
  for (const Thread& t : threads_) {
    if (t.wait == Wait::done || shown++ == max_shown) continue;
    if (shown > max_shown) break;
    const uint3 b = block_of(t).index;
    const char* place = t.wait == Wait::block  ? "__syncthreads"
                        : t.wait == Wait::grid ? "the grid's barrier"
                                               : "a warp collective";
    Dl_info symbol{};
    dladdr(t.caller, &symbol);
    std::fprintf(stderr, "  block (%u,%u,%u) thread (%u,%u,%u) waits at %s, mask %08x, in %s\n",
                 b.x, b.y, b.z, t.index.x, t.index.y, t.index.z, place, t.mask,
                 symbol.dli_sname == nullptr ? "?" : symbol.dli_sname);
  }
  std::abort();
}

bool inside_kernel() {
  return executor().running();
}

const char* invalid_shape(const Grid& grid) {
  const std::uint64_t threads = std::uint64_t{grid.threads.x} * grid.threads.y * grid.threads.z;
  if (grid.blocks.x == 0 || grid.blocks.y == 0 || grid.blocks.z == 0) return "an empty grid";
  if (threads == 0 || threads > 1024 || grid.threads.z > 64) return "a block of that many threads";
  if (grid.blocks.y > 65535 || grid.blocks.z > 65535) return "a grid that high or deep";
  return nullptr;
}

void run_grid(const Grid& grid) {
  if (inside_kernel()) fail("a kernel launches a kernel");
  executor().run(grid);
}

}  // namespace alder::emulation
