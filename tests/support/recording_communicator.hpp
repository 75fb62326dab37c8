// SPDX-License-Identifier: BSD-3-Clause
// The ranks of a test, and what they send each other.
#pragma once

#include <cstdlib>
#include <functional>
#include <utility>
#include <vector>

#include "domain/communicator.hpp"

namespace alder::test {

/// Passes everything on to another communicator and notes what `exchange` and transfers send
/// to other ranks.
class RecordingCommunicator final : public Communicator {
 public:
  explicit RecordingCommunicator(Communicator& to) : to_(to) {}

  std::vector<Message> exchanged, transferred;
  std::function<void()> before_transfer = [] {};  ///< called with messages to or from other ranks

  [[nodiscard]] int rank() const override { return to_.rank(); }
  [[nodiscard]] int size() const override { return to_.size(); }
  [[nodiscard]] int rank_on_host() const override { return to_.rank_on_host(); }
  void sum(std::span<double> values) override { to_.sum(values); }
  void sum(std::span<std::int64_t> values) override { to_.sum(values); }
  void max(std::span<double> values) override { to_.max(values); }
  void max(std::span<std::int64_t> values) override { to_.max(values); }
  void broadcast(std::vector<std::byte>& bytes, int root) override { to_.broadcast(bytes, root); }
  void barrier() override { to_.barrier(); }
  std::vector<Message> exchange(std::vector<Message> out) override {
    for (const Message& m : out) {
      if (m.rank != rank()) exchanged.push_back(m);
    }
    return to_.exchange(std::move(out));
  }
  void begin_transfer(std::span<const Outgoing> out, std::span<const Incoming> in) override {
    note_transfer(out, in);
    to_.begin_transfer(out, in);
  }
  void finish_transfer() override { to_.finish_transfer(); }
  void reserve_outbox(std::size_t bytes) override { to_.reserve_outbox(bytes); }
  std::byte* next_outbox() override { return to_.next_outbox(); }
  void begin_transfer_from_outbox(std::span<const Outgoing> out, std::span<Incoming> in) override {
    note_transfer(out, in);
    to_.begin_transfer_from_outbox(out, in);
  }
  std::optional<std::int64_t> try_max(std::int64_t value, double patience) override {
    return to_.try_max(value, patience);
  }
  [[noreturn]] void abort(int exit_code) override {
    to_.abort(exit_code);
    std::_Exit(exit_code);
  }
  [[nodiscard]] std::string describe() const override { return to_.describe(); }

 private:
  void note_transfer(std::span<const Outgoing> out, std::span<const Incoming> in) {
    for (const Outgoing& m : out) {
      if (m.rank != rank()) transferred.push_back({m.rank, {m.bytes.begin(), m.bytes.end()}});
    }
    if (!out.empty() || !in.empty()) before_transfer();
  }

  Communicator& to_;
};

}  // namespace alder::test
