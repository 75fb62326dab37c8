// SPDX-License-Identifier: BSD-3-Clause
// Communication of a process with itself.
#include <cstdlib>
#include <cstring>

#include "base/error.hpp"
#include "domain/communicator.hpp"

namespace alder {
namespace {

class SelfCommunicator final : public Communicator {
 public:
  [[nodiscard]] int rank() const override { return 0; }
  [[nodiscard]] int size() const override { return 1; }
  void sum(std::span<double>) override {}
  void sum(std::span<std::int64_t>) override {}
  void max(std::span<double>) override {}
  void max(std::span<std::int64_t>) override {}
  [[nodiscard]] int rank_on_host() const override { return 0; }
  void broadcast(std::vector<std::byte>&, int) override {}
  void barrier() override {}

  std::vector<Message> exchange(std::vector<Message> out) override { return out; }

  void begin_transfer(std::span<const Outgoing> out, std::span<const Incoming> in) override {
    if (out.size() != in.size()) throw InternalError("a message to oneself was not received");
    for (std::size_t k = 0; k < out.size(); ++k) {
      if (!out[k].bytes.empty()) {
        std::memcpy(in[k].bytes.data(), out[k].bytes.data(), out[k].bytes.size());
      }
    }
  }

  void finish_transfer() override {}

  void reserve_outbox(std::size_t bytes) override {
    if (bytes > outbox_.size()) outbox_.resize(bytes);
  }
  std::byte* next_outbox() override { return outbox_.data(); }
  void begin_transfer_from_outbox(std::span<const Outgoing> out, std::span<Incoming> in) override {
    if (out.size() != in.size()) throw InternalError("a message to oneself was not received");
    for (std::size_t k = 0; k < in.size(); ++k) {
      in[k].bytes = {outbox_.data() + (out[k].bytes.data() - outbox_.data()), out[k].bytes.size()};
    }
  }

  std::optional<std::int64_t> try_max(std::int64_t value, double) override { return value; }
  [[noreturn]] void abort(int exit_code) override { std::_Exit(exit_code); }
  [[nodiscard]] std::string describe() const override { return "1 process"; }

 private:
  std::vector<std::byte> outbox_;  ///< one piece: nobody else reads it
};

}  // namespace

std::unique_ptr<Communicator> make_self_communicator() {
  return std::make_unique<SelfCommunicator>();
}

bool started_by_mpi_launcher() {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_SIZE", "PMI_RANK"}) {
    if (std::getenv(name) != nullptr) return true;
  }
  return false;
}

}  // namespace alder
