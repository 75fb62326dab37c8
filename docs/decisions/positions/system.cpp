// SPDX-License-Identifier: BSD-3-Clause
#include "system.hpp"

#include <algorithm>
#include <numeric>

namespace spike {
namespace {

std::array<double, 3> displacement(const Edges& e, const Position& a, const Position& b) {
  const auto d = [](std::uint64_t p, std::uint64_t q) {
    return std::ldexp(static_cast<double>(static_cast<std::int64_t>(p - q)), -64);
  };
  const double x = d(a.x, b.x), y = d(a.y, b.y), z = d(a.z, b.z);
  return {e.xx * x + e.xy * y + e.xz * z, e.yy * y + e.yz * z, e.zz * z};
}

struct Grid {
  std::int64_t nx, ny, nz;
  [[nodiscard]] std::int64_t along(std::uint64_t x, std::int64_t n) const {
    return static_cast<std::int64_t>(((x >> 32) * static_cast<std::uint64_t>(n)) >> 32);
  }
  [[nodiscard]] std::array<std::int64_t, 3> cell(const Position& p) const {
    return {along(p.x, nx), along(p.y, ny), along(p.z, nz)};
  }
  [[nodiscard]] std::int64_t index(std::int64_t x, std::int64_t y, std::int64_t z) const {
    const auto wrap = [](std::int64_t c, std::int64_t n) { return (c % n + n) % n; };
    return (wrap(z, nz) * ny + wrap(y, ny)) * nx + wrap(x, nx);
  }
};

std::array<double, 3> heights(const Edges& e) {
  return {e.xx / std::hypot(1.0, e.xy / e.yy), e.yy, e.zz};  // xz = yz = 0 here
}

template <class T>
void permute(std::vector<T>& v, const std::vector<std::uint32_t>& order) {
  std::vector<T> old = v;
  for (std::size_t i = 0; i < order.size(); ++i) v[i] = old[order[i]];
}

}  // namespace

View System::view(const Variant& variant) {
  const auto& o = variant.options;
  const auto& list = o.local    ? local_index
                     : o.scaled ? (variant.is_double ? scaled_long : scaled_short)
                                : index;
  return {position.data(),    short_position.data(), local_double.data(), local_float.data(),
          start.data(),       count.data(),          list.data(),         edges,
          max_types,          table_float.data(),    table_double.data(), force_float.data(),
          force_double.data()};
}

void System::build(double per_range, std::int64_t rotation) {
  const auto h = heights(edges);
  const double range = cutoff + skin;
  const auto cells = [&](double l) { return std::int64_t(per_range * l / range); };
  const Grid grid{cells(h[0]), cells(h[1]), cells(h[2])};
  const std::int64_t n_cells = grid.nx * grid.ny * grid.nz;
  const auto place = [&](const Position& p) {  // of the cell in storage
    const auto c = grid.cell(p);
    return (grid.index(c[0], c[1], c[2]) + n_cells - rotation % n_cells) % n_cells;
  };
  std::vector<std::uint32_t> order(size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) {
    return std::pair(place(position[a]), tag[a]) < std::pair(place(position[b]), tag[b]);
  });
  permute(position, order), permute(tag, order), permute(velocity, order);
  std::vector<std::size_t> first(static_cast<std::size_t>(n_cells) + 1, 0);
  for (const auto& p : position) ++first[static_cast<std::size_t>(place(p)) + 1];
  std::partial_sum(first.begin(), first.end(), first.begin());
  short_position.resize(size());
  for (std::size_t i = 0; i < size(); ++i) {
    const auto top = [](std::uint64_t x) { return static_cast<std::int32_t>(x >> 32); };
    const auto& p = position[i];
    short_position[i] = {top(p.x), top(p.y), top(p.z), static_cast<std::int32_t>(p.type)};
  }
  start.resize(size()), count.resize(size()), index.resize(size() * 112 + 64);
  force_float.resize(size()), force_double.resize(size());
  const auto reach = [&](double l, std::int64_t n) {
    return std::min(std::int64_t(std::ceil(range * double(n) / l)), (n - 1) / 2);
  };
  const std::int64_t rx = reach(h[0], grid.nx), ry = reach(h[1], grid.ny),
                     rz = reach(h[2], grid.nz);
  std::vector<std::int32_t> x, y, z, atom;
  std::uint64_t end = 0;
  for (std::int64_t k = 0; k < n_cells; ++k) {
    const auto begin_of = first[static_cast<std::size_t>(k)],
               end_of = first[static_cast<std::size_t>(k) + 1];
    if (begin_of == end_of) continue;
    const auto c = grid.cell(position[begin_of]);
    x.clear(), y.clear(), z.clear(), atom.clear();
    for (std::int64_t dz = -rz; dz <= rz; ++dz)
      for (std::int64_t dy = -ry; dy <= ry; ++dy)
        for (std::int64_t dx = -rx; dx <= rx; ++dx) {
          const auto cell = static_cast<std::size_t>(
              (grid.index(c[0] + dx, c[1] + dy, c[2] + dz) + n_cells - rotation % n_cells) %
              n_cells);
          for (auto j = first[cell]; j < first[cell + 1]; ++j) {
            const auto& p = short_position[j];
            x.push_back(p.x), y.push_back(p.y), z.push_back(p.z);
            atom.push_back(static_cast<std::int32_t>(j));
          }
        }
    const auto n = atom.size(), padded = (n + 15) / 16 * 16 + 16;
    for (auto* v : {&x, &y, &z, &atom}) v->resize(padded);
    end = build_rows({x.data(), y.data(), z.data(), atom.data(), n, short_position.data(), edges,
                      float(range * range), start.data(), count.data(), index.data()},
                     begin_of, end_of, end);
  }
}

