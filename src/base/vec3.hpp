// SPDX-License-Identifier: BSD-3-Clause
// Small vectors and symmetric tensors, usable on host and device.
#pragma once

#include "base/platform.hpp"

namespace alder {

/// Three components in Cartesian or lattice coordinates.
template <class T>
struct Vec3Of {
  T x{}, y{}, z{};

  ALDER_HD constexpr Vec3Of& operator+=(const Vec3Of& b) {
    x += b.x;
    y += b.y;
    z += b.z;
    return *this;
  }
  ALDER_HD constexpr Vec3Of& operator-=(const Vec3Of& b) {
    x -= b.x;
    y -= b.y;
    z -= b.z;
    return *this;
  }
  ALDER_HD constexpr Vec3Of& operator*=(T s) {
    x *= s;
    y *= s;
    z *= s;
    return *this;
  }
  ALDER_HD constexpr T& operator[](int k) { return k == 0 ? x : k == 1 ? y : z; }
  ALDER_HD constexpr const T& operator[](int k) const { return k == 0 ? x : k == 1 ? y : z; }
  friend ALDER_HD constexpr Vec3Of operator+(Vec3Of a, const Vec3Of& b) { return a += b; }
  friend ALDER_HD constexpr Vec3Of operator-(Vec3Of a, const Vec3Of& b) { return a -= b; }
  friend ALDER_HD constexpr Vec3Of operator-(const Vec3Of& a) { return {-a.x, -a.y, -a.z}; }
  friend ALDER_HD constexpr Vec3Of operator*(Vec3Of a, T s) { return a *= s; }
  friend ALDER_HD constexpr Vec3Of operator*(T s, Vec3Of a) { return a *= s; }
  friend ALDER_HD constexpr bool operator==(const Vec3Of&, const Vec3Of&) = default;
};

using Vec3 = Vec3Of<double>;
using Int3 = Vec3Of<int>;

template <class T>
ALDER_HD constexpr T dot(const Vec3Of<T>& a, const Vec3Of<T>& b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

template <class T>
ALDER_HD constexpr Vec3Of<T> cross(const Vec3Of<T>& a, const Vec3Of<T>& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

/// A vector padded to 32 bytes: one aligned load per atom on CPU and GPU.
struct alignas(32) PaddedVec3 {
  double x{}, y{}, z{}, unused{};

  PaddedVec3() = default;
  ALDER_HD constexpr PaddedVec3(double x_, double y_, double z_) : x(x_), y(y_), z(z_) {}
  ALDER_HD constexpr explicit PaddedVec3(const Vec3& v) : x(v.x), y(v.y), z(v.z) {}
  ALDER_HD constexpr Vec3 xyz() const { return {x, y, z}; }
};

/// Symmetric tensor in the field's order xx, yy, zz, xy, xz, yz.
struct Tensor6 {
  double xx{}, yy{}, zz{}, xy{}, xz{}, yz{};

  ALDER_HD constexpr Tensor6& operator+=(const Tensor6& b) {
    xx += b.xx;
    yy += b.yy;
    zz += b.zz;
    xy += b.xy;
    xz += b.xz;
    yz += b.yz;
    return *this;
  }
  ALDER_HD constexpr Tensor6& operator*=(double s) {
    xx *= s;
    yy *= s;
    zz *= s;
    xy *= s;
    xz *= s;
    yz *= s;
    return *this;
  }
  friend ALDER_HD constexpr Tensor6 operator+(Tensor6 a, const Tensor6& b) { return a += b; }
  friend ALDER_HD constexpr Tensor6 operator*(Tensor6 a, double s) { return a *= s; }
  ALDER_HD constexpr double trace() const { return xx + yy + zz; }
};

/// The symmetric dyad s * a a^T.
ALDER_HD constexpr Tensor6 dyad(const Vec3& a, double s) {
  return {s * a.x * a.x, s * a.y * a.y, s * a.z * a.z, s * a.x * a.y, s * a.x * a.z, s * a.y * a.z};
}

}  // namespace alder
