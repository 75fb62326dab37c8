// SPDX-License-Identifier: BSD-3-Clause
// Communication between MPI ranks.
#include <mpi.h>
#if defined(OPEN_MPI) && __has_include(<mpi-ext.h>)
#include <mpi-ext.h>
#endif

#include <algorithm>
#include <climits>
#include <cstring>
#include <map>

#include "base/error.hpp"
#include "domain/communicator.hpp"
#include "domain/communicator_mpi.hpp"

namespace alder {
namespace {

int count_of(std::size_t n) {
  if (n > INT_MAX) throw InternalError("a message of more than 2^31 items");
  return static_cast<int>(n);
}

// What this MPI says at run time; one that has no way to ask counts as no.
bool mpi_takes_gpu_memory() {
#if defined(MPIX_CUDA_AWARE_SUPPORT)  // Open MPI
  return MPIX_Query_cuda_support() == 1;
#elif defined(MPIX_GPU_SUPPORT_CUDA)  // MPICH
  int takes = 0;
  return MPIX_GPU_query_support(MPIX_GPU_SUPPORT_CUDA, &takes) == MPI_SUCCESS && takes != 0;
#else
  return false;
#endif
}

constexpr int exchange_tag = 1;
constexpr int transfer_tag = 2;

class MpiCommunicator final : public Communicator {
 public:
  explicit MpiCommunicator(MPI_Comm parent) {
    MPI_Comm_dup(parent, &comm_);
    MPI_Comm_dup(parent, &agreement_);
    MPI_Comm_set_errhandler(comm_, MPI_ERRORS_ARE_FATAL);
    MPI_Comm_rank(comm_, &rank_);
    MPI_Comm_size(comm_, &size_);
    MPI_Comm host = MPI_COMM_NULL;
    MPI_Comm_split_type(comm_, MPI_COMM_TYPE_SHARED, rank_, MPI_INFO_NULL, &host);
    MPI_Comm_rank(host, &rank_on_host_);
    MPI_Comm_free(&host);
  }
  ~MpiCommunicator() override {
    int finalized = 0;
    MPI_Finalized(&finalized);
    if (finalized != 0) return;
    MPI_Comm_free(&agreement_);
    MPI_Comm_free(&comm_);
  }
  MpiCommunicator(const MpiCommunicator&) = delete;
  MpiCommunicator& operator=(const MpiCommunicator&) = delete;

  [[nodiscard]] int rank() const override { return rank_; }
  [[nodiscard]] int size() const override { return size_; }
  [[nodiscard]] int rank_on_host() const override { return rank_on_host_; }

  void sum(std::span<double> values) override {
    // Gathered and added in rank order: MPI_Allreduce may give ranks different bits.
    const std::size_t n = values.size();
    std::vector<double> all(n * static_cast<std::size_t>(size_));
    MPI_Allgather(values.data(), count_of(n), MPI_DOUBLE, all.data(), count_of(n), MPI_DOUBLE,
                  comm_);
    std::fill(values.begin(), values.end(), 0.0);
    for (std::size_t k = 0; k < all.size(); ++k) values[k % n] += all[k];
    ++traffic_.reductions;
  }
  void sum(std::span<std::int64_t> v) override { reduce(v.data(), v.size(), MPI_INT64_T, MPI_SUM); }
  void max(std::span<double> v) override { reduce(v.data(), v.size(), MPI_DOUBLE, MPI_MAX); }
  void max(std::span<std::int64_t> v) override { reduce(v.data(), v.size(), MPI_INT64_T, MPI_MAX); }

  void broadcast(std::vector<std::byte>& bytes, int root) override {
    auto size = static_cast<std::int64_t>(bytes.size());
    MPI_Bcast(&size, 1, MPI_INT64_T, root, comm_);
    bytes.resize(static_cast<std::size_t>(size));
    constexpr std::int64_t piece = 1 << 30;
    for (std::int64_t at = 0; at < size; at += piece) {
      MPI_Bcast(bytes.data() + at, static_cast<int>(std::min(piece, size - at)), MPI_BYTE, root,
                comm_);
    }
  }
  void barrier() override { MPI_Barrier(comm_); }

  std::vector<Message> exchange(std::vector<Message> out) override;
  void begin_transfer(std::span<const Outgoing> out, std::span<const Incoming> in) override;
  void finish_transfer() override {
    MPI_Waitall(static_cast<int>(requests_.size()), requests_.data(), MPI_STATUSES_IGNORE);
    requests_.clear();
  }
  [[nodiscard]] bool is_gpu_aware() const override { return mpi_takes_gpu_memory(); }

  std::optional<std::int64_t> try_max(std::int64_t value, double patience) override;

  [[noreturn]] void abort(int exit_code) override {
    MPI_Abort(comm_, exit_code);
    std::_Exit(exit_code);
  }
  [[nodiscard]] std::string describe() const override {
    return std::to_string(size_) + (size_ == 1 ? " MPI rank" : " MPI ranks");
  }