void System::make_scaled() {
  scaled_long = scaled_short = index;
  for (auto& j : scaled_long) j *= sizeof(Position) / 8;
  for (auto& j : scaled_short) j *= sizeof(ShortPosition) / 8;
}

void System::make_local() {
  local_double.clear();
  const auto fraction = [](std::uint64_t x) { return std::ldexp(double(x), -64); };
  const auto cartesian = [&](const Position& p) {
    const double fx = fraction(p.x), fy = fraction(p.y), fz = fraction(p.z);
    return Four<double>{edges.xx * fx + edges.xy * fy, edges.yy * fy, edges.zz * fz, 0};
  };
  for (const auto& p : position) local_double.push_back(cartesian(p));
  local_index = index;
  std::map<std::array<std::int64_t, 4>, std::uint32_t> ghosts;
  for (std::size_t i = 0; i < size(); ++i) {
    for (auto k = start[i]; k < start[i] + count[i]; ++k) {
      const auto j = index[k];
      const auto d = displacement(edges, position[i], position[j]);
      const auto &a = local_double[i], b = cartesian(position[j]);
      const std::int64_t sy = std::llround((a.y - d[1] - b.y) / edges.yy),
                         sz = std::llround((a.z - d[2] - b.z) / edges.zz),
                         sx = std::llround((a.x - d[0] - b.x - edges.xy * double(sy)) / edges.xx);
      if (sx == 0 && sy == 0 && sz == 0) continue;
      const auto [it, is_new] =
          ghosts.try_emplace({j, sx, sy, sz}, static_cast<std::uint32_t>(local_double.size()));
      if (is_new)
        local_double.push_back({b.x + edges.xx * double(sx) + edges.xy * double(sy),
                                b.y + edges.yy * double(sy), b.z + edges.zz * double(sz), 0});
      local_index[k] = it->second;
    }
  }
  local_float.clear();
  for (const auto& p : local_double) local_float.push_back({float(p.x), float(p.y), float(p.z), 0});
}

void System::tilt() {  // r = fx a + fy b = (fx - fy) a + fy (a + b)
  edges.xy = edges.xx;
  for (auto& p : position) p.x -= p.y;
}

