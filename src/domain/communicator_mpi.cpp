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
#include "domain/shared_outbox.hpp"

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

constexpr int transfer_tag = 1;
constexpr int exchange_tag = 2;  // and the next: exchanges take turns

MPI_Comm copy_of(MPI_Comm comm) {
  MPI_Comm copy = MPI_COMM_NULL;
  MPI_Comm_dup(comm, &copy);
  MPI_Comm_set_errhandler(copy, MPI_ERRORS_ARE_FATAL);
  return copy;
}

// A rank that tells this one where in its outbox a message is.
struct Sharer {
  int rank;
  Incoming* message;  ///< null: there is none, the rank only says that it is that far
};

template <class M>
M* find(std::span<M> messages, int rank) {
  const auto found =
      std::find_if(messages.begin(), messages.end(), [rank](const M& m) { return m.rank == rank; });
  return found == messages.end() ? nullptr : &*found;
}

class MpiCommunicator final : public Communicator {
 public:
  MpiCommunicator(MPI_Comm parent, bool share_memory)
      : comm_(copy_of(parent)), agreement_(copy_of(parent)), outbox_(comm_, share_memory) {
    MPI_Comm_rank(comm_, &rank_);
    MPI_Comm_size(comm_, &size_);
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
  [[nodiscard]] int rank_on_host() const override { return outbox_.rank_on_host(); }

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
  void finish_transfer() override;
  void reserve_outbox(std::size_t bytes) override { outbox_.reserve(bytes); }
  std::byte* next_outbox() override { return outbox_.next(); }
  void begin_transfer_from_outbox(std::span<const Outgoing> out, std::span<Incoming> in) override;
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

  // Either tells the other where its message is, if there is one.
  void swap_places(int rank, std::int64_t place, Incoming* message) {
    outbox_.post(rank, place);
    sharers_.push_back({rank, message});
  }
  void check_no_transfer() const {
    if (requests_.empty() && sharers_.empty()) return;
    throw InternalError("a second transfer was begun before the first ended");
  }
  void send(const void* bytes, std::size_t n, int rank, int tag) {
    MPI_Isend(bytes, count_of(n), MPI_BYTE, rank, tag, comm_, &requests_.emplace_back());
  }
  void receive(void* bytes, std::size_t n, int rank, int tag) {
    MPI_Irecv(bytes, count_of(n), MPI_BYTE, rank, tag, comm_, &requests_.emplace_back());
  }

  MPI_Comm comm_ = MPI_COMM_NULL;
  MPI_Comm agreement_ = MPI_COMM_NULL;
  SharedOutbox outbox_;
  int rank_ = 0;
  int size_ = 1;
  std::uint64_t exchanges_ = 0;
  std::vector<MPI_Request> requests_;  ///< of the transfer that was begun
  std::vector<Sharer> sharers_;        ///< likewise
};

// Nonblocking consensus: T. Hoefler, C. Siebert, A. Lumsdaine, PPoPP 2010. Synchronous sends; once
// all of a rank's have been received it enters a barrier, and when that is over no message is left.
std::vector<Message> MpiCommunicator::exchange(std::vector<Message> out) {
  std::map<int, Message> came;
  std::vector<MPI_Request> sends;
  // A rank that has not noticed the end of an exchange may be sent messages of the next one.
  const int tag = exchange_tag + static_cast<int>(exchanges_++ % 2);
  for (const Message& m : out) {
    if (m.rank == rank_) continue;
    MPI_Request& request = sends.emplace_back();
    MPI_Issend(m.bytes.data(), count_of(m.bytes.size()), MPI_BYTE, m.rank, tag, comm_, &request);
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
    MPI_Iprobe(MPI_ANY_SOURCE, tag, comm_, &waiting, &status);
    if (waiting != 0) {
      int bytes = 0;
      MPI_Get_count(&status, MPI_BYTE, &bytes);
      Message& m = came[status.MPI_SOURCE];
      m = {status.MPI_SOURCE, std::vector<std::byte>(static_cast<std::size_t>(bytes))};
      MPI_Recv(m.bytes.data(), bytes, MPI_BYTE, status.MPI_SOURCE, tag, comm_, MPI_STATUS_IGNORE);
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
  std::vector<Message> result;
  for (auto& [rank, message] : came) result.push_back(std::move(message));
  return result;
}

void MpiCommunicator::begin_transfer(std::span<const Outgoing> out, std::span<const Incoming> in) {
  check_no_transfer();
  const Incoming* from_self = nullptr;
  for (const Incoming& m : in) {
    if (m.rank == rank_) {
      from_self = &m;
      continue;
    }
    receive(m.bytes.data(), m.bytes.size(), m.rank, transfer_tag);
  }
  for (const Outgoing& m : out) {
    if (m.rank == rank_) {
      if (from_self == nullptr) throw InternalError("a message to oneself was not received");
      std::memcpy(from_self->bytes.data(), m.bytes.data(), m.bytes.size());
      continue;
    }
    send(m.bytes.data(), m.bytes.size(), m.rank, transfer_tag);
    count(m.rank, m.bytes.size());
  }
}

// Ranks that see each other's outboxes only post the place of a message. They do so both ways, if
// there is a message either way: so who packs into a piece of its outbox for the second time has
// heard that nobody reads it any longer.
void MpiCommunicator::begin_transfer_from_outbox(std::span<const Outgoing> out,
                                                 std::span<Incoming> in) {
  check_no_transfer();
  outbox_.begin_transfer();
  for (const Outgoing& m : out) {
    count(m.rank, m.bytes.size());
    const std::int64_t place = m.bytes.data() - outbox_.own();
    Incoming* back = find(in, m.rank);
    if (m.rank == rank_) {
      if (back == nullptr) throw InternalError("a message to oneself was not received");
      back->bytes = {outbox_.own() + place, m.bytes.size()};
    } else if (outbox_.shares_with(m.rank)) {
      swap_places(m.rank, place, back);
    } else {
      send(m.bytes.data(), m.bytes.size(), m.rank, transfer_tag);
    }
  }
  for (Incoming& m : in) {
    if (!outbox_.shares_with(m.rank) && m.rank != rank_) {
      receive(m.bytes.data(), m.bytes.size(), m.rank, transfer_tag);
    } else if (find(out, m.rank) == nullptr) {
      swap_places(m.rank, 0, &m);
    }
  }
}

void MpiCommunicator::finish_transfer() {
  MPI_Waitall(static_cast<int>(requests_.size()), requests_.data(), MPI_STATUSES_IGNORE);
  requests_.clear();
  for (const Sharer& s : sharers_) {
    std::byte* const begin = outbox_.await(s.rank);
    if (s.message != nullptr) s.message->bytes = {begin, s.message->bytes.size()};
  }
  sharers_.clear();
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

std::unique_ptr<Communicator> make_mpi_communicator(MPI_Comm parent, bool share_memory) {
  return std::make_unique<MpiCommunicator>(parent, share_memory);
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
