// SPDX-License-Identifier: BSD-3-Clause
#include "domain/ghost_finder.hpp"

#include <array>
#include <utility>

#include "backend/for_each.hpp"
#include "backend/scan.hpp"

namespace alder {
namespace {

// The near bricks of one brick: [first, end) of the near ones of an axis.
struct Stretch {
  int brick, first, end;
};

std::vector<Stretch> runs_of(const std::vector<NearBrick>& near) {
  std::vector<Stretch> runs;
  for (int k = 0; k < static_cast<int>(near.size()); ++k) {
    const int brick = near[static_cast<std::size_t>(k)].brick;
    if (runs.empty() || runs.back().brick != brick) runs.push_back({brick, k, k});
    runs.back().end = k + 1;
  }
  return runs;
}

// By rank, since bricks are numbered x fastest.
std::vector<GhostTarget> targets_of(const NearBricks& near, const ProcessGrid& grid) {
  const std::vector<Stretch> xs = runs_of(near[0]), ys = runs_of(near[1]), zs = runs_of(near[2]);
  std::vector<GhostTarget> targets;
  for (const Stretch& z : zs) {
    for (const Stretch& y : ys) {
      for (const Stretch& x : xs) {
        targets.push_back({grid.rank_of({x.brick, y.brick, z.brick}),
                           {x.first, y.first, z.first},
                           {x.end, y.end, z.end}});
      }
    }
  }
  return targets;
}

}  // namespace

GhostFinder::GhostFinder(const Device& device)
    : device_(device),
      near_(device),
      target_(device),
      sums_(device),
      starts_(device),
      candidate_(device) {}

std::vector<HaloPart> GhostFinder::find(const AtomsView& atoms, const GhostRule& rule,
                                        const NearBricks& near, const ProcessGrid& grid, int rank,
                                        Buffer<GhostSource>& sources) {
  sources.resize(0);
  const std::int64_t n_candidates =
      part_rows(device_, atoms.n_local, CandidateBody{atoms.position, rule}, sums_, candidate_);
  if (n_candidates == 0) return {};
  std::vector<NearBrick> bricks;
  for (const auto& axis : near) bricks.insert(bricks.end(), axis.begin(), axis.end());
  near_.copy_from(bricks);
  const std::vector<GhostTarget> targets = targets_of(near, grid);
  target_.copy_from(targets);
  const NearBrick* x = near_.data();
  const NearBrick* y = x + near[0].size();
  const GhostChoice choice{.near = {x, y, y + near[1].size()},
                           .target = target_.data(),
                           .position = atoms.position,
                           .candidate = candidate_.data(),
                           .n_candidates = n_candidates,
                           .rank = rank};
  const std::int64_t n = n_candidates * static_cast<std::int64_t>(targets.size());
  sums_.resize(static_cast<std::size_t>(n) + 1);
  for_each(device_, n + 1, CountImagesBody{choice, n, sums_.data()});
  exclusive_scan(device_, sums_);
  starts_.resize(targets.size() + 1);
  for_each(device_, static_cast<std::int64_t>(starts_.size()),
           EveryBody{sums_.data(), n_candidates, starts_.data()});
  const std::vector<std::int64_t> starts = starts_.to_host();
  sources.resize(static_cast<std::size_t>(starts.back()));
  for_each(device_, n, WriteImagesBody{choice, sums_.data(), sources.data()});
  return parts_of(starts, [&targets](std::size_t t) { return targets[t].rank; });
}

}  // namespace alder
