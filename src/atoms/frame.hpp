// SPDX-License-Identifier: BSD-3-Clause
// The number system of positions: 64-bit fractions of a periodic frame.
#pragma once

#include <cmath>
#include <cstdint>

#include "atoms/box.hpp"
#include "atoms/position.hpp"
#include "atoms/short_position.hpp"
#include "base/platform.hpp"
#include "base/vec3.hpp"

namespace alder {

/// How often an atom crossed the faces of the box.
struct Image {
  std::int32_t x = 0, y = 0, z = 0;
};

/// The frame positions are fractions of: per axis a power-of-two multiple of the box, large enough
/// that the shortest displacement in it is the only one within the interaction range. Real atoms
/// are in its first box when lists are built; the periodic wrap of a displacement is integer
/// overflow. Along an axis that is not periodic the frame is a cell that begins below the box and
/// ends above it, so far that atoms in the box do not see each other round the frame. A trivially
/// copyable value, used on host and device.
class Frame {
 public:
  Frame() = default;
  /// The smallest frame of `box` whose perpendicular heights are at least 2 * range. Axes that are
  /// not periodic have a range of empty space beyond each face; where faces follow the atoms, there
  /// is room for them to go too.
  Frame(const Box& box, double range);
  /// The frame of 2^k boxes along each axis; along one that is not periodic, twice the box.
  Frame(const Box& box, const Int3& log2_multiple);
  /// The same with the cell given (as stored in checkpoints): see low() and stretch().
  Frame(const Box& box, const Int3& log2_multiple, const Vec3& low, const Vec3& stretch);

  /// Minimum-image vector a - b, internal length units.
  [[nodiscard]] ALDER_HD Vec3 displacement(const Position& a, const Position& b) const {
    const double dx = signed_difference(a.x, b.x);
    const double dy = signed_difference(a.y, b.y);
    const double dz = signed_difference(a.z, b.z);
    if (orthogonal_) return {xx_ * dx, yy_ * dy, zz_ * dz};
    return {xx_ * dx + xy_ * dy + xz_ * dz, yy_ * dy + yz_ * dz, zz_ * dz};
  }

  /// Moves p by dr and counts the faces of the box crossed. In a frame of several boxes p may leave
  /// the first one, so that displacements from where it was, and to images seen from there, stay
  /// what they were; `wrapped` brings it back when neighbors are next looked for.
  ALDER_HD ALDER_INLINE void advance(Position& p, Image& image, const Vec3& dr) const {
    const double fz = dr.z * inv_zz_;
    const double fy = orthogonal_ ? dr.y * inv_yy_ : (dr.y - yz_ * fz) * inv_yy_;
    const double fx = orthogonal_ ? dr.x * inv_xx_ : (dr.x - xy_ * fy - xz_ * fz) * inv_xx_;
    const std::int32_t nx = advance_axis(p.x, fx, log2_multiple_.x);
    const std::int32_t ny = advance_axis(p.y, fy, log2_multiple_.y);
    const std::int32_t nz = advance_axis(p.z, fz, log2_multiple_.z);
    if ((nx | ny | nz) == 0) return;  // nearly always: leave the image where it is in memory
    image.x += nx;
    image.y += ny;
    image.z += nz;
  }

  /// The stored position of a Cartesian point, wrapped into the cell; `image` counts the wraps.
  [[nodiscard]] Position from_cartesian(const Vec3& r, std::uint32_t type, Image& image) const;
  /// The place inside the box as fractions of its edges, each in [0, 1) along periodic axes.
  [[nodiscard]] Vec3 box_fraction(const Position& p) const;
  /// The Cartesian point inside the box.
  [[nodiscard]] Vec3 to_cartesian(const Position& p) const;

  /// The image of p shifted by whole boxes (used for ghosts; k < multiple per axis).
  [[nodiscard]] ALDER_HD Position shifted(Position p, const Int3& k) const {
    p.x += shift_of(k.x, log2_multiple_.x);
    p.y += shift_of(k.y, log2_multiple_.y);
    p.z += shift_of(k.z, log2_multiple_.z);
    return p;
  }
  /// The same of its copy: shortened(shifted(p, k)).
  [[nodiscard]] ALDER_HD ShortPosition shifted(ShortPosition p, const Int3& k) const {
    p.x = moved(p.x, shift_of(k.x, log2_multiple_.x));
    p.y = moved(p.y, shift_of(k.y, log2_multiple_.y));
    p.z = moved(p.z, shift_of(k.z, log2_multiple_.z));
    return p;
  }

