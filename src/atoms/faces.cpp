// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/faces.hpp"

#include <algorithm>
#include <string>

#include "base/error.hpp"

namespace alder {
namespace {

constexpr double face_rounding = 1e-12;  // of the box: an atom may be put on a face
constexpr double shrink_margin = 1e-4;   // of the given box, beyond the outermost atoms
constexpr const char* axis_names[] = {"a", "b", "c"};

void check_tilts(const Box& box) {
  const bool tilted[] = {false, box.xy != 0, box.xz != 0 || box.yz != 0};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (!tilted[axis] || box.periodic[axis]) continue;
    throw InputError(std::string("an edge ") + axis_names[axis] +
                     " that is tilted must be periodic; set that entry of system.box.boundary to "
                     "periodic, or turn the system so that the edge is along its axis");
  }
}

struct Span {
  double low = std::numeric_limits<double>::infinity(), high = -low;
};

Span span_of(const Snapshot& s, int axis) {
  Span span;
  for (const Vec3& r : s.position) {
    const double f = s.box.to_fraction(r)[axis];
    span.low = std::min(span.low, f);
    span.high = std::max(span.high, f);
  }
  return span;
}

void check_inside(const Snapshot& s, int axis) {
  for (std::size_t i = 0; i < s.position.size(); ++i) {
    const double f = s.box.to_fraction(s.position[i])[axis];
    if (f >= -face_rounding && f <= 1 + face_rounding) continue;
    throw InputError("atom " + std::to_string(s.id[i]) + " is outside the box along " +
                     axis_names[axis] +
                     ", where its faces are fixed; make the box longer, or set that entry of "
                     "system.box.boundary to shrink or periodic");
  }
}

}  // namespace

Box box_around(const Snapshot& s) {
  Box box = s.box;
  check_tilts(box);
  for (int axis = 0; axis < 3; ++axis) {
    const auto k = static_cast<std::size_t>(axis);
    if (box.periodic[k] || s.position.empty()) continue;
    if (!box.shrink[k]) {
      check_inside(s, axis);
      continue;
    }
    const Span span = span_of(s, axis);
    const double length = s.box.length(axis);
    // The axis is not tilted against the others' fractions, so its own is moved and scaled alone.
    box.origin[axis] = s.box.origin[axis] + (span.low - shrink_margin) * length;
    box.length(axis) = (span.high - span.low + 2 * shrink_margin) * length;
  }
  return box;
}

AllowedCell AllowedCell::between_faces(const Frame& frame) {
  AllowedCell allowed;
  for (int axis = 0; axis < 3; ++axis) {
    const auto k = static_cast<std::size_t>(axis);
    const Box& box = frame.box();
    allowed.open[axis] = !box.periodic[k];
    if (box.periodic[k] || box.shrink[k]) continue;
    allowed.low[axis] = frame.cell_fraction(axis, -face_rounding);
    allowed.high[axis] = frame.cell_fraction(axis, 1 + face_rounding);
  }
  return allowed;
}

}  // namespace alder
