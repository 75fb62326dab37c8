// SPDX-License-Identifier: BSD-3-Clause
#include "domain/domain.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include "backend/for_each.hpp"
#include "domain/bodies.hpp"

namespace alder {
namespace {

// Distance along an axis, in boxes, from the box [0, 1) to its image point f + k in a periodic
// frame of `multiple` boxes.
double distance_in_boxes(double f, int k, int multiple) {
  if (k == 0) return 0;
  return std::min(f + k - 1, multiple - (f + k));
}

// The shifts along one axis under which an atom at box fraction f comes within `range` of the box.
std::vector<int> near_shifts(double f, double box_height, int log2_multiple, double range) {
  const int multiple = 1 << log2_multiple;
  std::vector<int> shifts;
  for (int k = 0; k < multiple; ++k) {
    if (distance_in_boxes(f, k, multiple) * box_height <= range) shifts.push_back(k);
  }
  return shifts;
}

double box_fraction(std::uint64_t x, int log2_multiple) {
  return std::ldexp(static_cast<double>(x), log2_multiple - 64);
}

struct Candidate {
  std::int64_t cell;
  std::int64_t tag;
  GhostSource source;
};

void add_images(std::vector<Candidate>& ghosts, const AtomsView& atoms, std::uint32_t i,
                const Frame& frame, const CellGrid& grid, double range) {
  const Position& p = atoms.built_position[i];
  const Int3& log2 = frame.log2_multiple();
  const Vec3 height = frame.box().heights();
  const auto kx = near_shifts(box_fraction(p.x, log2.x), height.x, log2.x, range);
  const auto ky = near_shifts(box_fraction(p.y, log2.y), height.y, log2.y, range);
  const auto kz = near_shifts(box_fraction(p.z, log2.z), height.z, log2.z, range);
  for (const int z : kz) {
    for (const int y : ky) {
      for (const int x : kx) {
        if (x == 0 && y == 0 && z == 0) continue;
        ghosts.push_back({grid.cell_of(frame.shifted(p, {x, y, z})), atoms.tag[i], {i, {x, y, z}}});
      }
    }
  }
}

}  // namespace

void Domain::borders(Atoms& atoms, const Frame& frame, const CellGrid& grid, double range) {
  std::vector<Candidate> ghosts;
  const Int3& log2 = frame.log2_multiple();
  if (log2.x + log2.y + log2.z > 0) {
    const AtomsView view = atoms.view();
    for (std::int64_t i = 0; i < view.n_local; ++i) {
      add_images(ghosts, view, static_cast<std::uint32_t>(i), frame, grid, range);
    }
    const auto key = [](const Candidate& g) {
      return std::tuple(g.cell, g.tag, g.source.boxes.z, g.source.boxes.y, g.source.boxes.x);
    };
    std::sort(ghosts.begin(), ghosts.end(),
              [&](const Candidate& a, const Candidate& b) { return key(a) < key(b); });
  }
  std::vector<GhostSource> sources;
  sources.reserve(ghosts.size());
  for (const Candidate& g : ghosts) sources.push_back(g.source);
  sources_.copy_from(sources);
  atoms.set_ghosts(static_cast<std::int64_t>(sources.size()));
  for_each(device_, atoms.n_ghost(), CopyGhostFieldsBody{atoms.view(), sources_.data()});
}

void Domain::refresh_ghosts(Atoms& atoms, const Frame& frame) {
  for_each(device_, atoms.n_ghost(), RefreshGhostsBody{atoms.view(), frame, sources_.data()});
}

}  // namespace alder
