// SPDX-License-Identifier: BSD-3-Clause
// Choosing and receiving the ghosts of a list build.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <map>
#include <numeric>
#include <span>
#include <tuple>

#include "backend/for_each.hpp"
#include "domain/bodies.hpp"
#include "domain/domain.hpp"

namespace alder {
namespace {

// An interval of an axis in units of the box height: [begin, end) within [0, 1].
struct Interval {
  double begin, end;
};

Interval interval_of(const ProcessGrid& grid, int axis, int k) {
  const double end = std::ldexp(static_cast<double>(grid.cut(axis, k + 1)), -64);
  return {std::ldexp(static_cast<double>(grid.cut(axis, k)), -64), end == 0 ? 1 : end};
}

// Distance of the points a and b >= a from the interval on a circle of `period` boxes.
double distance(double a, double b, const Interval& to, double period) {
  if (b >= to.begin && a < to.end) return 0;
  const auto around = [period](double d) { return d < 0 ? d + period : d; };
  return std::min(around(to.begin - b), around(a - to.end));
}

// Slightly more than the range, so that rounding cannot lose a ghost at its very edge.
double widened(double range) {
  return range * (1 + 1e-9);
}

// The part of a brick deeper than the range: its atoms, most of those of a large brick, are
// nobody's ghosts. In units of the box; the whole of an axis along which nothing else is near.
struct Interior {
  std::array<Interval, 3> part;
  Vec3 unit;  ///< of a fraction of the frame

  [[nodiscard]] bool contains(const Position& p) const {
    return holds(0, p.x) && holds(1, p.y) && holds(2, p.z);
  }

 private:
  [[nodiscard]] bool holds(int axis, std::uint64_t x) const {
    const double f = static_cast<double>(x) * unit[axis];
    const Interval& inner = part[static_cast<std::size_t>(axis)];
    return f > inner.begin && f < inner.end;
  }
};

Interior interior_of(const ProcessGrid& grid, int rank, const Frame& frame, double range) {
  Interior interior{{Interval{-1, 2}, {-1, 2}, {-1, 2}}, {}};
  for (int axis = 0; axis < 3; ++axis) {
    interior.unit[axis] = std::ldexp(1.0, frame.log2_multiple()[axis] - 64);
    if (grid.bricks()[axis] == 1 && frame.log2_multiple()[axis] == 0) continue;
    const Interval own = interval_of(grid, axis, grid.brick_of(rank)[axis]);
    const double deep = widened(range) / frame.cell().heights()[axis];
    interior.part[static_cast<std::size_t>(axis)] = {own.begin + deep, own.end - deep};
  }
  return interior;
}

// The ghosts' numbers in canonical order: by cell, then by place. Two ghosts in one place would be
// an atom seen twice.
std::vector<std::uint32_t> in_canonical_order(const std::vector<PackedPosition>& images,
                                              const CellGrid& cells) {
  std::vector<std::uint32_t> cell(images.size()), order(images.size());
  std::vector<std::uint32_t> start(static_cast<std::size_t>(cells.n_cells()) + 1, 0);
  for (std::size_t k = 0; k < images.size(); ++k) {
    const PackedPosition& p = images[k];
    cell[k] = static_cast<std::uint32_t>(cells.cell_of({.x = p.x, .y = p.y, .z = p.z}));
    ++start[cell[k] + 1];
  }
  std::partial_sum(start.begin(), start.end(), start.begin());
  std::vector<std::uint32_t> next = start;
  for (std::size_t k = 0; k < images.size(); ++k) {
    order[next[cell[k]]++] = static_cast<std::uint32_t>(k);
  }
  const auto before = [&images](std::uint32_t a, std::uint32_t b) {
    const PackedPosition &p = images[a], &q = images[b];
    return std::tie(p.z, p.y, p.x) < std::tie(q.z, q.y, q.x);
  };
  for (std::size_t c = 0; c + 1 < start.size(); ++c) {
    if (start[c + 1] - start[c] < 2) continue;
    std::sort(order.begin() + start[c], order.begin() + start[c + 1], before);
  }
  return order;
}

}  // namespace

// The bricks and shifts along an axis under which an atom of this rank can come within range.
std::vector<Domain::NearBrick> Domain::near_bricks(int axis, const Frame& frame,
                                                   double range) const {
  const double height = frame.cell().heights()[axis];
  const int multiple = 1 << frame.log2_multiple()[axis];
  const Interval own = interval_of(grid_, axis, grid_.brick_of(communicator_.rank())[axis]);
  std::vector<NearBrick> near;
  for (int brick = 0; brick < grid_.bricks()[axis]; ++brick) {
    const Interval to = interval_of(grid_, axis, brick);
    if (to.begin == to.end) continue;
    for (int k = 0; k < multiple; ++k) {
      if (distance(own.begin + k, own.end + k, to, multiple) * height <= widened(range)) {
        near.push_back({brick, k, to.begin, to.end});
      }
    }
  }
  return near;
}

void Domain::choose_ghosts(const Atoms& atoms, const Frame& frame, double range) {
  const Int3& log2 = frame.log2_multiple();
  const Vec3 height = frame.cell().heights();
  std::array<std::vector<NearBrick>, 3> near, reached;
  for (int axis = 0; axis < 3; ++axis) {
    near[static_cast<std::size_t>(axis)] = near_bricks(axis, frame, range);
  }
  sent_.clear();
  sources_.resize(0);
  owners_packed_ = grouped_ = false;
  if (near[0].size() * near[1].size() * near[2].size() == 1) return;  // only its own brick is near
  const Interior interior = interior_of(grid_, communicator_.rank(), frame, range);
  const auto reach = [&](int axis, std::uint64_t x) {
    auto& list = reached[static_cast<std::size_t>(axis)];
    list.clear();
    const double f = static_cast<double>(x) * interior.unit[axis];
    for (const NearBrick& n : near[static_cast<std::size_t>(axis)]) {
      const double at = f + n.boxes;
      const double d = distance(at, at, {n.begin, n.end}, 1 << log2[axis]);
      if (d * height[axis] <= widened(range)) list.push_back(n);
    }
  };
  std::map<int, std::vector<GhostSource>> by_rank;
  const std::vector<Position> positions = atoms.rows(atoms.position());
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const Position& p = positions[i];
    if (interior.contains(p)) continue;
    reach(0, p.x);
    reach(1, p.y);
    reach(2, p.z);
    if (reached[0].size() * reached[1].size() * reached[2].size() == 1) continue;  // its own brick
    for (const NearBrick& z : reached[2]) {
      for (const NearBrick& y : reached[1]) {
        for (const NearBrick& x : reached[0]) {
          const int rank = grid_.rank_of({x.brick, y.brick, z.brick});
          const bool itself = rank == communicator_.rank() && x.boxes + y.boxes + z.boxes == 0;
          if (itself) continue;
          by_rank[rank].push_back({static_cast<std::uint32_t>(i), {x.boxes, y.boxes, z.boxes}});
        }
      }
    }
  }
  std::vector<GhostSource> sources;
  for (const auto& [rank, list] : by_rank) {
    sent_.push_back({rank, sources.size(), sources.size() + list.size()});
    sources.insert(sources.end(), list.begin(), list.end());
  }
  sources_.copy_from(sources);
}

