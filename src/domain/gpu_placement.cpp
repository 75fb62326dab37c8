// SPDX-License-Identifier: BSD-3-Clause
#include "domain/gpu_placement.hpp"

#include <unistd.h>
#include <algorithm>
#include <cstring>
#include <map>

#include "base/error.hpp"

namespace alder {
namespace {

// A text of every rank, on every rank; cut at `width` - 1 bytes, a multiple of 8 less one.
std::vector<std::string> texts_of_ranks(Communicator& communicator, const std::string& mine,
                                        std::size_t width) {
  std::vector<std::int64_t> words(static_cast<std::size_t>(communicator.size()) * width / 8, 0);
  std::memcpy(words.data() + static_cast<std::size_t>(communicator.rank()) * width / 8, mine.data(),
              std::min(mine.size(), width - 1));
  communicator.sum(std::span(words));
  std::vector<std::string> texts;
  const char* text = reinterpret_cast<const char*>(words.data());
  for (int rank = 0; rank < communicator.size(); ++rank) {
    texts.emplace_back(text + static_cast<std::size_t>(rank) * width);
  }
  return texts;
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
  const std::vector<std::string> ids = texts_of_ranks(communicator, placement.id, 64);
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

std::vector<std::string> describe_ranks(Communicator& communicator, const std::string& device,
                                        const GpuPlacement& placement) {
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  const std::string mine = std::string(host).substr(0, std::string(host).find('.')) + ": " +
                           device + (placement.id.empty() ? "" : ", " + placement.id);
  const std::vector<std::string> texts = texts_of_ranks(communicator, mine, 256);
  std::vector<std::string> lines;
  for (std::size_t first = 0, end = 0; first < texts.size(); first = end) {
    while (end < texts.size() && texts[end] == texts[first]) ++end;
    const std::string who =
        end - first == 1 ? "rank " + std::to_string(first)
                         : "ranks " + std::to_string(first) + " to " + std::to_string(end - 1);
    lines.push_back(who + " on " + texts[first]);
  }
  return lines;
}

}  // namespace alder
