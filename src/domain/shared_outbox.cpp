// SPDX-License-Identifier: BSD-3-Clause
#include "domain/shared_outbox.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <numeric>
#include <system_error>
#include <thread>

namespace alder {
namespace {

constexpr std::size_t alignment = 64;
constexpr const char* backing = "/dev/shm";  // where MPI puts memory that processes share

// The number of each of `ranks` in `host`.
std::vector<int> numbers_in(MPI_Comm host, MPI_Comm ranks) {
  int size = 0;
  MPI_Comm_size(ranks, &size);
  std::vector<int> all(static_cast<std::size_t>(size)), numbers(all.size());
  std::iota(all.begin(), all.end(), 0);
  MPI_Group of_ranks = MPI_GROUP_NULL, of_host = MPI_GROUP_NULL;
  MPI_Comm_group(ranks, &of_ranks);
  MPI_Comm_group(host, &of_host);
  MPI_Group_translate_ranks(of_ranks, size, all.data(), of_host, numbers.data());
  MPI_Group_free(&of_ranks);
  MPI_Group_free(&of_host);
  return numbers;
}

}  // namespace

SharedOutbox::SharedOutbox(MPI_Comm ranks, bool share) {
  MPI_Comm_rank(ranks, &rank_);
  MPI_Comm_split_type(ranks, MPI_COMM_TYPE_SHARED, rank_, MPI_INFO_NULL, &host_);
  MPI_Comm_set_errhandler(host_, MPI_ERRORS_RETURN);
  MPI_Comm_rank(host_, &rank_);
  MPI_Comm_size(host_, &size_);
  may_share_ = share && size_ > 1;
  on_host_ = numbers_in(host_, ranks);
  begin_.resize(on_host_.size());
}

SharedOutbox::~SharedOutbox() {
  int finalized = 0;
  MPI_Finalized(&finalized);
  if (finalized != 0) return;
  release();
  MPI_Comm_free(&host_);
}

void SharedOutbox::release() {
  std::fill(begin_.begin(), begin_.end(), nullptr);
  if (window_ == MPI_WIN_NULL) return;
  MPI_Win_unlock_all(window_);
  MPI_Win_free(&window_);
}

void SharedOutbox::reserve(std::size_t bytes) {
  std::uint64_t most = bytes;
  MPI_Allreduce(MPI_IN_PLACE, &most, 1, MPI_UINT64_T, MPI_MAX, host_);
  if (memory_ != nullptr && most <= piece_) return;
  piece_ = (most + most / 4 + alignment - 1) / alignment * alignment;
  release();
  const std::size_t all = notice_bytes() + 2 * piece_;
  may_share_ = may_share_ && fits(all) && share(all);
  if (may_share_) return;
  own_.resize(all);
  memory_ = own_.data();
}

bool SharedOutbox::on_all(bool mine) const {
  int all = mine ? 1 : 0;
  MPI_Allreduce(MPI_IN_PLACE, &all, 1, MPI_INT, MPI_MIN, host_);
  return all != 0;
}

// MPI would not say so: the first touch of a page that is not there ends the process.
bool SharedOutbox::fits(std::size_t bytes) const {
  std::error_code error;
  const auto space = std::filesystem::space(backing, error);
  return on_all(error || space.available / 2 > bytes * static_cast<std::size_t>(size_));
}

// False where this MPI has no memory to share.
bool SharedOutbox::share(std::size_t bytes) {
  MPI_Info info = MPI_INFO_NULL;
  MPI_Info_create(&info);
  MPI_Info_set(info, "alloc_shared_noncontig", "true");  // each rank's pages near its processor
  const int outcome =
      MPI_Win_allocate_shared(static_cast<MPI_Aint>(bytes), 1, info, host_, &memory_, &window_);
  MPI_Info_free(&info);
  // No transfer has that number.
  if (outcome == MPI_SUCCESS) std::memset(memory_, 0, notice_bytes());
  if (!on_all(outcome == MPI_SUCCESS)) {
    window_ = MPI_WIN_NULL;
    return false;
  }
  MPI_Win_lock_all(MPI_MODE_NOCHECK, window_);
  for (std::size_t rank = 0; rank < begin_.size(); ++rank) {
    if (on_host_[rank] == MPI_UNDEFINED) continue;
    MPI_Aint length = 0;
    int unit = 1;
    MPI_Win_shared_query(window_, on_host_[rank], &length, &unit, &begin_[rank]);
  }
  return true;
}

std::byte* SharedOutbox::next() {
  second_ = !second_;
  return memory_ + notice_bytes() + (second_ ? piece_ : 0);
}

// MPI's word for it is MPI_Win_sync, by who wrote and by who reads; its implementations make that a
// fence, and do not order a flag that both look at meanwhile. The flags are atomic for that.
void SharedOutbox::begin_transfer() {
  ++transfer_;
  if (window_ != MPI_WIN_NULL) MPI_Win_sync(window_);
}

void SharedOutbox::post(int rank, std::int64_t place) {
  Notice::Side& mine = notice(memory_, on_host_[static_cast<std::size_t>(rank)]);
  mine.place = place;
  std::atomic_ref(mine.transfer).store(transfer_, std::memory_order_release);
}

std::byte* SharedOutbox::await(int rank) const {
  constexpr int patience = 1000;  // looks, before others may have this processor
  std::byte* const memory = begin_[static_cast<std::size_t>(rank)];
  Notice::Side& theirs = notice(memory, rank_);
  const std::atomic_ref transfer(theirs.transfer);
  for (int looks = 0; transfer.load(std::memory_order_acquire) != transfer_;) {
    if (looks < patience) {
      ++looks;
      continue;
    }
    // What other hosts wait for may leave this one only while it is in MPI.
    int there = 0;
    MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, host_, &there, MPI_STATUS_IGNORE);
    std::this_thread::yield();
  }
  MPI_Win_sync(window_);
  return memory + theirs.place;
}

}  // namespace alder
