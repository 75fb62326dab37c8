// SPDX-License-Identifier: BSD-3-Clause
// The state of a running grid: threads, warps, blocks, and who may go on.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "emulation/device.hpp"
#include "emulation/executor.hpp"
#include "emulation/fiber.hpp"
#include "emulation/shared_arena.hpp"

extern uint3 threadIdx, blockIdx;
extern dim3 blockDim, gridDim;

namespace alder::emulation {

constexpr int warp_size = 32;

enum class Wait : std::uint8_t { none, block, warp, grid, done };

struct Thread {
  Fiber* fiber;
  uint3 index;
  int block;
  int number;  ///< inside its block
  Wait wait;
  unsigned mask;
  const void* caller;
};

struct Warp {
  struct Meeting {
    unsigned mask, arrived;
    WarpFunction function;
  };
  LaneSlot slot[warp_size];
  Meeting meeting[warp_size];
  int n_meetings;
  unsigned alive;
  char order;  ///< its address orders memory in ThreadSanitizer's eyes
};

/// Threads that wait for the others of a block or grid.
struct Barrier {
  std::vector<int> waiting;
  int alive = 0;
  int arrived = 0;
  unsigned generation = 0;
  char order[2] = {};
};

struct Block {
  uint3 index;
  Barrier barrier;
  BlockOperation operation = BlockOperation::none;
  int predicate = 0, last_predicate = 0;
  std::vector<Warp> warps;
  SharedArena arena;
};

/// Runs waves of resident blocks: one block, or all of a cooperative grid.
class Executor {
 public:
  void run(const Grid& grid);
  int sync_block(BlockOperation operation, int predicate, const void* caller);
  void sync_grid(const void* caller);
  void sync_warp(unsigned mask, WarpFunction function, const void* caller);
  std::uint64_t exchange(unsigned mask, WarpFunction function, std::uint64_t in, int argument,
                         const void* caller);
  void yield();
  SharedArena& arena() { return blocks_[static_cast<std::size_t>(current().block)].arena; }
  void fiber_loop();
  [[nodiscard]] bool running() const { return grid_ != nullptr; }
  [[nodiscard]] const char* name() const { return grid_ == nullptr ? "no kernel" : grid_->name; }
  ~Executor();

 private:
  Thread& current() { return threads_[static_cast<std::size_t>(current_fiber_->thread)]; }
  Block& block_of(const Thread& t) { return blocks_[static_cast<std::size_t>(t.block)]; }
  Warp& warp_of(const Thread& t) {
    return block_of(t).warps[static_cast<std::size_t>(t.number / warp_size)];
  }
  void prepare(const Grid& grid, std::size_t resident);
  void prepare_block(Block& block, std::uint64_t number);
  void run_wave(const std::uint64_t* numbers, std::size_t count);
  void become(int thread);
  void wait_at(Barrier& barrier, Wait wait, const void* caller);
  void leave(int thread);
  void release_waiting(Barrier& barrier);
  void release_block(Block& block);
  void complete_meeting(int first_thread, Warp& warp, int meeting);
  void make_ready(int thread);
  int take_ready();
  void suspend();
  Fiber* next_fiber();
  Fiber* fresh_fiber();
  [[noreturn]] void report_deadlock();

  const Grid* grid_ = nullptr;
  std::vector<Fiber*> fibers_, idle_;
  std::vector<Thread> threads_;
  std::vector<Block> blocks_;
  std::vector<int> order_;
  std::vector<int> ready_;  ///< a ring
  unsigned head_ = 0, tail_ = 0, ring_mask_ = 0;
  int n_threads_ = 0, next_ = 0;
  Barrier grid_barrier_;
  Fiber host_;
  Fiber* current_fiber_ = nullptr;
  std::mt19937_64 random_;
  bool shuffled_ = false;
  std::uint64_t launches_ = 0, wave_ = 0;
};

Executor& executor();

}  // namespace alder::emulation
