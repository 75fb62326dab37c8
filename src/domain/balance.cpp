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

// The speeds of the ranks in each layer of bricks of an axis together.
std::vector<double> layer_speeds(const ProcessGrid& grid, int axis,
                                 std::span<const double> speeds) {
  std::vector<double> sums(static_cast<std::size_t>(grid.bricks()[axis]), 0);
  for (int rank = 0; rank < grid.n_ranks(); ++rank) {
    sums[static_cast<std::size_t>(grid.brick_of(rank)[axis])] +=
        speeds[static_cast<std::size_t>(rank)];
  }
  return sums;
}

// `share`: what each layer of bricks gets, in any unit.
std::vector<std::uint64_t> cuts_for(const std::vector<std::int64_t>& layer,
                                    const std::vector<double>& share) {
  const auto total = static_cast<double>(std::accumulate(layer.begin(), layer.end(), 0LL));
  const double shares = std::accumulate(share.begin(), share.end(), 0.0);
  const auto bricks = static_cast<int>(share.size());
  std::vector<std::uint64_t> cuts{0};
  double below = 0;
  for (int k = 1; k < bricks; ++k) {
    const std::uint64_t least = cuts.back() + thinnest;
    const std::uint64_t most =
        ~std::uint64_t{0} - static_cast<std::uint64_t>(bricks - k) * thinnest;
    below += share[static_cast<std::size_t>(k) - 1];
    cuts.push_back(std::clamp(place_of(layer, total * below / shares), least, most));
  }
  cuts.push_back(0);
  return cuts;
}

}  // namespace

Load load(Communicator& communicator, double mine) {
  return {communicator.max(mine), communicator.sum(mine) / communicator.size()};
}

Load load_with(Communicator& communicator, const ProcessGrid& grid, const WorkOfAtoms& work,
               std::span<const double> speeds) {
  std::vector<std::int64_t> of_rank(static_cast<std::size_t>(grid.n_ranks()), 0);
  for (std::size_t i = 0; i < work.position.size(); ++i) {
    const int owner = grid.owner(work.position[i], work.log2_multiple);
    of_rank[static_cast<std::size_t>(owner)] += work.cost[i];
  }
  communicator.sum(std::span(of_rank));
  Load load;
  for (std::size_t rank = 0; rank < of_rank.size(); ++rank) {
    const double time = static_cast<double>(of_rank[rank]) / speeds[rank];
    load.largest = std::max(load.largest, time);
    load.mean += time / grid.n_ranks();
  }
  return load;
}

ProcessGrid balanced_grid(Communicator& communicator, const Int3& bricks, const WorkOfAtoms& work,
                          std::span<const double> speeds) {
  ProcessGrid grid(bricks);
  for (int axis = 0; axis < 3; ++axis) {
    if (bricks[axis] == 1) continue;
    grid.set_cuts(axis,
                  cuts_for(layers(communicator, axis, work), layer_speeds(grid, axis, speeds)));
  }
  return grid;
}

}  // namespace alder
