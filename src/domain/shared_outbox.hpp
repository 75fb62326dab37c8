// SPDX-License-Identifier: BSD-3-Clause
// Memory of each rank that the other ranks of its host can read.
#pragma once

#include <mpi.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace alder {

/// Two pieces of memory that messages are packed into in turn. The ranks of a host see each other's
/// where the system gives them memory to share (MPI_Win_allocate_shared), else a rank sees its own.
/// In front of them is a notice for each rank of the host: which transfer its message was last
/// packed for, and where. Who waits for a message looks at it until it is that of the transfer.
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
  /// First byte of this rank's memory.
  [[nodiscard]] std::byte* own() const { return memory_; }
  /// Whether a rank of `ranks` and this one see each other's memory.
  [[nodiscard]] bool shares_with(int rank) const {
    return begin_[static_cast<std::size_t>(rank)] != nullptr;
  }

  /// Begins a transfer: all that was packed can be read from now on by whom it is posted for.
  void begin_transfer();
  /// Tells a rank that sees this memory where in it its message is: so many bytes from `own`.
  void post(int rank, std::int64_t place);
  /// Waits until that rank has posted something in this transfer: its first byte.
  [[nodiscard]] std::byte* await(int rank) const;

 private:
  // Notices of two transfers: a rank may begin the next one before another has read that of this.
  struct Notice {
    struct Side {
      std::uint64_t transfer;
      std::int64_t place;
    };
    std::array<Side, 2> of_parity;
    std::array<std::byte, 32> rest;  // to the end of a cache line
  };

  [[nodiscard]] std::size_t notice_bytes() const {
    return static_cast<std::size_t>(size_) * sizeof(Notice);
  }
  // That of a rank for another, both by their numbers on the host.
  [[nodiscard]] Notice::Side& notice(std::byte* memory, int to) const {
    return reinterpret_cast<Notice*>(memory)[to].of_parity[transfer_ % 2];
  }
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
  std::uint64_t transfer_ = 0;
};

}  // namespace alder
