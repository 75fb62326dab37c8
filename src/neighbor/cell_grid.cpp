// SPDX-License-Identifier: BSD-3-Clause
#include "neighbor/cell_grid.hpp"

#include <algorithm>
#include <cmath>

namespace alder {
namespace {

constexpr double cells_per_range = 2;
constexpr std::int32_t max_cells_per_axis = 1 << 20;

std::int32_t cells_along(double height, double cell) {
  const double n = std::floor(height / cell);
  return static_cast<std::int32_t>(std::clamp(n, 1.0, static_cast<double>(max_cells_per_axis)));
}

// Offsets along an axis of n cells, each residue once, as the shorter way round.
std::vector<std::int32_t> offsets(std::int32_t n, std::int32_t reach) {
  std::vector<std::int32_t> result;
  for (std::int32_t d = -std::min(reach, (n - 1) / 2); d <= std::min(reach, n / 2); ++d) {
    result.push_back(d);
  }
  return result;
}

// Smallest distance, in cell widths, between points of two cells that are d apart.
double gap(std::int32_t d) {
  return std::max(0, std::abs(d) - 1);
}

}  // namespace

CellGrid make_cell_grid(const Frame& frame, double range, std::int64_t n_atoms) {
  const Vec3 height = frame.heights();
  double cell = range / cells_per_range;
  const double max_cells =
      64.0 + 4.0 * static_cast<double>(n_atoms) *
                 std::ldexp(1.0, frame.log2_multiple().x + frame.log2_multiple().y +
                                     frame.log2_multiple().z);
  const double wanted = height.x / cell * (height.y / cell) * (height.z / cell);
  if (wanted > max_cells) cell *= std::cbrt(wanted / max_cells);
  return {cells_along(height.x, cell), cells_along(height.y, cell), cells_along(height.z, cell)};
}

std::vector<StencilRow> make_stencil(const CellGrid& grid, const Frame& frame, double range) {
  const Vec3 height = frame.heights();
  const double wx = height.x / grid.nx;
  const double wy = height.y / grid.ny;
  const double wz = height.z / grid.nz;
  const auto reach = [range](double w) { return static_cast<std::int32_t>(std::ceil(range / w)); };

  std::vector<StencilRow> rows;
  for (const std::int32_t dz : offsets(grid.nz, reach(wz))) {
    for (const std::int32_t dy : offsets(grid.ny, reach(wy))) {
      const double gy = gap(dy) * wy;
      const double gz = gap(dz) * wz;
      // Heights are distances between planes; their squares add up only where the planes are
      // perpendicular.
      const double in_plane =
          frame.orthogonal() ? gy * gy + gz * gz : std::max(gy, gz) * std::max(gy, gz);
      if (in_plane > range * range) continue;
      const double left = frame.orthogonal() ? std::sqrt(range * range - in_plane) : range;
      rows.push_back({dy, dz, static_cast<std::int32_t>(std::ceil(left / wx))});
    }
  }
  return rows;
}

}  // namespace alder