// Type k interacts as sigma = 1 - 0.02 k, epsilon = 1 + 0.1 k, mixed by means.
void System::set_species(std::uint32_t types) {
  for (std::size_t i = 0; i < size(); ++i) position[i].type = types == 1 ? 0 : tag[i] % types;
  for (int a = 0; a < max_types; ++a)
    for (int b = 0; b < max_types; ++b) {
      const double sigma = 1 - 0.01 * (a + b), epsilon = 1 + 0.05 * (a + b);
      const double s6 = std::pow(sigma, 6);
      const double row[3] = {48 * epsilon * s6 * s6, 24 * epsilon * s6, cutoff * cutoff};
      for (int k = 0; k < 3; ++k) {
        const auto at = static_cast<std::size_t>((a * 3 + k) * max_types + b);
        table_double[at] = row[k];
        table_float[at] = float(row[k]);
      }
    }
}

Plain plain_forces(const System& s) {
  Plain out{std::vector<Four<double>>(s.size()), {}};
  for (std::size_t i = 0; i < s.size(); ++i)
    for (auto k = s.start[i]; k < s.start[i] + s.count[i]; ++k) {
      const auto& q = s.position[s.index[k]];
      const auto d = displacement(s.edges, s.position[i], q);
      const double r2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
      const double* c = &s.table_double[s.position[i].type * 3 * max_types + q.type];
      if (r2 >= c[2 * max_types]) continue;
      const double s6 = 1 / (r2 * r2 * r2);
      const double f = s6 / r2 * (c[0] * s6 - c[max_types]);
      out.force[i].x += f * d[0], out.force[i].y += f * d[1], out.force[i].z += f * d[2];
      out.sums.energy += 0.5 * s6 * (c[0] * s6 / 12 - c[max_types] / 6);
      const int pairs[6][2] = {{0, 0}, {1, 1}, {2, 2}, {0, 1}, {0, 2}, {1, 2}};
      for (int m = 0; m < 6; ++m) out.sums.virial[m] += 0.5 * f * d[pairs[m][0]] * d[pairs[m][1]];
    }
  return out;
}

// fcc lattice, T = 1.44, 400 steps of velocity Verlet: an LJ liquid at T about 0.75.
System make_liquid(int cells) {
  System s;
  const double a = std::cbrt(4 / density), length = a * cells;
  s.edges = {length, length, length, 0, 0, 0};
  std::mt19937_64 random(87287);
  std::normal_distribution<double> normal(0, std::sqrt(1.44));
  const double fcc[4][3] = {{0, 0, 0}, {.5, .5, 0}, {.5, 0, .5}, {0, .5, .5}};
  for (int k = 0; k < cells * cells * cells * 4; ++k) {
    const auto* f = fcc[k % 4];
    const int c[3] = {k / 4 % cells, k / 4 / cells % cells, k / 4 / cells / cells};
    const auto at = [&](int m) {
      return static_cast<std::uint64_t>(std::ldexp((c[m] + f[m]) / cells, 64));
    };
    s.position.push_back({at(0), at(1), at(2), 0, 0});
    s.tag.push_back(static_cast<std::uint32_t>(k));
    s.velocity.push_back({normal(random), normal(random), normal(random), 0});
  }
  s.set_species(1);
  const auto& kernel = *std::find_if(variants().begin(), variants().end(),
                                     [](const Variant& v) { return v.is_double; });
  const double h = 0.005, unit = std::ldexp(1 / length, 63) * 2;
  const auto move = [&](std::uint64_t& x, double v) {
    x += static_cast<std::uint64_t>(static_cast<std::int64_t>(v * h * unit));
  };
  for (int step = 0; step < 400; ++step) {
    if (step % 8 == 0) s.build(2, 0);
    kernel.kernel(s.view(kernel), 0, s.size());
    for (std::size_t i = 0; i < s.size(); ++i) {
      auto &v = s.velocity[i], &f = s.force_double[i];
      v.x += h * f.x, v.y += h * f.y, v.z += h * f.z;  // leapfrog
      auto& p = s.position[i];
      move(p.x, v.x), move(p.y, v.y), move(p.z, v.z);
    }
  }
  return s;
}

}  // namespace spike
