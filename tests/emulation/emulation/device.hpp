// SPDX-License-Identifier: BSD-3-Clause
// What running CUDA threads ask of the emulator.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace alder::emulation {

/// Lane of the running thread in its warp.
extern unsigned lane;

enum class BlockOperation { none, count, all, any };
/// __syncthreads and its relatives; returns the combined predicate.
int sync_block(BlockOperation operation, int predicate);
/// Barrier over all threads of a cooperative launch.
void sync_grid();

/// One lane's part in a warp collective: what it gives, an argument, what it gets.
struct LaneSlot {
  std::uint64_t in, out;
  int argument;
};
/// Computes the results of all lanes of `mask`; called once, by the last lane to arrive.
using WarpFunction = void (*)(LaneSlot* slots, unsigned mask);
void sync_warp(unsigned mask);
/// A collective over the lanes of `mask`: gives `in`, returns what `function` put into `out`.
std::uint64_t exchange(unsigned mask, WarpFunction function, std::uint64_t in, int argument);

void fence();
/// Lets other threads run: for failed attempts to take a lock.
void yield();
/// The block's shared variable named by `key`, made at its first use.
void* shared_variable(const void* key, std::size_t bytes, std::size_t alignment);
void* dynamic_shared();
/// Reports an error in the running kernel, with block and thread, and aborts.
[[noreturn]] void fail(const char* format, ...) __attribute__((format(printf, 1, 2)));

/// Values travel through lane slots as 64 bits; the copies are the emulator's, so that
/// ThreadSanitizer never sees its own accesses.
template <class T>
std::uint64_t pack(T value) {
  static_assert(sizeof(T) <= 8 && std::is_trivially_copyable_v<T>);
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof value);
  return bits;
}
template <class T>
T unpack(std::uint64_t bits) {
  T value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

void shuffle_lanes(LaneSlot* slots, unsigned mask);
void ballot_lanes(LaneSlot* slots, unsigned mask);
void match_lanes(LaneSlot* slots, unsigned mask);
enum class Reduction { add, min, max, bit_and, bit_or, bit_xor };
template <class T, Reduction R>
void reduce_lanes(LaneSlot* slots, unsigned mask);

template <class T>
T shuffle(unsigned mask, T value, int source, bool keep_own) {
  const int from = keep_own ? static_cast<int>(lane) : source;
  return unpack<T>(exchange(mask, &shuffle_lanes, pack(value), from));
}

}  // namespace alder::emulation
