// SPDX-License-Identifier: BSD-3-Clause
// Per-atom bodies of the atoms room, run by for_each on every backend.
#pragma once

#include <cstdint>

#include "atoms/packed_rows.hpp"
#include "atoms/short_position.hpp"
#include "base/platform.hpp"
#include "base/vec3.hpp"

namespace alder {

/// An item of a field as so many 4-byte words.
template <int Words>
struct FieldItem {
  std::uint32_t word[Words];
};

/// to[i] = from[order[i]].
template <class Item>
struct GatherBody {
  const Item* from;
  Item* to;
  const std::uint32_t* order;
  ALDER_HD void operator()(std::int64_t i) const { to[i] = from[order[i]]; }
  ALDER_INLINE void prefetch(std::int64_t i) const { alder::prefetch(from + order[i]); }
};

/// to[order[i]] = from[i].
template <class Item>
struct ScatterBody {
  const Item* from;
  Item* to;
  const std::uint32_t* order;
  ALDER_HD void operator()(std::int64_t i) const { to[order[i]] = from[i]; }
};

/// packed[k] = from[row[k]].
template <class Item>
struct PackRowsBody {
  const Item* from;
  const std::uint32_t* row;
  PackedRows packed;
  ALDER_HD void operator()(std::int64_t k) const { packed.at<Item>(k) = from[row[k]]; }
};

/// to[row[k]] = packed[k]; to[k] = packed[k] where `row` is null.
template <class Item>
struct UnpackRowsBody {
  PackedRows packed;
  Item* to;
  const std::uint32_t* row;
  ALDER_HD void operator()(std::int64_t k) const {
    to[row == nullptr ? k : row[k]] = packed.at<Item>(k);
  }
};

struct ShortenPositionBody {
  const Position* from;
  ShortPosition* to;
  ALDER_HD void operator()(std::int64_t i) const { to[i] = shortened(from[i]); }
  ALDER_INLINE void prefetch(std::int64_t i) const { alder::prefetch(from + i); }
};

struct ClearForcesBody {
  PaddedVec3* force;
  ALDER_HD void operator()(std::int64_t i) const { force[i] = PaddedVec3{0, 0, 0}; }
};

}  // namespace alder
