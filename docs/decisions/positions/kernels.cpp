// SPDX-License-Identifier: BSD-3-Clause
// Width-generic pair kernels and list build over Highway, compiled once per instruction set.
#include "spike.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels.cpp"
#include <hwy/foreach_target.h>
// after foreach_target
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace spike {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// ---- a vector that reads like a number, and a potential written over it
template <class D>
struct Simd {
  using Vec = hn::VFromD<D>;
  Vec v;
  HWY_INLINE Simd(Vec a) : v(a) {}
  HWY_INLINE explicit Simd(double a) : v(hn::Set(D(), static_cast<hn::TFromD<D>>(a))) {}
  friend HWY_INLINE Simd operator+(Simd a, Simd b) { return hn::Add(a.v, b.v); }
  friend HWY_INLINE Simd operator-(Simd a, Simd b) { return hn::Sub(a.v, b.v); }
  friend HWY_INLINE Simd operator*(Simd a, Simd b) { return hn::Mul(a.v, b.v); }
  friend HWY_INLINE Simd operator/(Simd a, Simd b) { return hn::Div(a.v, b.v); }
  friend HWY_INLINE Simd multiply_add(Simd a, Simd b, Simd c) { return hn::MulAdd(a.v, b.v, c.v); }
};
template <class V>
struct PairTerm {
  V energy, force_over_r;
};
struct LennardJones {  // c = {48 epsilon sigma^12, 24 epsilon sigma^6}
  template <class V>
  static HWY_INLINE PairTerm<V> evaluate(V r2, const std::array<V, coefficients>& c) {
    const V inverse = V(1.0) / r2, s6 = inverse * inverse * inverse;
    const V minus6 = V(0.0) - c[1];
    return {s6 * multiply_add(c[0] * V(1.0 / 12), s6, minus6 * V(1.0 / 6)),
            s6 * inverse * multiply_add(c[0], s6, minus6)};
  }
};

// ---- loads: atoms row[0..N) -> vectors of x, y, z, w
template <class D>
struct Quad {
  hn::VFromD<D> x, y, z, w;
};
template <bool kScaled, class Atom>
HWY_INLINE const char* address(const Atom* atoms, std::uint32_t index) {
  const char* base = reinterpret_cast<const char*>(atoms);
  return base + std::size_t{index} * (kScaled ? 8 : sizeof(Atom));
}
// 128-bit block k comes from p(k).
template <class D, class F>
HWY_INLINE hn::VFromD<D> blocks(D d, F p) {
  using T = hn::TFromD<D>;
  constexpr std::size_t per_block = 16 / sizeof(T);
  auto v = hn::LoadDup128(d, reinterpret_cast<const T*>(p(0)));
  for (std::size_t k = 1; k < hn::Lanes(d) / per_block; ++k) {
    const auto b = hn::LoadDup128(d, reinterpret_cast<const T*>(p(k)));
    v = hn::IfThenElse(hn::FirstN(d, per_block * k), v, b);
  }
  return v;
}
template <Options O, class D, class Atom>
HWY_INLINE Quad<D> load_short(D d, const Atom* atoms, const std::uint32_t* row) {
  auto part = [&](std::size_t m) HWY_ATTR {
    return blocks(d,
                  [&](std::size_t k) HWY_ATTR { return address<O.scaled>(atoms, row[4 * k + m]); });
  };
  const auto a = part(0), b = part(1), c = part(2), e = part(3);
  const hn::RepartitionToWide<hn::RebindToSigned<D>> dw;
  const auto ab = hn::BitCast(dw, hn::InterleaveLower(d, a, b));
  const auto ce = hn::BitCast(dw, hn::InterleaveLower(d, c, e));
  const auto AB = hn::BitCast(dw, hn::InterleaveUpper(d, a, b));
  const auto CE = hn::BitCast(dw, hn::InterleaveUpper(d, c, e));
  return {hn::BitCast(d, hn::InterleaveLower(dw, ab, ce)),
          hn::BitCast(d, hn::InterleaveUpper(dw, ab, ce)),
          hn::BitCast(d, hn::InterleaveLower(dw, AB, CE)),
          hn::BitCast(d, hn::InterleaveUpper(dw, AB, CE))};
}
template <Options O, class D, class Atom>
HWY_INLINE Quad<D> load_long(D d, const Atom* atoms, const std::uint32_t* row) {
#if HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX2
  if constexpr (O.wide) {  // block order of part: row[m], row[m + 2]; then even/odd blocks of two
                           // parts
    using T = hn::TFromD<D>;
    auto at = [&](std::size_t k)
                  HWY_ATTR { return reinterpret_cast<const T*>(address<O.scaled>(atoms, row[k])); };
#if HWY_TARGET == HWY_AVX3
    const hn::Half<D> dh;
    auto part = [&](std::size_t m) HWY_ATTR {
      return hn::Combine(d, hn::Load(dh, at(m + 2)), hn::Load(dh, at(m)));
    };
    const auto a = part(0), b = part(1), c = part(4), e = part(5);
    auto even = [&](auto p, auto q) HWY_ATTR {
      const hn::RebindToFloat<D> f;
      return hn::BitCast(d, hn::VFromD<decltype(f)>{_mm512_shuffle_f64x2(
                                hn::BitCast(f, p).raw, hn::BitCast(f, q).raw, 0x88)});
    };
    auto odd = [&](auto p, auto q) HWY_ATTR {
      const hn::RebindToFloat<D> f;
      return hn::BitCast(d, hn::VFromD<decltype(f)>{_mm512_shuffle_f64x2(
                                hn::BitCast(f, p).raw, hn::BitCast(f, q).raw, 0xDD)});
    };
#else
    const auto a = hn::Load(d, at(0)), b = hn::Load(d, at(1)), c = hn::Load(d, at(2)),
               e = hn::Load(d, at(3));
    auto even = [&](auto p, auto q) HWY_ATTR { return hn::ConcatLowerLower(d, q, p); };
    auto odd = [&](auto p, auto q) HWY_ATTR { return hn::ConcatUpperUpper(d, q, p); };
#endif
    const auto xz0 = hn::InterleaveLower(d, a, b), xz1 = hn::InterleaveLower(d, c, e);
    const auto yw0 = hn::InterleaveUpper(d, a, b), yw1 = hn::InterleaveUpper(d, c, e);
    return {even(xz0, xz1), even(yw0, yw1), odd(xz0, xz1), odd(yw0, yw1)};
  }
#endif
  auto part = [&](std::size_t m, std::size_t offset) HWY_ATTR {
    return blocks(d, [&](std::size_t k)
                         HWY_ATTR { return address<O.scaled>(atoms, row[2 * k + m]) + offset; });
  };
  const auto a = part(0, 0), b = part(1, 0), c = part(0, 16), e = part(1, 16);
  return {hn::InterleaveLower(d, a, b), hn::InterleaveUpper(d, a, b), hn::InterleaveLower(d, c, e),
          hn::InterleaveUpper(d, c, e)};
}

// ---- what differs between the two precisions
template <Options O, class T>
struct Lanes;
template <Options O>
struct Lanes<O, float> {
  using D = hn::ScalableTag<float>;
  using DI = hn::RebindToSigned<D>;
  using VI = hn::VFromD<DI>;
  static constexpr double unit = 1 / 4294967296.0;
  static HWY_INLINE Quad<DI> atoms(const View& s, const std::uint32_t* row) {
    return load_short<O>(DI(), s.short_position, row);
  }
  static HWY_INLINE Quad<D> local(const View& s, const std::uint32_t* row) {
    return load_short<O>(D(), s.local_float, row);
  }
  static const ShortPosition& own(const View& s, std::size_t i) { return s.short_position[i]; }
  static const Four<float>& own_local(const View& s, std::size_t i) { return s.local_float[i]; }
  static const float* table(const View& s) { return s.table_float; }
  static Four<float>* force(const View& s) { return s.force_float; }
  static HWY_INLINE VI origin(std::int32_t x) { return hn::Set(DI(), x); }
  static HWY_INLINE hn::VFromD<D> difference(VI a, VI b) {
    return hn::ConvertTo(D(), hn::Sub(a, b));
  }
  static HWY_INLINE VI type(VI w) { return w; }
};
template <Options O>
struct Lanes<O, double> {
  using D = hn::ScalableTag<double>;
  using DI = hn::RebindToSigned<D>;
  using VI = hn::VFromD<DI>;
  static constexpr double unit =
      O.convert == Convert::magic ? 1 / 4503599627370496.0 : 1 / 18446744073709551616.0;
  static HWY_INLINE Quad<DI> atoms(const View& s, const std::uint32_t* row) {
    return load_long<O>(DI(), s.position, row);
  }
  static HWY_INLINE Quad<D> local(const View& s, const std::uint32_t* row) {
    return load_long<O>(D(), s.local_double, row);
  }
  static const Position& own(const View& s, std::size_t i) { return s.position[i]; }
  static const Four<double>& own_local(const View& s, std::size_t i) { return s.local_double[i]; }
  static const double* table(const View& s) { return s.table_double; }
  static Four<double>* force(const View& s) { return s.force_double; }
  static HWY_INLINE VI origin(std::uint64_t x) {
    return hn::Set(DI(), static_cast<std::int64_t>(
                             x + (O.convert == Convert::magic ? std::uint64_t{1} << 63 : 0)));
  }
  static HWY_INLINE hn::VFromD<D> difference(VI a, VI b) {
    const D d;
    const DI di;
    const auto r = hn::Sub(a, b);
    if constexpr (O.convert == Convert::magic) {  // the upper 52 bits become the mantissa of a
                                                  // number in [2^52, 2^53)
      const auto bits = hn::Or(hn::ShiftRight<12>(hn::BitCast(hn::RebindToUnsigned<D>(), r)),
                               hn::Set(hn::RebindToUnsigned<D>(), 0x4330000000000000ull));
      return hn::Sub(hn::BitCast(d, bits), hn::Set(d, 4503599627370496.0 + 2251799813685248.0));
    } else if constexpr (O.convert == Convert::scalar) {
      HWY_ALIGN std::int64_t in[8];
      HWY_ALIGN double out[8];
      hn::Store(r, di, in);
      for (std::size_t k = 0; k < hn::Lanes(d); ++k) {
        double one = static_cast<double>(in[k]);
        asm("" : "+x"(one));  // keep it scalar
        out[k] = one;
      }
      return hn::Load(d, out);
    } else {
      return hn::ConvertTo(d, r);
    }
  }
  static HWY_INLINE VI type(VI w) { return hn::And(w, hn::Set(DI(), 0xffffffff)); }
};

template <class D>
HWY_INLINE auto fold(D d, hn::VFromD<D> v) {  // sum of the 128-bit blocks
  if constexpr (hn::MaxLanes(D()) * sizeof(hn::TFromD<D>) > 16) {
    const hn::Half<D> h;
    return fold(h, hn::Add(hn::LowerHalf(h, v), hn::UpperHalf(h, v)));
  } else {
    return v;
  }
}
// Sums over all lanes of four vectors, stored at out[0..4).
template <class D>
HWY_INLINE void store_sums(D d, hn::VFromD<D> x, hn::VFromD<D> y, hn::VFromD<D> z, hn::VFromD<D> w,
                           hn::TFromD<D>* out) {
  auto pair = [&](auto a, auto b) HWY_ATTR {
    return hn::Add(hn::InterleaveLower(d, a, b), hn::InterleaveUpper(d, a, b));
  };
  if constexpr (sizeof(hn::TFromD<D>) == 4) {
    const hn::FixedTag<hn::TFromD<D>, 4> d4;
    hn::Store(fold(d, pair(pair(x, z), pair(y, w))), d4, out);
  } else {
    const hn::FixedTag<hn::TFromD<D>, 2> d2;
    hn::Store(fold(d, pair(x, y)), d2, out);
    hn::Store(fold(d, pair(z, w)), d2, out + 2);
  }
}
// Row sums of energy and virial go into double lanes.
template <class V>
HWY_INLINE void add_row(hn::VFromD<hn::ScalableTag<double>>& total, V v) {
  const hn::ScalableTag<double> d;
  if constexpr (sizeof(hn::TFromV<V>) == 8) {
    total = hn::Add(total, v);
  } else {
    const hn::ScalableTag<float> df;
    const hn::Half<decltype(df)> dh;
    total = hn::Add(total, hn::Add(hn::PromoteTo(d, hn::LowerHalf(dh, v)),
                                   hn::PromoteTo(d, hn::UpperHalf(dh, v))));
  }
}

// ---- sums of one row: plain, or integers whose total cannot depend on the order
template <Options O, class T>
struct RowSum {
  using D = hn::ScalableTag<T>;
  hn::VFromD<D> x, y, z;
  HWY_INLINE RowSum() : x(hn::Zero(D())), y(x), z(x) {}
  HWY_INLINE void add(hn::VFromD<D> f, hn::VFromD<D> dx, hn::VFromD<D> dy, hn::VFromD<D> dz) {
    x = hn::MulAdd(f, dx, x);
    y = hn::MulAdd(f, dy, y);
    z = hn::MulAdd(f, dz, z);
  }
  HWY_INLINE void store(std::size_t, Four<T>* out, float&) {
    store_sums(D(), x, y, z, hn::Zero(D()), &out->x);
  }
};
template <Options O, class T>
requires(O.sum == Sum::fixed && sizeof(T) == 4) struct RowSum<O, T> {
  using D = hn::ScalableTag<float>;
  using DI = hn::RebindToSigned<D>;
  hn::VFromD<DI> x, y, z;
  hn::VFromD<D> size;  // sum of |f/r|: bounds every contribution and every total
  HWY_INLINE RowSum() : x(hn::Zero(DI())), y(x), z(x), size(hn::Zero(D())) {}
  static HWY_INLINE hn::VFromD<DI> round(hn::VFromD<D> v) {
#if HWY_TARGET == HWY_AVX3
    return hn::VFromD<DI>{_mm512_cvtps_epi32(v.raw)};
#elif HWY_TARGET == HWY_AVX2
    return hn::VFromD<DI>{_mm256_cvtps_epi32(v.raw)};
#else
    return hn::NearestInt(v);
#endif
  }
  HWY_INLINE void add(hn::VFromD<D> f, hn::VFromD<D> dx, hn::VFromD<D> dy, hn::VFromD<D> dz) {
    size = hn::Add(size, hn::Abs(f));
    f = hn::Mul(f, hn::Set(D(), static_cast<float>(fixed_scale_float)));
    x = hn::Add(x, round(hn::Mul(f, dx)));
    y = hn::Add(y, round(hn::Mul(f, dy)));
    z = hn::Add(z, round(hn::Mul(f, dz)));
  }
  HWY_INLINE void store(std::size_t, Four<float>* out, float& largest) {
    HWY_ALIGN std::int32_t sum[4];
    store_sums(DI(), x, y, z, hn::ConvertTo(DI(), size), sum);
    largest = sum[3] > static_cast<int>(largest) ? static_cast<float>(sum[3]) : largest;
    const auto unit = static_cast<float>(1 / fixed_scale_float);
    *out = {unit * static_cast<float>(sum[0]), unit * static_cast<float>(sum[1]),
            unit * static_cast<float>(sum[2]), 0};
  }
};
// 64-bit sums by one fused multiply-add per component: 1.5 * 2^52 / scale is added, and the bits
// summed.
template <Options O, class T>
requires(O.sum == Sum::fixed && sizeof(T) == 8) struct RowSum<O, T> {
  using D = hn::ScalableTag<double>;
  using DI = hn::RebindToSigned<D>;
  static constexpr double magic = 6755399441055744.0 / fixed_scale_double;
  hn::VFromD<DI> x, y, z;
  hn::VFromD<D> size;
  HWY_INLINE RowSum() : x(hn::Zero(DI())), y(x), z(x), size(hn::Zero(D())) {}
  HWY_INLINE void add(hn::VFromD<D> f, hn::VFromD<D> dx, hn::VFromD<D> dy, hn::VFromD<D> dz) {
    const D d;
    const auto m = hn::Set(d, magic);
    size = hn::Max(size, hn::Abs(f));
    x = hn::Add(x, hn::BitCast(DI(), hn::MulAdd(f, dx, m)));
    y = hn::Add(y, hn::BitCast(DI(), hn::MulAdd(f, dy, m)));
    z = hn::Add(z, hn::BitCast(DI(), hn::MulAdd(f, dz, m)));
  }
  HWY_INLINE void store(std::size_t vectors, Four<double>* out, float& largest) {
    HWY_ALIGN std::int64_t sum[4];
    store_sums(DI(), x, y, z, hn::Zero(DI()), sum);
    std::uint64_t bias;
    __builtin_memcpy(&bias, &magic, 8);
    bias *= vectors * hn::Lanes(D());
    auto get = [&](std::int64_t s) {
      return static_cast<double>(static_cast<std::int64_t>(static_cast<std::uint64_t>(s) - bias)) /
             fixed_scale_double;
    };
    *out = {get(sum[0]), get(sum[1]), get(sum[2]), 0};
    const auto m = static_cast<float>(hn::GetLane(hn::MaxOfLanes(D(), size)));
    largest = m > largest ? m : largest;
  }
};
// float products, rounded to the same 2^-18 grid, summed in 64 bits: the slow path of `fixed`.
template <Options O, class T>
requires(O.sum == Sum::fixed_wide) struct RowSum<O, T> {
  using D = hn::ScalableTag<float>;
  using DD = hn::ScalableTag<double>;
  using DI = hn::RebindToSigned<DD>;
  static constexpr double magic = 6755399441055744.0;
  hn::VFromD<DI> x, y, z;
  HWY_INLINE RowSum() : x(hn::Zero(DI())), y(x), z(x) {}
  static HWY_INLINE void accumulate(hn::VFromD<DI>& sum, hn::VFromD<D> v) {
    const hn::Half<D> dh;
    const auto m = hn::Set(DD(), magic);
    const auto lower = hn::Add(hn::PromoteTo(DD(), hn::LowerHalf(dh, v)), m),
               upper = hn::Add(hn::PromoteTo(DD(), hn::UpperHalf(dh, v)), m);
    sum = hn::Add(sum, hn::Add(hn::BitCast(DI(), lower), hn::BitCast(DI(), upper)));
  }
  HWY_INLINE void add(hn::VFromD<D> f, hn::VFromD<D> dx, hn::VFromD<D> dy, hn::VFromD<D> dz) {
    f = hn::Mul(f, hn::Set(D(), static_cast<float>(fixed_scale_float)));
    accumulate(x, hn::Mul(f, dx));
    accumulate(y, hn::Mul(f, dy));
    accumulate(z, hn::Mul(f, dz));
  }
  HWY_INLINE void store(std::size_t vectors, Four<float>* out, float&) {
    HWY_ALIGN std::int64_t sum[4];
    store_sums(DI(), x, y, z, hn::Zero(DI()), sum);
    std::uint64_t bias;
    __builtin_memcpy(&bias, &magic, 8);
    bias *= vectors * hn::Lanes(D());
    auto get = [&](std::int64_t s) {
      return static_cast<float>(
          static_cast<double>(static_cast<std::int64_t>(static_cast<std::uint64_t>(s) - bias)) /
          fixed_scale_float);
    };
    *out = {get(sum[0]), get(sum[1]), get(sum[2]), 0};
  }
};

// ---- the pair loop
template <Options O, class T>
HWY_NOINLINE Sums pair_loop(const View& s, std::size_t begin, std::size_t end) {
  using L = Lanes<O, T>;
  using V = Simd<typename L::D>;
  const typename L::D d;
  const typename L::DI di;
  const hn::ScalableTag<double> dd;
  constexpr std::size_t N = hn::MaxLanes(typename L::D());
  const auto scale = [&](double e) HWY_ATTR {
    return hn::Set(d, static_cast<T>(O.local ? 1.0 : e * L::unit));
  };
  const auto xx = scale(s.edges.xx), yy = scale(s.edges.yy), zz = scale(s.edges.zz);
  const auto xy = scale(s.edges.xy), xz = scale(s.edges.xz), yz = scale(s.edges.yz);
  const bool triclinic =
      O.box == Box::triclinic ||
      (O.box == Box::either && (s.edges.xy != 0 || s.edges.xz != 0 || s.edges.yz != 0));
  const bool several = O.species == Species::permute || O.species == Species::gather ||
                       (O.species == Species::either && s.types > 1);
  constexpr bool gathers = O.species == Species::gather || N < 4;  // too few lanes for a table
  const T* table = L::table(s);
  std::array<V, coefficients> c{V(hn::Set(d, table[0])), V(hn::Set(d, table[max_types]))};
  auto cutoff = hn::Set(d, table[2 * max_types]);
  auto c0 = c[0].v, c1 = c[1].v, c2 = cutoff;  // per row: lane = type of the neighbor
  auto total_energy = hn::Zero(dd), vxx = total_energy, vyy = vxx, vzz = vxx, vxy = vxx, vxz = vxx,
       vyz = vxx;
  float largest = 0;
  for (std::size_t i = begin; i < end; ++i) {
    const auto& own = L::own(s, i);
    const auto xi = L::origin(own.x), yi = L::origin(own.y), zi = L::origin(own.z);
    const auto xl = hn::Set(d, L::own_local(s, i).x), yl = hn::Set(d, L::own_local(s, i).y),
               zl = hn::Set(d, L::own_local(s, i).z);
    const T* mine = table + static_cast<std::size_t>(own.type) * 3 * max_types;
    if (several && !gathers) {
      const auto get = [&](int k) HWY_ATTR { return hn::LoadDup128(d, mine + k * max_types); };
      if constexpr (N <= 4)
        c0 = get(0), c1 = get(1), c2 = get(2);
      else
        c0 = hn::LoadU(d, mine), c1 = hn::LoadU(d, mine + max_types),
        c2 = hn::LoadU(d, mine + 2 * max_types);
      if constexpr (N == 4 && sizeof(T) == 8)
        c0 = hn::LoadU(d, mine), c1 = hn::LoadU(d, mine + max_types),
        c2 = hn::LoadU(d, mine + 2 * max_types);
    }
    RowSum<O, T> sum;
    auto e = hn::Zero(d), wxx = e, wyy = e, wzz = e, wxy = e, wxz = e, wyz = e;
    const std::size_t count = s.count[i];
    const std::uint32_t* row = s.index + s.start[i];
    for (std::size_t k = 0; k < count; k += N) {
      auto dx = hn::Zero(d), dy = dx, dz = dx;
      auto type = hn::Zero(di);
      if constexpr (O.local) {
        const auto q = L::local(s, row + k);
        dx = hn::Sub(xl, q.x), dy = hn::Sub(yl, q.y), dz = hn::Sub(zl, q.z);
      } else {
        const auto q = L::atoms(s, row + k);
        dx = L::difference(xi, q.x), dy = L::difference(yi, q.y), dz = L::difference(zi, q.z);
        if (triclinic)
          dx = hn::MulAdd(xz, dz, hn::MulAdd(xy, dy, hn::Mul(xx, dx))),
          dy = hn::MulAdd(yz, dz, hn::Mul(yy, dy));
        else
          dx = hn::Mul(xx, dx), dy = hn::Mul(yy, dy);
        dz = hn::Mul(zz, dz);
        type = L::type(q.w);
      }
      const auto r2 = hn::MulAdd(dz, dz, hn::MulAdd(dy, dy, hn::Mul(dx, dx)));
      if (several) {
        if constexpr (gathers) {
          c[0].v = hn::GatherIndex(d, mine, type),
          c[1].v = hn::GatherIndex(d, mine + max_types, type),
          cutoff = hn::GatherIndex(d, mine + 2 * max_types, type);
        } else {
          const auto lane = hn::IndicesFromVec(d, type);
          c[0].v = hn::TableLookupLanes(c0, lane), c[1].v = hn::TableLookupLanes(c1, lane),
          cutoff = hn::TableLookupLanes(c2, lane);
        }
      }
      auto inside = hn::Lt(r2, cutoff);
      if constexpr (O.tail == Tail::pad_trick)
        inside = hn::And(inside, hn::Gt(r2, hn::Set(d, T(1e-4))));
      if constexpr (O.tail == Tail::mask) inside = hn::And(inside, hn::FirstN(d, count - k));
      if constexpr (O.tail == Tail::branch)
        if (HWY_UNLIKELY(k + N > count)) inside = hn::And(inside, hn::FirstN(d, count - k));
      const auto term = LennardJones::evaluate(V(r2), c);
      const auto f = hn::IfThenElseZero(inside, term.force_over_r.v);
      sum.add(f, dx, dy, dz);
      if constexpr (O.want) {
        e = hn::Add(e, hn::IfThenElseZero(inside, term.energy.v));
        const auto fx = hn::Mul(f, dx), fy = hn::Mul(f, dy), fz = hn::Mul(f, dz);
        wxx = hn::MulAdd(fx, dx, wxx), wyy = hn::MulAdd(fy, dy, wyy), wzz = hn::MulAdd(fz, dz, wzz);
        wxy = hn::MulAdd(fx, dy, wxy), wxz = hn::MulAdd(fx, dz, wxz), wyz = hn::MulAdd(fy, dz, wyz);
      }
    }
    sum.store((count + N - 1) / N, &L::force(s)[i], largest);
    if constexpr (O.want) {
      add_row(total_energy, e), add_row(vxx, wxx), add_row(vyy, wyy), add_row(vzz, wzz);
      add_row(vxy, wxy), add_row(vxz, wxz), add_row(vyz, wyz);
    }
  }
  Sums out;
  const double reach = 2.5;  // |component of d| < cutoff
  out.overflow = O.sum == Sum::fixed &&
                 (sizeof(T) == 4 ? largest + 16 > 8192 / reach : largest > 32768 / reach);
  if constexpr (O.want) {  // every pair was seen twice
    const auto half = [&](auto v) HWY_ATTR { return 0.5 * hn::GetLane(hn::SumOfLanes(dd, v)); };
    out.energy = half(total_energy);
    const double w[6] = {half(vxx), half(vyy), half(vzz), half(vxy), half(vxz), half(vyz)};
    for (int k = 0; k < 6; ++k) out.virial[k] = w[k];
  }
  return out;
}

// ---- neighbor rows of the atoms of one cell out of its candidate buffer
HWY_NOINLINE std::uint64_t build(const BuildView& s, std::size_t begin, std::size_t end,
                                 std::uint64_t place) {
  const hn::ScalableTag<float> d;
  const hn::RebindToSigned<decltype(d)> di;
  const std::size_t N = hn::Lanes(d);
  const auto scale = [&](double e)
                         HWY_ATTR { return hn::Set(d, static_cast<float>(e / 4294967296.0)); };
  const auto xx = scale(s.edges.xx), yy = scale(s.edges.yy), zz = scale(s.edges.zz);
  const auto xy = scale(s.edges.xy), xz = scale(s.edges.xz), yz = scale(s.edges.yz);
  const bool triclinic = s.edges.xy != 0 || s.edges.xz != 0 || s.edges.yz != 0;
  const auto range = hn::Set(d, s.range_squared);
  for (std::size_t i = begin; i < end; ++i) {
    const auto& own = s.short_position[i];
    const auto xi = hn::Set(di, own.x), yi = hn::Set(di, own.y), zi = hn::Set(di, own.z),
               self = hn::Set(di, static_cast<std::int32_t>(i));
    auto* const row = reinterpret_cast<std::int32_t*>(s.index) + place;
    auto* out = row;
    for (std::size_t k = 0; k < s.candidates; k += N) {
      auto dx = hn::ConvertTo(d, hn::Sub(xi, hn::LoadU(di, s.x + k))),
           dy = hn::ConvertTo(d, hn::Sub(yi, hn::LoadU(di, s.y + k)));
      auto dz = hn::ConvertTo(d, hn::Sub(zi, hn::LoadU(di, s.z + k)));
      if (triclinic)
        dx = hn::MulAdd(xz, dz, hn::MulAdd(xy, dy, hn::Mul(xx, dx))),
        dy = hn::MulAdd(yz, dz, hn::Mul(yy, dy));
      else
        dx = hn::Mul(xx, dx), dy = hn::Mul(yy, dy);
      dz = hn::Mul(zz, dz);
      const auto r2 = hn::MulAdd(dz, dz, hn::MulAdd(dy, dy, hn::Mul(dx, dx)));
      const auto atom = hn::LoadU(di, s.atom + k);
      auto near = hn::And(hn::Lt(r2, range),
                          hn::MaskFromVec(hn::BitCast(d, hn::VecFromMask(di, hn::Ne(atom, self)))));
      if (k + N > s.candidates) near = hn::And(near, hn::FirstN(d, s.candidates - k));
      hn::StoreU(hn::Compress(atom, hn::MaskFromVec(hn::BitCast(di, hn::VecFromMask(d, near)))), di,
                 out);
      out += hn::CountTrue(d, near);
    }
    s.start[i] = place;
    s.count[i] = static_cast<std::uint32_t>(out - row);
    for (std::size_t k = 0; k < 16; k += N) hn::StoreU(self, di, out + k);
    place += (s.count[i] + std::uint64_t{15}) / 16 * 16;
  }
  return place;
}

#include "variants.inc"

}  // namespace HWY_NAMESPACE
}  // namespace spike
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace spike {
HWY_EXPORT(list_variants);
HWY_EXPORT(build);
const std::vector<Variant>& variants() {
  return HWY_DYNAMIC_DISPATCH(list_variants)();
}
std::uint64_t build_rows(const BuildView& s, std::size_t begin, std::size_t end,
                         std::uint64_t place) {
  return HWY_DYNAMIC_DISPATCH(build)(s, begin, end, place);
}
std::string choose_target(const std::string& name) {
  if (!name.empty())
    hwy::SetSupportedTargetsForTest(name == "v2" ? HWY_SSE4 : name == "v3" ? HWY_AVX2 : HWY_AVX3);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  const auto best = hwy::SupportedTargets();
  return hwy::TargetName(best & -best);
}
}  // namespace spike
#endif
