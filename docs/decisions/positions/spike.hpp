// SPDX-License-Identifier: BSD-3-Clause
// What the driver (spike.cpp) and the kernels (kernels.cpp) of the position measurement share.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace spike {

struct alignas(32) Position {  // fraction of the frame * 2^64
  std::uint64_t x, y, z;
  std::uint32_t type, spare;
};
struct alignas(16) ShortPosition {  // the upper 32 bits, derived
  std::int32_t x, y, z, type;
};
template <class T>
struct alignas(4 * sizeof(T)) Four {
  T x, y, z, w;
};
// Edge matrix of the frame: columns a = (xx,0,0), b = (xy,yy,0), c = (xz,yz,zz).
struct Edges {
  double xx, yy, zz, xy, xz, yz;
};

enum class Tail { mask, branch, pad_trick };       // how lanes behind the end of a row are dropped
enum class Box { orthogonal, triclinic, either };  // `either`: a uniform branch at run time
enum class Species { one, permute, gather, either };
enum class Sum { plain, fixed, fixed_wide };  // fixed: int32 (float) or int64 (double) per pair
enum class Convert { native, magic, scalar };
struct Options {
  bool local = false;   // Cartesian coordinates with ghosts instead of fractions
  bool want = false;    // energy and virial
  bool wide = true;     // 256-bit loads of a Position (false: two 128-bit ones)
  bool scaled = false;  // list entries are byte offsets / 8
  Tail tail = Tail::branch;
  Box box = Box::orthogonal;
  Species species = Species::one;
  Sum sum = Sum::plain;
  Convert convert = Convert::native;
};

constexpr int max_types = 8;
constexpr int coefficients = 2;
struct View {
  const Position* position;
  const ShortPosition* short_position;
  const Four<double>* local_double;
  const Four<float>* local_float;
  const std::uint64_t* start;
  const std::uint32_t* count;
  const std::uint32_t* index;
  Edges edges;
  std::uint32_t types;
  const float* table_float;  // [type i][coefficient or squared cutoff][max_types]
  const double* table_double;
  Four<float>* force_float;
  Four<double>* force_double;
};
struct Sums {
  double energy = 0, virial[6] = {};  // xx yy zz xy xz yz
  bool overflow = false;
};
constexpr double fixed_scale_float = 262144.0;        // 2^18: |sum| < 8192
constexpr double fixed_scale_double = 68719476736.0;  // 2^36: |contribution| < 32768

// One candidate buffer against the atoms [begin, end) of a cell. Rows are appended at `place`.
struct BuildView {
  const std::int32_t *x, *y, *z;  // candidates, padded to 16
  const std::int32_t* atom;
  std::size_t candidates;
  const ShortPosition* short_position;
  Edges edges;
  float range_squared;
  std::uint64_t* start;
  std::uint32_t *count, *index;
};

using Kernel = Sums (*)(const View&, std::size_t begin, std::size_t end);
struct Variant {
  const char* name;
  bool is_double;
  Options options;
  Kernel kernel;
};
const std::vector<Variant>& variants();
std::uint64_t build_rows(const BuildView&, std::size_t begin, std::size_t end, std::uint64_t place);
std::string choose_target(const std::string& name);  // "v2", "v3", "v4" or "" for the best

}  // namespace spike
