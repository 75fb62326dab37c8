// SPDX-License-Identifier: BSD-3-Clause
#include "domain/gpu_placement.hpp"

#include <algorithm>
#include <cstring>
#include <map>

#include "base/error.hpp"

namespace alder {
namespace {

// The GPU of every rank, on every rank; empty where a rank has none.
std::vector<std::string> ids_of_ranks(Communicator& communicator, const std::string& mine) {
  constexpr std::size_t width = 64;
  std::vector<std::int64_t> words(static_cast<std::size_t>(communicator.size()) * width / 8, 0);
  std::memcpy(words.data() + static_cast<std::size_t>(communicator.rank()) * width / 8, mine.data(),
              std::min(mine.size(), width - 1));
  communicator.sum(std::span(words));
  std::vector<std::string> ids;
  const char* text = reinterpret_cast<const char*>(words.data());
  for (int rank = 0; rank < communicator.size(); ++rank) {
    ids.emplace_back(text + static_cast<std::size_t>(rank) * width);
  }
  return ids;
}

}  // namespace

GpuPlacement place_on_gpus(Communicator& communicator, const std::vector<std::string>& visible,
                           const GpuWishes& wishes) {
  if (wishes.device && communicator.size() > 1) {
    throw InputError("execution.device (--device) names the GPU of one process, but there are " +
                     std::to_string(communicator.size()) +
                     " ranks; leave it out, and they share out the GPUs");
  }
  GpuPlacement placement;
  const auto n = static_cast<int>(visible.size());
  if (wishes.device) {
    placement.ordinal = static_cast<int>(*wishes.device);
  } else if (n > 1) {
    placement.ordinal = communicator.rank_on_host() % n;
  }
  if (placement.ordinal < n) placement.id = visible[static_cast<std::size_t>(placement.ordinal)];
  std::map<std::string, std::vector<int>> ranks_of;
  const std::vector<std::string> ids = ids_of_ranks(communicator, placement.id);
  for (int rank = 0; rank < communicator.size(); ++rank) {
    const std::string& id = ids[static_cast<std::size_t>(rank)];
    if (!id.empty()) ranks_of[id].push_back(rank);
  }
  for (const auto& [id, ranks] : ranks_of) {
    placement.most_shared = std::max(placement.most_shared, static_cast<int>(ranks.size()));
    if (id == placement.id) placement.leads = ranks.front() == communicator.rank();
  }
  placement.gpus = static_cast<int>(ranks_of.size());
  if (placement.most_shared > 1 && !wishes.oversubscribe) {
    throw EnvironmentError(
        "there are " + std::to_string(communicator.size()) + " ranks for " +
        std::to_string(placement.gpus) + (placement.gpus == 1 ? " GPU" : " GPUs") + "; start " +
        std::to_string(placement.gpus) + (placement.gpus == 1 ? " rank" : " ranks") +
        ", or let ranks share one with --oversubscribe-gpu (execution.oversubscribe_gpu: true)");
  }
  return placement;
}

}  // namespace alder
