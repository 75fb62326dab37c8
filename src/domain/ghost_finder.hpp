// SPDX-License-Identifier: BSD-3-Clause
// The choice of ghosts by work per atom, for GPUs.
#pragma once

#include <cstdint>
#include <vector>

#include "atoms/atoms.hpp"
#include "domain/ghost_rule.hpp"
#include "domain/halo_parts.hpp"

namespace alder {

/// A rank that may have ghosts of this rank's atoms: its bricks [first, end) among the near ones of
/// each axis.
struct GhostTarget {
  int rank = 0;
  Int3 first{}, end{};
};

/// What kernels read to choose ghosts.
struct GhostChoice {
  Vec3Of<const NearBrick*> near;
  const GhostTarget* target = nullptr;
  const Position* position = nullptr;
  const std::uint32_t* candidate = nullptr;  ///< rows of atoms that are not deep in the brick
  std::int64_t n_candidates = 0;
  int rank = 0;

  /// Calls visit(GhostSource) for each image of candidate k % n_candidates that the target number
  /// k / n_candidates must have.
  template <class Visit>
  ALDER_HD void for_each_image(std::int64_t k, const Visit& visit) const {
    const GhostTarget& to = target[k / n_candidates];
    const std::uint32_t row = candidate[k % n_candidates];
    const Position& p = position[row];
    for (int z = to.first.z; z < to.end.z; ++z) {
      if (!near.z[z].reaches(p.z)) continue;
      for (int y = to.first.y; y < to.end.y; ++y) {
        if (!near.y[y].reaches(p.y)) continue;
        for (int x = to.first.x; x < to.end.x; ++x) {
          if (!near.x[x].reaches(p.x)) continue;
          const Image boxes{near.x[x].boxes, near.y[y].boxes, near.z[z].boxes};
          if (to.rank == rank && boxes.x + boxes.y + boxes.z == 0) continue;  // the atom itself
          visit(GhostSource{row, boxes});
        }
      }
    }
  }
};

/// 1 for an atom that can be a ghost of others.
struct CandidateBody {
  const Position* position;
  GhostRule rule;
  ALDER_HD int operator()(std::int64_t i) const { return rule.is_deep(position[i]) ? 0 : 1; }
  ALDER_INLINE void prefetch(std::int64_t i) const { alder::prefetch(position + i); }
};

/// count[k] = the images of for_each_image(k); 0 behind the last.
struct CountImagesBody {
  GhostChoice choice;
  std::int64_t n;
  std::int64_t* count;
  ALDER_HD void operator()(std::int64_t k) const {
    std::int64_t images = 0;
    if (k < n) choice.for_each_image(k, [&images](const GhostSource&) { ++images; });
    count[k] = images;
  }
};

/// Writes the images of for_each_image(k) from source[begin[k]] on.
struct WriteImagesBody {
  GhostChoice choice;
  const std::int64_t* begin;
  GhostSource* source;
  ALDER_HD void operator()(std::int64_t k) const {
    GhostSource* next = source + begin[k];
    choice.for_each_image(k, [&next](const GhostSource& s) { *next++ = s; });
  }
};

/// to[k] = from[k step].
struct EveryBody {
  const std::int64_t* from;
  std::int64_t step;
  std::int64_t* to;
  ALDER_HD void operator()(std::int64_t k) const { to[k] = from[k * step]; }
};

/// Finds what the host's loop of Domain finds, in the same order. Only counts leave the device.
class GhostFinder {
 public:
  explicit GhostFinder(const Device& device);
  /// `sources` become the ghosts of all ranks, by (rank, row, image); returns which are whose.
  std::vector<HaloPart> find(const AtomsView& atoms, const GhostRule& rule, const NearBricks& near,
                             const ProcessGrid& grid, int rank, Buffer<GhostSource>& sources);

 private:
  Device device_;
  Buffer<NearBrick> near_;
  Buffer<GhostTarget> target_;
  Buffer<std::int64_t> sums_, starts_;
  Buffer<std::uint32_t> candidate_;
};

}  // namespace alder