 private:
  void reduce(void* values, std::size_t n, MPI_Datatype type, MPI_Op operation) {
    MPI_Allreduce(MPI_IN_PLACE, values, count_of(n), type, operation, comm_);
    ++traffic_.reductions;
  }
  void count(int to, std::size_t bytes) {
    if (to == rank_) return;
    ++traffic_.messages;
    traffic_.bytes += static_cast<std::int64_t>(bytes);
  }

  MPI_Comm comm_ = MPI_COMM_NULL;
  MPI_Comm agreement_ = MPI_COMM_NULL;
  int rank_ = 0;
  int rank_on_host_ = 0;
  int size_ = 1;
  std::vector<MPI_Request> requests_;  ///< of the transfer that was begun
};

// Nonblocking consensus: T. Hoefler, C. Siebert, A. Lumsdaine, PPoPP 2010. Synchronous sends; once
// all of a rank's have been received it enters a barrier, and when that is over no message is left.
std::vector<Message> MpiCommunicator::exchange(std::vector<Message> out) {
  std::map<int, Message> came;
  std::vector<MPI_Request> sends;
  for (const Message& m : out) {
    if (m.rank == rank_) continue;
    MPI_Request& request = sends.emplace_back();
    MPI_Issend(m.bytes.data(), count_of(m.bytes.size()), MPI_BYTE, m.rank, exchange_tag, comm_,
               &request);
    count(m.rank, m.bytes.size());
  }
  for (Message& m : out) {
    if (m.rank == rank_) came[rank_] = {rank_, m.bytes};
  }
  MPI_Request barrier = MPI_REQUEST_NULL;
  bool in_barrier = false;
  for (int over = 0; over == 0;) {
    int waiting = 0;
    MPI_Status status;
    MPI_Iprobe(MPI_ANY_SOURCE, exchange_tag, comm_, &waiting, &status);
    if (waiting != 0) {
      int bytes = 0;
      MPI_Get_count(&status, MPI_BYTE, &bytes);
      Message& m = came[status.MPI_SOURCE];
      m = {status.MPI_SOURCE, std::vector<std::byte>(static_cast<std::size_t>(bytes))};
      MPI_Recv(m.bytes.data(), bytes, MPI_BYTE, status.MPI_SOURCE, exchange_tag, comm_,
               MPI_STATUS_IGNORE);
    }
    if (in_barrier) {
      MPI_Test(&barrier, &over, MPI_STATUS_IGNORE);
    } else {
      int sent = 0;
      MPI_Testall(static_cast<int>(sends.size()), sends.data(), &sent, MPI_STATUSES_IGNORE);
      if (sent != 0) {
        MPI_Ibarrier(comm_, &barrier);
        in_barrier = true;
      }
    }
  }
  MPI_Barrier(comm_);  // the tag is free for the next exchange
  std::vector<Message> result;
  for (auto& [rank, message] : came) result.push_back(std::move(message));
  return result;
}

void MpiCommunicator::begin_transfer(std::span<const Outgoing> out, std::span<const Incoming> in) {
  if (!requests_.empty()) throw InternalError("a second transfer was begun before the first ended");
  const Incoming* from_self = nullptr;
  for (const Incoming& m : in) {
    if (m.rank == rank_) {
      from_self = &m;
      continue;
    }
    MPI_Irecv(m.bytes.data(), count_of(m.bytes.size()), MPI_BYTE, m.rank, transfer_tag, comm_,
              &requests_.emplace_back());
  }
  for (const Outgoing& m : out) {
    if (m.rank == rank_) {
      if (from_self == nullptr) throw InternalError("a message to oneself was not received");
      std::memcpy(from_self->bytes.data(), m.bytes.data(), m.bytes.size());
      continue;
    }
    MPI_Isend(m.bytes.data(), count_of(m.bytes.size()), MPI_BYTE, m.rank, transfer_tag, comm_,
              &requests_.emplace_back());
    count(m.rank, m.bytes.size());
  }
}

std::optional<std::int64_t> MpiCommunicator::try_max(std::int64_t value, double patience) {
  std::int64_t largest = value;
  MPI_Request request;
  MPI_Iallreduce(&value, &largest, 1, MPI_INT64_T, MPI_MAX, agreement_, &request);
  const double begin = MPI_Wtime();
  for (int over = 0;;) {
    MPI_Test(&request, &over, MPI_STATUS_IGNORE);
    if (over != 0) return largest;
    if (MPI_Wtime() - begin > patience) return std::nullopt;
  }
}

void finalize_mpi() {
  int finalized = 0;
  MPI_Finalized(&finalized);
  if (finalized == 0) MPI_Finalize();
}

}  // namespace

std::unique_ptr<Communicator> make_mpi_communicator(MPI_Comm parent) {
  return std::make_unique<MpiCommunicator>(parent);
}

std::unique_ptr<Communicator> make_world_communicator() {
  if (!started_by_mpi_launcher()) return make_self_communicator();
  int initialized = 0;
  MPI_Initialized(&initialized);
  if (initialized == 0) {
    int provided = 0;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
    std::atexit(finalize_mpi);
  }
  return make_mpi_communicator(MPI_COMM_WORLD);
}

}  // namespace alder
