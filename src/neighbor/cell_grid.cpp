// SPDX-License-Identifier: BSD-3-Clause
#include "neighbor/cell_grid.hpp"

#include <algorithm>
#include <cmath>

#include "neighbor/neighbor_view.hpp"

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

struct Window {
  std::int32_t first, size;
};

// The cells of an axis within `range` (a fraction of the frame) of a brick's extent, and one more
// on either side for rounding. The whole axis where the window would meet itself round the frame,
// or where a stencil does.
Window window(std::int32_t n, double range, std::uint64_t begin, std::uint64_t end,
              int log2_multiple) {
  const double from = std::ldexp(static_cast<double>(begin), -64 - log2_multiple);
  const double to = std::ldexp(end == 0 ? 0x1p64 : static_cast<double>(end), -64 - log2_multiple);
  const double low = std::floor((from - range) * n) - 1;
  const double high = std::floor((to + range) * n) + 1;
  const double size = high - low + 1;
  if (size >= n || n < 2 * std::ceil(range * n) + 1) return {0, n};
  const auto first = static_cast<std::int32_t>(low);
  return {first < 0 ? first + n : first, static_cast<std::int32_t>(size)};
}

// Smallest distance, in cell widths, between points of two cells that are d apart.
double gap(std::int32_t d) {
  return std::max(0, std::abs(d) - 1);
}

// A strip so narrow that an atom's neighbors in it are within `span` atoms in storage, and at least
// as wide as the range.
std::int32_t strip_width(const CellGrid& grid, double atoms_per_cell, std::int64_t span) {
  const double planes = 2 * cells_per_range + 2;  // of neighbors, and for the unevenness of density
  const double atoms_of_line = planes * grid.size.x * atoms_per_cell;
  const double widest = std::clamp(static_cast<double>(span) / atoms_of_line,
                                   2 * cells_per_range + 1, static_cast<double>(grid.size.y) + 1);
  const std::int32_t strips = (grid.size.y - 1) / static_cast<std::int32_t>(widest) + 1;
  return (grid.size.y - 1) / strips + 1;
}

}  // namespace

CellGrid make_cell_grid(const Frame& frame, double range, std::int64_t n_atoms,
                        const Brick& brick) {
  const Vec3 height = frame.heights();
  double cell = range / cells_per_range;
  const double atoms_of_frame =
      static_cast<double>(n_atoms) *
      std::ldexp(1.0, frame.log2_multiple().x + frame.log2_multiple().y + frame.log2_multiple().z);
  const double max_cells = 64.0 + 4.0 * atoms_of_frame;
  const double wanted = height.x / cell * (height.y / cell) * (height.z / cell);
  if (wanted > max_cells) cell *= std::cbrt(wanted / max_cells);
  CellGrid grid;
  grid.nx = cells_along(height.x, cell);
  grid.ny = cells_along(height.y, cell);
  grid.nz = cells_along(height.z, cell);
  const Int3& log2 = frame.log2_multiple();
  const Window x = window(grid.nx, range / height.x, brick.begin.x, brick.end.x, log2.x);
  const Window y = window(grid.ny, range / height.y, brick.begin.y, brick.end.y, log2.y);
  const Window z = window(grid.nz, range / height.z, brick.begin.z, brick.end.z, log2.z);
  grid.first = {x.first, y.first, z.first};
  grid.size = {x.size, y.size, z.size};
  grid.strip = strip_width(grid, atoms_of_frame / grid.nx / grid.ny / grid.nz, ListPart::span);
  return grid;
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
