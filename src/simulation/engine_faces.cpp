// SPDX-License-Identifier: BSD-3-Clause
// Boxes that are not periodic: atoms beyond fixed faces, and faces that follow the atoms.
#include <fmt/format.h>

#include <cmath>
#include <span>

#include "atoms/faces.hpp"
#include "backend/reduce.hpp"
#include "simulation/engine.hpp"

namespace alder {
namespace {

constexpr double shrunk_margin = 1e-4;  // as box_around: what faces are beyond the outermost atoms

bool follows_atoms(const Box& box) {
  return box.shrink[0] || box.shrink[1] || box.shrink[2];
}

// The cell for atoms within [low, high], in lengths of the box, with room to go on.
Frame frame_around(const Frame& old, const Vec3& low, const Vec3& high, double range) {
  const Box& box = old.box();
  Vec3 begin = old.low(), stretch = old.stretch();
  for (int axis = 0; axis < 3; ++axis) {
    if (!box.shrink[static_cast<std::size_t>(axis)]) continue;
    const double room = 2 * range / box.heights()[axis] + 0.25 * (high[axis] - low[axis]);
    begin[axis] = low[axis] - room;
    stretch[axis] = high[axis] - low[axis] + 2 * room;
  }
  return {box, old.log2_multiple(), begin, stretch};
}

// The same place in another cell; axes with the same cell keep their bits.
Position moved(Position p, const Frame& from, const Frame& to) {
  const Vec3 f = from.box_fraction(p);
  const auto& shrink = from.box().shrink;
  if (shrink[0]) p.x = to.cell_fraction(0, f.x);
  if (shrink[1]) p.y = to.cell_fraction(1, f.y);
  if (shrink[2]) p.z = to.cell_fraction(2, f.z);
  return p;
}

}  // namespace

// Looked at before every list build.
void Engine::check_faces() {
  if (frame_.box().all_periodic()) return;
  const BeyondFacesBody body{atoms_.view(), AllowedCell::between_faces(frame_)};
  const std::int64_t lost = domain_.communicator().sum(reduce(device_, atoms_.n_local(), body));
  if (lost > 0) {
    throw Instability{
        fmt::format("{} of {} atoms went through fixed faces of the box", lost, atoms_.n_global()),
        "Nothing holds atoms back at a fixed face.\nTry: a longer box; system.box.boundary: shrink "
        "or periodic along that axis; or a lower temperature or timestep where atoms are driven "
        "out."};
  }
  if (follows_atoms(frame_.box())) fit_cell();
}

// The lowest and highest places of atoms, in lengths of the box. Collective.
std::array<Vec3, 2> Engine::extent() {
  const ExtentBody::Value part =
      reduce(device_, atoms_.n_local(), ExtentBody{atoms_.data(atoms_.position())});
  std::array<std::int64_t, 6> most{};
  for (int k = 0; k < 3; ++k) {
    most[static_cast<std::size_t>(k)] = static_cast<std::int64_t>(~part.low[k] >> 1);
    most[static_cast<std::size_t>(k) + 3] = static_cast<std::int64_t>(part.high[k] >> 1);
  }
  domain_.communicator().max(std::span(most));
  Vec3 low, high;
  for (int k = 0; k < 3; ++k) {
    const double f_low =
        1 - std::ldexp(static_cast<double>(most[static_cast<std::size_t>(k)]), -63);
    const double f_high =
        std::ldexp(static_cast<double>(most[static_cast<std::size_t>(k) + 3]), -63);
    low[k] = frame_.low()[k] + frame_.stretch()[k] * f_low;
    high[k] = frame_.low()[k] + frame_.stretch()[k] * f_high;
  }
  return {low, high};
}

// Atoms must not come so near to the ends of the cell that they see each other round it before the
// next build.
void Engine::fit_cell() {
  const auto [low, high] = extent();
  const Box& box = frame_.box();
  bool fits = true;
  for (int axis = 0; axis < 3; ++axis) {
    if (!box.shrink[static_cast<std::size_t>(axis)]) continue;
    const double reach = neighbors_.range() / box.heights()[axis];
    const double begin = frame_.low()[axis];
    fits =
        fits && low[axis] - reach >= begin && high[axis] + reach <= begin + frame_.stretch()[axis];
  }
  if (fits) return;
  const Frame frame = frame_around(frame_, low, high, neighbors_.range());
  std::vector<Position> positions = atoms_.rows(atoms_.position());
  for (Position& p : positions) p = moved(p, frame_, frame);
  atoms_.set_rows<Position>(atoms_.position(), positions);
  domain_.set_grid(domain_.grid().in_other_cell(frame_, frame));
  frame_ = frame;
}

// Between the faces as they are now, internal units. Collective.
double Engine::volume() {
  const Box& box = frame_.box();
  double volume = box.volume();
  if (!follows_atoms(box)) return volume;
  const auto [low, high] = extent();
  for (int axis = 0; axis < 3; ++axis) {
    if (!box.shrink[static_cast<std::size_t>(axis)]) continue;
    volume *= high[axis] - low[axis] + 2 * shrunk_margin;
  }
  return volume;
}

}  // namespace alder
