// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/frame.hpp"

#include <fmt/format.h>

#include <limits>

#include "base/error.hpp"

namespace alder {
namespace {

constexpr int max_log2_multiple = 12;

int log2_multiple_for(double height, double range) {
  int k = 0;
  while (std::ldexp(height, k) < 2 * range) {
    if (++k > max_log2_multiple) {
      throw KeyError(
          "system.box",
          fmt::format("is too thin for the interaction range: a height of {:.6g} against "
                      "a range (cutoff + skin) of {:.6g}; check the box lengths and the "
                      "cutoff",
                      height, range));
    }
  }
  return k;
}

Int3 multiples_for(const Box& box, double range) {
  const Vec3 h = box.heights();
  return {box.periodic[0] ? log2_multiple_for(h.x, range) : 0,
          box.periodic[1] ? log2_multiple_for(h.y, range) : 0,
          box.periodic[2] ? log2_multiple_for(h.z, range) : 0};
}

// Empty space beyond each face, in lengths of the box.
double margin(const Box& box, double range, int axis) {
  const auto k = static_cast<std::size_t>(axis);
  if (box.periodic[k]) return 0;
  const double reach = range / box.heights()[axis];
  return box.shrink[k] ? 2 * reach + 0.125 : reach;
}

Vec3 low_for(const Box& box, double range) {
  return -Vec3{margin(box, range, 0), margin(box, range, 1), margin(box, range, 2)};
}

Vec3 stretch_for(const Box& box, double range) {
  return Vec3{1, 1, 1} - 2.0 * low_for(box, range);
}

// The fraction f of the box in [0, 1) as an integer fraction of the frame.
std::uint64_t to_integer(double& f, std::int32_t& image, int log2_multiple) {
  const double whole = std::floor(f);
  image += static_cast<std::int32_t>(whole);
  f -= whole;
  if (f >= 1) {  // a tiny negative f rounds to 1
    f = 0;
    ++image;
  }
  return static_cast<std::uint64_t>(std::ldexp(f, 64 - log2_multiple));
}

// Keeps 53 bits, so that the result is below 1 and exact.
double fraction_of(std::uint64_t x, int log2_multiple) {
  return static_cast<double>((x << log2_multiple) >> 11) * 0x1p-53;
}

}  // namespace

Frame::Frame(const Box& box, double range)
    : Frame(box, multiples_for(box, range), low_for(box, range), stretch_for(box, range)) {}

Frame::Frame(const Box& box, const Int3& log2_multiple)
    : Frame(box, log2_multiple,
            {box.periodic[0] ? 0 : -0.5, box.periodic[1] ? 0 : -0.5, box.periodic[2] ? 0 : -0.5},
            {box.periodic[0] ? 1.0 : 2, box.periodic[1] ? 1.0 : 2, box.periodic[2] ? 1.0 : 2}) {}

Frame::Frame(const Box& box, const Int3& log2_multiple, const Vec3& low, const Vec3& stretch)
    : box_(box),
      low_(low),
      stretch_(stretch),
      log2_multiple_(log2_multiple),
      orthogonal_(!box.triclinic()) {
  xx_ = std::ldexp(box.lx * stretch.x, log2_multiple_.x - 64);
  yy_ = std::ldexp(box.ly * stretch.y, log2_multiple_.y - 64);
  zz_ = std::ldexp(box.lz * stretch.z, log2_multiple_.z - 64);
  xy_ = std::ldexp(box.xy, log2_multiple_.y - 64);
  xz_ = std::ldexp(box.xz, log2_multiple_.z - 64);
  yz_ = std::ldexp(box.yz, log2_multiple_.z - 64);
  inv_xx_ = 1 / xx_;
  inv_yy_ = 1 / yy_;
  inv_zz_ = 1 / zz_;
}

Position Frame::from_cartesian(const Vec3& r, std::uint32_t type, Image& image) const {
  Vec3 f = box_.to_fraction(r);
  for (int axis = 0; axis < 3; ++axis) {
    if (!box_.periodic[static_cast<std::size_t>(axis)]) {
      f[axis] = (f[axis] - low_[axis]) / stretch_[axis];
    }
  }
  Position p;
  p.x = to_integer(f.x, image.x, log2_multiple_.x);
  p.y = to_integer(f.y, image.y, log2_multiple_.y);
  p.z = to_integer(f.z, image.z, log2_multiple_.z);
  p.type = type;
  return p;
}

Vec3 Frame::box_fraction(const Position& p) const {
  const Vec3 f{fraction_of(p.x, log2_multiple_.x), fraction_of(p.y, log2_multiple_.y),
               fraction_of(p.z, log2_multiple_.z)};
  return {low_.x + stretch_.x * f.x, low_.y + stretch_.y * f.y, low_.z + stretch_.z * f.z};
}

Box Frame::cell() const {
  Box cell = box_;
  for (int axis = 0; axis < 3; ++axis) {
    cell.origin[axis] += low_[axis] * box_.length(axis);
    cell.length(axis) *= stretch_[axis];
  }
  return cell;
}

std::uint64_t Frame::cell_fraction(int axis, double box_fraction) const {
  const double f = (box_fraction - low_[axis]) / stretch_[axis];
  if (!(f > 0)) return 0;
  return f < 1 ? static_cast<std::uint64_t>(std::ldexp(f, 64))
               : std::numeric_limits<std::uint64_t>::max();
}

Vec3 Frame::to_cartesian(const Position& p) const {
  return box_.to_cartesian(box_fraction(p));
}

Vec3 Frame::heights() const {
  const Vec3 h = cell().heights();
  return {std::ldexp(h.x, log2_multiple_.x), std::ldexp(h.y, log2_multiple_.y),
          std::ldexp(h.z, log2_multiple_.z)};
}

}  // namespace alder