void Domain::borders(Atoms& atoms, const Frame& frame, const CellGrid& cells, double range) {
  choose_ghosts(atoms, frame, range);
  pack_positions(atoms, frame);
  const std::vector<std::byte> images = out_.to_host();
  const std::vector<GhostSource> sources = sources_.to_host();
  std::vector<Message> messages;
  Buffer<std::uint32_t> rows(device_);
  Buffer<std::byte> fields(device_);
  for (const HaloPart& part : sent_) {
    std::vector<std::uint32_t> list;
    for (std::size_t k = part.begin; k < part.end; ++k) list.push_back(sources[k].owner);
    rows.copy_from(list);
    atoms.pack_ghosted(rows, fields);
    // A message: the images' positions, then the ghosted fields.
    const std::size_t head = list.size() * sizeof(PackedPosition);
    std::vector<std::byte> bytes(head);
    std::memcpy(bytes.data(), images.data() + part.begin * sizeof(PackedPosition), head);
    const std::vector<std::byte> tail = fields.to_host();
    bytes.insert(bytes.end(), tail.begin(), tail.end());
    messages.push_back({part.rank, std::move(bytes)});
  }
  receive_ghosts(atoms, cells, communicator_.exchange(std::move(messages)));
}

void Domain::receive_ghosts(Atoms& atoms, const CellGrid& cells,
                            const std::vector<Message>& messages) {
  std::vector<PackedPosition> images;
  received_.clear();
  for (const Message& m : messages) {
    const std::size_t n = m.bytes.size() / (sizeof(PackedPosition) + atoms.ghosted_bytes());
    received_.push_back({m.rank, images.size(), images.size() + n});
    images.resize(images.size() + n);
    std::memcpy(images.data() + received_.back().begin, m.bytes.data(), n * sizeof(PackedPosition));
  }
  const std::vector<std::uint32_t> order = in_canonical_order(images, cells);
  std::vector<std::uint32_t> slot(images.size());
  for (std::size_t g = 0; g < order.size(); ++g) slot[order[g]] = static_cast<std::uint32_t>(g);

  atoms.set_ghosts(static_cast<std::int64_t>(images.size()));
  Buffer<std::byte> fields(device_);
  for (std::size_t m = 0; m < messages.size(); ++m) {
    const HaloPart& part = received_[m];
    const std::size_t head = (part.end - part.begin) * sizeof(PackedPosition);
    fields.copy_from(std::span(messages[m].bytes).subspan(head));
    slot_.copy_from(std::span(slot).subspan(part.begin, part.end - part.begin));
    atoms.unpack_ghosted(fields, slot_);
  }
  slot_.copy_from(slot);
  in_.copy_from(std::as_bytes(std::span(images)));
  for_each(device_, static_cast<std::int64_t>(images.size()),
           UnpackGhostPositionsBody{
               atoms.view(), reinterpret_cast<const PackedPosition*>(in_.data()), slot_.data()});
}

}  // namespace alder
