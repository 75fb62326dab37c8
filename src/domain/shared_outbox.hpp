// SPDX-License-Identifier: BSD-3-Clause
// Memory of each rank that the other ranks of its host can read.
#pragma once

#include <mpi.h>

#include <cstddef>
#include <vector>

namespace alder {

/// Two pieces of memory that messages are packed into in turn. The ranks of a host see each other's
/// where the system gives them memory to share (MPI_Win_allocate_shared), else a rank sees its own.
class SharedOutbox {
 public:
  /// Of a rank of `ranks`; `share` false: for itself in any case. Collective, like `reserve` and
  /// the end of the object.
  SharedOutbox(MPI_Comm ranks, bool share);
  ~SharedOutbox();
  SharedOutbox(const SharedOutbox&) = delete;
  SharedOutbox& operator=(const SharedOutbox&) = delete;

  [[nodiscard]] int rank_on_host() const { return rank_; }
  /// Room for messages of `bytes` in all on any rank; what was there is lost.
  void reserve(std::size_t bytes);
  /// The piece that was not given last.
  [[nodiscard]] std::byte* next();
  [[nodiscard]] std::byte* own() const { return memory_; }
  /// First byte of the memory of a rank of `ranks`; null where this rank cannot see it.
  [[nodiscard]] std::byte* of(int rank) const { return begin_[static_cast<std::size_t>(rank)]; }
  /// Makes what was written before a message was sent visible to who received it: both call it.
  void sync() {
    if (window_ != MPI_WIN_NULL) MPI_Win_sync(window_);
  }

 private:
  void release();
  [[nodiscard]] bool on_all(bool mine) const;
  [[nodiscard]] bool fits(std::size_t bytes) const;
  [[nodiscard]] bool share(std::size_t bytes);

  MPI_Comm host_ = MPI_COMM_NULL;  ///< the ranks of this host
  int rank_ = 0, size_ = 1;        ///< of these
  bool may_share_;
  std::vector<int> on_host_;  ///< the number of each rank there, or MPI_UNDEFINED
  MPI_Win window_ = MPI_WIN_NULL;
  std::vector<std::byte*> begin_;
  std::vector<std::byte> own_;  ///< where nothing is shared
  std::byte* memory_ = nullptr;
  std::size_t piece_ = 0;  ///< bytes of one
  bool second_ = false;    ///< which piece was given last
};

}  // namespace alder
