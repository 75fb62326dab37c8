// SPDX-License-Identifier: BSD-3-Clause
#include "domain/rank_speeds.hpp"

#include <algorithm>
#include <span>

namespace alder {
namespace {

constexpr double largest_factor = 8;  // a speed may differ from the mean by

}  // namespace

// Zero where nothing is known.
double RankSpeeds::middle() const {
  std::array<double, n_kept> last = seconds_per_work_;
  if (looks_ < 2) return last[0];
  if (looks_ == 2) return (last[0] + last[1]) / 2;
  std::sort(last.begin(), last.end());
  return last[1];
}

Load RankSpeeds::look(Communicator& communicator, std::int64_t work, double seconds) {
  if (work > 0 && seconds > 0) {
    seconds_per_work_[looks_ % n_kept] = seconds / static_cast<double>(work);
    ++looks_;
  }
  std::vector<double> cost(speeds_.size(), 0);  // seconds per work of all ranks
  cost[static_cast<std::size_t>(communicator.rank())] = middle();
  communicator.sum(std::span(cost));
  double sum = 0, known = 0;
  for (const double c : cost) {
    sum += c;
    known += c > 0 ? 1 : 0;
  }
  for (std::size_t rank = 0; rank < cost.size() && known > 0; ++rank) {
    const double relative = cost[rank] > 0 ? cost[rank] * known / sum : 1;
    speeds_[rank] = 1 / std::clamp(relative, 1 / largest_factor, largest_factor);
  }
  return load(communicator, seconds);
}

}  // namespace alder