  /// The image of p in the first box.
  [[nodiscard]] ALDER_HD Position wrapped(Position p) const {
    p.x = p.x << log2_multiple_.x >> log2_multiple_.x;
    p.y = p.y << log2_multiple_.y >> log2_multiple_.y;
    p.z = p.z << log2_multiple_.z >> log2_multiple_.z;
    return p;
  }

  [[nodiscard]] const Box& box() const { return box_; }
  /// What positions are fractions of, up to the multiple: the box, longer along axes that are not
  /// periodic.
  [[nodiscard]] Box cell() const;
  /// Where the cell begins, and its length, along each axis in lengths of the box.
  [[nodiscard]] const Vec3& low() const { return low_; }
  [[nodiscard]] const Vec3& stretch() const { return stretch_; }
  /// The fraction of the cell, times 2^64, of a fraction of the box along an axis; the ends of the
  /// range for what lies outside the cell.
  [[nodiscard]] std::uint64_t cell_fraction(int axis, double box_fraction) const;
  [[nodiscard]] bool orthogonal() const { return orthogonal_; }
  /// Boxes per frame along an axis, as a power of two.
  [[nodiscard]] const Int3& log2_multiple() const { return log2_multiple_; }
  /// Positions and all their images have the same fractions then.
  [[nodiscard]] bool is_one_box() const { return log2_multiple_ == Int3{}; }
  /// Perpendicular heights of the frame.
  [[nodiscard]] Vec3 heights() const;
  /// Length per unit of the integer fraction: xx, yy, zz, xy, xz, yz.
  [[nodiscard]] ALDER_HD Tensor6 scale() const { return {xx_, yy_, zz_, xy_, xz_, yz_}; }
  /// Units of the integer fraction per length along each axis of an orthogonal frame.
  [[nodiscard]] Vec3 inverse_lengths() const { return {inv_xx_, inv_yy_, inv_zz_}; }

 private:
  ALDER_HD static double signed_difference(std::uint64_t a, std::uint64_t b) {
    return static_cast<double>(static_cast<std::int64_t>(a - b));
  }
  ALDER_HD static std::uint64_t shift_of(int k, int log2_multiple) {
    return log2_multiple == 0 ? 0 : static_cast<std::uint64_t>(k) << (64 - log2_multiple);
  }
  // A shift by whole boxes changes the highest bits alone: nothing is carried from the lower half.
  ALDER_HD static std::int32_t moved(std::int32_t x, std::uint64_t shift) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(x) +
                                     static_cast<std::uint32_t>(shift >> 32));
  }
  ALDER_HD static std::int32_t advance_axis(std::uint64_t& x, double fraction, int log2_multiple) {
    // A move that is no number or beyond half a frame becomes half a frame, which no list misses.
    const std::int64_t delta = nearest_integer(fraction);
    const std::uint64_t old = x;
    if (log2_multiple == 0) {
      // The carry of the sum, less the sign; branches on either would often go wrong.
      x = old + static_cast<std::uint64_t>(delta);
      return static_cast<std::int32_t>(x < old) + static_cast<std::int32_t>(delta >> 63);
    }
    // Whole boxes and rest apart: in a frame of two boxes the sum needs all 64 bits.
    const int bits = 64 - log2_multiple;
    const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
    const std::uint64_t sum = (old & mask) + (static_cast<std::uint64_t>(delta) & mask);
    x = old + static_cast<std::uint64_t>(delta);
    return static_cast<std::int32_t>(delta >> bits) + static_cast<std::int32_t>(sum >> bits);
  }

  Box box_{};
  Vec3 low_{0, 0, 0}, stretch_{1, 1, 1};
  Int3 log2_multiple_{};
  bool orthogonal_ = true;
  double xx_ = 0, yy_ = 0, zz_ = 0, xy_ = 0, xz_ = 0, yz_ = 0;
  double inv_xx_ = 0, inv_yy_ = 0, inv_zz_ = 0;
};

}  // namespace alder
