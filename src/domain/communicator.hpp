// SPDX-License-Identifier: BSD-3-Clause
// Messages between the ranks of a run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace alder {

/// Bytes to or from a rank.
struct Message {
  int rank = 0;
  std::vector<std::byte> bytes;
};

/// A message whose length both sides know; the memory is the caller's until the transfer is over.
struct Outgoing {
  int rank = 0;
  std::span<const std::byte> bytes;
};
struct Incoming {
  int rank = 0;
  std::span<std::byte> bytes;
};

/// Counts of what was sent to other ranks, for checking a scheme against its documentation.
struct Traffic {
  std::int64_t messages = 0;
  std::int64_t bytes = 0;
  std::int64_t reductions = 0;
};

/// The ranks of one run. Every method is collective: all ranks call it, in the same order.
/// A rank may send to itself; that costs a copy.
class Communicator {
 public:
  virtual ~Communicator() = default;
  [[nodiscard]] virtual int rank() const = 0;
  [[nodiscard]] virtual int size() const = 0;
  /// This rank's number among those of its host.
  [[nodiscard]] virtual int rank_on_host() const = 0;
  [[nodiscard]] bool is_first() const { return rank() == 0; }

  /// Replaces every element by its sum (largest value) over the ranks. The sum of doubles adds them
  /// in rank order, so all ranks get the same bits.
  virtual void sum(std::span<double> values) = 0;
  virtual void sum(std::span<std::int64_t> values) = 0;
  virtual void max(std::span<double> values) = 0;
  virtual void max(std::span<std::int64_t> values) = 0;
  /// Every rank gets the bytes of rank `root`.
  virtual void broadcast(std::vector<std::byte>& bytes, int root) = 0;
  virtual void barrier() = 0;

  /// Sends messages of any length to any ranks; returns those that came, by ascending rank. Ranks
  /// that send nothing to each other exchange nothing.
  virtual std::vector<Message> exchange(std::vector<Message> out) = 0;
  /// Sends and receives messages of agreed lengths; at most one per pair of ranks and direction.
  void transfer(std::span<const Outgoing> out, std::span<const Incoming> in) {
    begin_transfer(out, in);
    finish_transfer();
  }
  /// The same in two halves, between which messages travel; one transfer at a time.
  virtual void begin_transfer(std::span<const Outgoing> out, std::span<const Incoming> in) = 0;
  virtual void finish_transfer() = 0;

  /// Room for messages of `bytes` in all that are packed where the ranks of a host can read them.
  /// All ranks call it, none in the middle of a transfer. Until they do so again, each of these
  /// transfers is between the same ranks: from a rank's next message others know what it has read.
  virtual void reserve_outbox(std::size_t bytes) = 0;
  /// Where the next of these messages are to be packed, aligned for any item. Two pieces of memory
  /// take turns: who got the last messages may still read them.
  [[nodiscard]] virtual std::byte* next_outbox() = 0;
  /// Begins a transfer of messages that lie in the outbox. Ranks of one host do not copy them:
  /// `finish_transfer` makes the `bytes` of an incoming one those of its sender, to be read until
  /// the next transfer from outboxes begins. `in` has to stay until then.
  virtual void begin_transfer_from_outbox(std::span<const Outgoing> out,
                                          std::span<Incoming> in) = 0;

  /// True where `transfer` between ranks says it takes memory of CUDA GPUs. The same call on each
  /// rank may differ.
  [[nodiscard]] virtual bool is_gpu_aware() const { return false; }

  /// The largest value of all ranks; a channel of its own, for ranks that may be in the middle of
  /// something else. Returns nothing when the others do not answer within `patience` seconds.
  virtual std::optional<std::int64_t> try_max(std::int64_t value, double patience) = 0;
  /// Ends all ranks at once after an error that only this rank knows of.
  [[noreturn]] virtual void abort(int exit_code) = 0;

  [[nodiscard]] const Traffic& traffic() const { return traffic_; }
  /// "1 process" or "4 ranks on 2 hosts".
  [[nodiscard]] virtual std::string describe() const = 0;

  [[nodiscard]] double sum(double value) {
    sum(std::span(&value, 1));
    return value;
  }
  [[nodiscard]] std::int64_t sum(std::int64_t value) {
    sum(std::span(&value, 1));
    return value;
  }
  [[nodiscard]] double max(double value) {
    max(std::span(&value, 1));
    return value;
  }
  [[nodiscard]] std::int64_t max(std::int64_t value) {
    max(std::span(&value, 1));
    return value;
  }

 protected:
  Traffic traffic_;
};

/// One process on its own; needs no MPI.
std::unique_ptr<Communicator> make_self_communicator();

/// The world of an MPI launcher (mpirun, srun), or `make_self_communicator()` where this process
/// was not started by one. Initialises MPI at the first call and finalises it at exit. Throws
/// EnvironmentError when there is a launcher but this binary has no MPI.
std::unique_ptr<Communicator> make_world_communicator();

/// True when this process was started by an MPI launcher for more than itself.
bool started_by_mpi_launcher();

}  // namespace alder
