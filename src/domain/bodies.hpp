// SPDX-License-Identifier: BSD-3-Clause
// Per-atom bodies of the domain room, run by for_each on every backend.
#pragma once

#include "base/bisect.hpp"
#include "domain/domain.hpp"

namespace alder {

/// 1 for an atom outside the brick.
struct OutsideBrickBody {
  const Position* position;
  Brick brick;
  Int3 log2_multiple;
  ALDER_HD int operator()(std::int64_t i) const {
    return brick.contains(position[i], log2_multiple) ? 0 : 1;
  }
  ALDER_INLINE void prefetch(std::int64_t i) const { alder::prefetch(position + i); }
};

/// owner[k] = the rank whose brick atom row[k] is in.
struct FindOwnerBody {
  const Position* position;
  const std::uint32_t* row;
  GridCuts grid;
  Int3 log2_multiple;
  std::uint32_t* owner;
  ALDER_HD void operator()(std::int64_t k) const {
    owner[k] = static_cast<std::uint32_t>(grid.owner(position[row[k]], log2_multiple));
  }
};

/// start[r] = the first of n ascending `owner` that is not below r.
struct OwnerStartBody {
  const std::uint32_t* owner;
  std::int64_t n;
  std::int64_t* start;
  ALDER_HD void operator()(std::int64_t r) const {
    const std::uint32_t* const of = owner;
    start[r] = first_where(std::int64_t{0}, n, [=](std::int64_t k) { return of[k] >= r; });
  }
};

/// The first item of packed row k = the fractions of the image that ghost k of another process (or
/// this one) is. Stored and Packed: Position and PackedPosition, or the short ones.
template <class Stored, class Packed>
struct PackImagesBody {
  const Stored* position;
  Frame frame;
  const GhostSource* source;
  PackedRows packed;
  ALDER_HD void operator()(std::int64_t k) const {
    const GhostSource& s = source[k];
    const Stored p = frame.shifted(position[s.owner], {s.boxes.x, s.boxes.y, s.boxes.z});
    packed.at<Packed>(k) = {p.x, p.y, p.z};
  }
  ALDER_INLINE void prefetch(std::int64_t k) const { alder::prefetch(position + source[k].owner); }
};

/// The same where a frame is one box: images are where their owners are.
template <class Stored, class Packed>
struct PackOwnersBody {
  const Stored* position;
  const std::uint32_t* owner;
  Packed* packed;
  ALDER_HD void operator()(std::int64_t k) const {
    const Stored& p = position[owner[k]];
    packed[k] = {p.x, p.y, p.z};
  }
  ALDER_INLINE void prefetch(std::int64_t k) const { alder::prefetch(position + owner[k]); }
};

/// The fractions of ghost slot[k] become packed item k; its type stays.
template <class Stored, class Packed>
struct UnpackGhostsBody {
  const Packed* packed;
  Stored* ghost;
  const std::uint32_t* slot;
  ALDER_HD void operator()(std::int64_t k) const {
    const Packed& from = packed[k];
    Stored& p = ghost[slot[k]];
    p.x = from.x;
    p.y = from.y;
    p.z = from.z;
  }
  ALDER_INLINE void prefetch(std::int64_t k) const {
    alder::prefetch(ghost + slot[k]);
    alder::prefetch(packed + k);
  }
};

/// owner[k] of source k.
struct OwnerBody {
  const GhostSource* source;
  std::uint32_t* owner;
  ALDER_HD void operator()(std::int64_t k) const { owner[k] = source[k].owner; }
};

/// place[order[k]] = k.
struct InvertBody {
  const std::uint32_t* order;
  std::uint32_t* place;
  ALDER_HD void operator()(std::int64_t k) const {
    place[order[k]] = static_cast<std::uint32_t>(k);
  }
};

/// Where cells look for it.
[[nodiscard]] ALDER_HD inline Position position_of(const PackedPosition& p) {
  return {.x = p.x, .y = p.y, .z = p.z};
}

}  // namespace alder
