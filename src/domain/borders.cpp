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
        near.push_back({brick, k});
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
  const auto reach = [&](int axis, std::uint64_t x) {
    auto& list = reached[static_cast<std::size_t>(axis)];
    list.clear();
    const double f = std::ldexp(static_cast<double>(x), log2[axis] - 64);
    for (const NearBrick& n : near[static_cast<std::size_t>(axis)]) {
      const double at = f + n.boxes;
      const double d = distance(at, at, interval_of(grid_, axis, n.brick), 1 << log2[axis]);
      if (d * height[axis] <= widened(range)) list.push_back(n);
    }
  };
  std::map<int, std::vector<GhostSource>> by_rank;
  const std::vector<Position> positions = atoms.rows(atoms.position());
  for (std::size_t i = 0; i < positions.size(); ++i) {
    reach(0, positions[i].x);
    reach(1, positions[i].y);
    reach(2, positions[i].z);
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
  // Canonical order: by cell, then by place. Two ghosts in one place would be an atom seen twice.
  const auto key = [&](std::uint32_t k) {
    const PackedPosition& p = images[k];
    return std::tuple(cells.cell_of({.x = p.x, .y = p.y, .z = p.z}), p.z, p.y, p.x);
  };
  std::vector<std::uint32_t> order(images.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
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
