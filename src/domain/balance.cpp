// SPDX-License-Identifier: BSD-3-Clause
#include "domain/balance.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

namespace alder {
namespace {

constexpr int log2_bins = 12;  // layers of an axis between which cuts are interpolated
constexpr std::uint64_t thinnest = std::uint64_t{1}
                                   << 40;  // of 2^64: bricks are never empty of space

std::uint64_t coordinate(const Position& p, int axis, const Int3& log2_multiple) {
  return (axis == 0 ? p.x : axis == 1 ? p.y : p.z) << log2_multiple[axis];
}

// The work of all ranks in each layer of an axis.
std::vector<std::int64_t> layers(Communicator& communicator, int axis, const WorkOfAtoms& work) {
  std::vector<std::int64_t> layer(std::size_t{1} << log2_bins, 0);
  for (std::size_t i = 0; i < work.position.size(); ++i) {
    const std::uint64_t x = coordinate(work.position[i], axis, work.log2_multiple);
    layer[static_cast<std::size_t>(x >> (64 - log2_bins))] += work.cost[i];
  }
  communicator.sum(std::span(layer));
  return layer;
}

// The place below which `wanted` of the work is.
std::uint64_t place_of(const std::vector<std::int64_t>& layer, double wanted) {
  double below = 0;
  for (std::size_t k = 0; k < layer.size(); ++k) {
    const auto here = static_cast<double>(layer[k]);
    if (below + here >= wanted && here > 0) {
      const double bin = static_cast<double>(k) + (wanted - below) / here;
      return static_cast<std::uint64_t>(std::min(std::ldexp(bin, 64 - log2_bins), 0x1.fffffp63));
    }
    below += here;
  }
  return std::uint64_t{1} << 63;
}

std::vector<std::uint64_t> cuts_for(const std::vector<std::int64_t>& layer, int bricks) {
  const auto total = static_cast<double>(std::accumulate(layer.begin(), layer.end(), 0LL));
  std::vector<std::uint64_t> cuts{0};
  for (int k = 1; k < bricks; ++k) {
    const std::uint64_t least = cuts.back() + thinnest;
    const std::uint64_t most =
        ~std::uint64_t{0} - static_cast<std::uint64_t>(bricks - k) * thinnest;
    cuts.push_back(std::clamp(place_of(layer, total * k / bricks), least, most));
  }
  cuts.push_back(0);
  return cuts;
}

double largest_over_mean(std::int64_t largest, std::int64_t total, int ranks) {
  return total > 0 ? static_cast<double>(largest) * ranks / static_cast<double>(total) : 1;
}

}  // namespace

double imbalance(Communicator& communicator, std::int64_t work) {
  const std::int64_t total = communicator.sum(work);
  return largest_over_mean(communicator.max(work), total, communicator.size());
}

double imbalance_with(Communicator& communicator, const ProcessGrid& grid,
                      const WorkOfAtoms& work) {
  std::vector<std::int64_t> of_rank(static_cast<std::size_t>(grid.n_ranks()), 0);
  for (std::size_t i = 0; i < work.position.size(); ++i) {
    const int owner = grid.owner(work.position[i], work.log2_multiple);
    of_rank[static_cast<std::size_t>(owner)] += work.cost[i];
  }
  communicator.sum(std::span(of_rank));
  return largest_over_mean(*std::max_element(of_rank.begin(), of_rank.end()),
                           std::accumulate(of_rank.begin(), of_rank.end(), std::int64_t{0}),
                           grid.n_ranks());
}

ProcessGrid balanced_grid(Communicator& communicator, const Int3& bricks, const WorkOfAtoms& work) {
  ProcessGrid grid(bricks);
  for (int axis = 0; axis < 3; ++axis) {
    if (bricks[axis] == 1) continue;
    grid.set_cuts(axis, cuts_for(layers(communicator, axis, work), bricks[axis]));
  }
  return grid;
}

}  // namespace alder
