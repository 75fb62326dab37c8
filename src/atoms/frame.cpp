// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/frame.hpp"

#include <fmt/format.h>

#include "base/error.hpp"

namespace alder {
namespace {

constexpr int max_log2_multiple = 12;

int log2_multiple_for(double height, double range) {
  int k = 0;
  while (std::ldexp(height, k) < 2 * range) {
    if (++k > max_log2_multiple) {
      throw InputError(
          fmt::format("the box is too thin for the interaction range: a height of {:.6g} against a "
                      "range (cutoff + skin) of {:.6g}; check the box lengths and the cutoff",
                      height, range));
    }
  }
  return k;
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
  return std::ldexp(static_cast<double>((x << log2_multiple) >> 11), -53);
}

}  // namespace

Frame::Frame(const Box& box, double range)
    : Frame(box, Int3{log2_multiple_for(box.heights().x, range),
                      log2_multiple_for(box.heights().y, range),
                      log2_multiple_for(box.heights().z, range)}) {}

Frame::Frame(const Box& box, const Int3& log2_multiple)
    : box_(box), log2_multiple_(log2_multiple), orthogonal_(!box.triclinic()) {
  xx_ = std::ldexp(box.lx, log2_multiple_.x - 64);
  yy_ = std::ldexp(box.ly, log2_multiple_.y - 64);
  zz_ = std::ldexp(box.lz, log2_multiple_.z - 64);
  xy_ = std::ldexp(box.xy, log2_multiple_.y - 64);
  xz_ = std::ldexp(box.xz, log2_multiple_.z - 64);
  yz_ = std::ldexp(box.yz, log2_multiple_.z - 64);
  inv_xx_ = 1 / xx_;
  inv_yy_ = 1 / yy_;
  inv_zz_ = 1 / zz_;
}

Position Frame::from_cartesian(const Vec3& r, std::uint32_t type, Image& image) const {
  Vec3 f = box_.to_fraction(r);
  Position p;
  p.x = to_integer(f.x, image.x, log2_multiple_.x);
  p.y = to_integer(f.y, image.y, log2_multiple_.y);
  p.z = to_integer(f.z, image.z, log2_multiple_.z);
  p.type = type;
  return p;
}

Vec3 Frame::box_fraction(const Position& p) const {
  return {fraction_of(p.x, log2_multiple_.x), fraction_of(p.y, log2_multiple_.y),
          fraction_of(p.z, log2_multiple_.z)};
}

Vec3 Frame::to_cartesian(const Position& p) const {
  return box_.to_cartesian(box_fraction(p));
}

Vec3 Frame::heights() const {
  const Vec3 h = box_.heights();
  return {std::ldexp(h.x, log2_multiple_.x), std::ldexp(h.y, log2_multiple_.y),
          std::ldexp(h.z, log2_multiple_.z)};
}

}  // namespace alder
