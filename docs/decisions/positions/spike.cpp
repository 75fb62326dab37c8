// SPDX-License-Identifier: BSD-3-Clause
// Measures what positions.md reports: `spike [v2|v3|v4] [rounds] [cells]`.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "system.hpp"

using namespace spike;

namespace {

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Forces of a variant by tag, as doubles; atoms in `parts` pieces as threads would take them.
std::vector<double> forces(System& s, const Variant& v, Sums& sums, std::size_t parts) {
  sums = {};
  for (std::size_t p = 0; p < parts; ++p) {
    const Sums part = v.kernel(s.view(v), s.size() * p / parts, s.size() * (p + 1) / parts);
    sums.energy += part.energy;
    for (int k = 0; k < 6; ++k) sums.virial[k] += part.virial[k];
    sums.overflow |= part.overflow;
  }
  std::vector<double> by_tag(3 * s.size());
  for (std::size_t i = 0; i < s.size(); ++i) {
    double* f = &by_tag[std::size_t{3} * s.tag[i]];
    const auto& a = s.force_double[i];
    const auto& b = s.force_float[i];
    v.is_double ? (f[0] = a.x, f[1] = a.y, f[2] = a.z) : (f[0] = b.x, f[1] = b.y, f[2] = b.z);
  }
  return by_tag;
}

// The system a variant is meant for.
struct Cases {
  System plain, tilted, species, local;
  System& of(const Options& o) {
    if (o.box == Box::triclinic) return tilted;
    return o.species == Species::one ? plain : species;
  }
};

double relative_error(const System& s, const std::vector<double>& f, const Plain& expected) {
  double error = 0, size = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const double e[3] = {expected.force[i].x, expected.force[i].y, expected.force[i].z};
    for (int k = 0; k < 3; ++k) {
      const double d = f[std::size_t{3} * s.tag[i] + static_cast<std::size_t>(k)] - e[k];
      error += d * d, size += e[k] * e[k];
    }
  }
  return std::sqrt(error / size);
}

// Returns false when a variant is wrong.
bool table(Cases& cases, int rounds) {
  const auto& all = variants();
  std::vector<std::vector<double>> time(all.size());
  for (int r = 0; r < rounds; ++r)
    for (std::size_t k = 0; k < all.size(); ++k) {
      System& s = cases.of(all[k].options);
      for (int warm = 0; warm < 5; ++warm)  // as a list that is used for many steps
        all[k].kernel(s.view(all[k]), 0, s.size());
      const double begin = seconds();
      all[k].kernel(s.view(all[k]), 0, s.size());
      time[k].push_back((seconds() - begin) / double(s.size()) * 1e9);
    }
  bool good = true;
  std::printf("%-8s%-34s%8s%8s%7s%11s%11s\n", "", "variant", "min ns", "median", "ratio",
              "force err", "E,W err");
  double base = 0;
  for (std::size_t k = 0; k < all.size(); ++k) {
    System& s = cases.of(all[k].options);
    const Plain expected = plain_forces(s);
    Sums sums;
    const double error = relative_error(s, forces(s, all[k], sums, 1), expected);
    double sum_error = 0;
    if (all[k].options.want) {
      sum_error = std::abs(sums.energy / expected.sums.energy - 1);
      for (int m = 0; m < 6; ++m)
        sum_error = std::max(sum_error, std::abs(sums.virial[m] - expected.sums.virial[m]) /
                                            std::abs(expected.sums.virial[0]));
    }
    std::sort(time[k].begin(), time[k].end());
    if (std::strcmp(all[k].name, "fractions") == 0) base = time[k][0];
    std::printf("%-8s%-34s%8.1f%8.1f%7.2f%11.1e", all[k].is_double ? "double" : "float",
                all[k].name, time[k][0], time[k][time[k].size() / 2], time[k][0] / base, error);
    all[k].options.want ? std::printf("%11.1e\n", sum_error) : std::printf("%11s\n", "");
    const double allowed = all[k].is_double ? 1e-11 : all[k].options.local ? 1e-4 : 3e-6;
    good = good && error < allowed && sum_error < 10 * allowed && !sums.overflow;
  }
  return good;
}

const Variant& variant(const char* name, bool is_double) {
  return *std::find_if(variants().begin(), variants().end(), [&](const Variant& v) {
    return v.is_double == is_double && std::strcmp(v.name, name) == 0;
  });
}

bool compare_bits(const System& liquid) {
  struct Order {
    const char* name;
    double per_range;
    std::int64_t rotation;
    std::size_t parts;
  };
  const Order orders[] = {{"3 parts", 2, 0, 3},
                          {"storage rotated by 77 cells", 2, 77, 1},
                          {"storage rotated by 1201 cells, 7 parts", 2, 1201, 7},
                          {"other cells (1 per range)", 1, 0, 1},
                          {"other cells (3 per range)", 3, 0, 1}};
  std::printf("\nbits equal to those of 1 part, 2 cells per range\n");
  bool good = true;
  for (const bool is_double : {false, true})
    for (const char* name : {"fractions", "fixed sums"}) {
      const auto run = [&](double per_range, std::int64_t rotation, std::size_t parts) {
        System s = liquid;
        s.build(per_range, rotation);
        Sums sums;
        return forces(s, variant(name, is_double), sums, parts);
      };
      const auto base = run(2, 0, 1);
      for (const auto& o : orders) {
        const bool equal = run(o.per_range, o.rotation, o.parts) == base;
        std::printf("%-8s%-12s%-42s%s\n", is_double ? "double" : "float", name, o.name,
                    equal ? "equal" : "different");
        const bool must = o.per_range == 2 || std::strcmp(name, "fixed sums") == 0;
        good = good && (equal || !must);
      }
    }
  return good;
}

// Two atoms are brought close together: the fixed sums must notice, and the slow path must hold.
bool overflow(const System& liquid) {
  bool good = true;
  std::printf("\n%-12s%14s%10s%10s%16s\n", "distance", "force", "int32", "int64", "64-bit error");
  for (const double distance : {0.7, 0.6, 0.5, 0.4, 0.3}) {
    System s = liquid;
    s.position[1] = s.position[0];
    s.position[1].x += static_cast<std::uint64_t>(std::ldexp(distance / s.edges.xx, 64));
    s.build(2, 0);
    const Plain expected = plain_forces(s);
    double largest = 0;
    for (const auto& f : expected.force) largest = std::max(largest, std::abs(f.x));
    Sums narrow, wide, slow;
    const auto f = forces(s, variant("fixed sums", false), narrow, 1);
    forces(s, variant("fixed sums", true), wide, 1);
    const auto g = forces(s, variant("fixed sums, 64 bits (slow path)", false), slow, 1);
    const double error = relative_error(s, g, expected);
    std::printf("%-12.2f%14.4g%10s%10s%16.1e\n", distance, largest,
                narrow.overflow ? "noticed" : "fits", wide.overflow ? "noticed" : "fits", error);
    good = good && error < 1e-5 && (narrow.overflow || relative_error(s, f, expected) < 1e-5);
  }
  return good;
}

}  // namespace

int main(int argc, char** argv) {
  std::printf("instruction set: %s\n", choose_target(argc > 1 ? argv[1] : "").c_str());
  const System liquid = make_liquid(argc > 3 ? std::atoi(argv[3]) : 20);
  Cases cases{liquid, liquid, liquid, liquid};
  cases.tilted.tilt();
  cases.species.set_species(3);
  for (System* s : {&cases.plain, &cases.tilted, &cases.species}) {
    s->build(2, 0);
    s->make_local();
    s->make_scaled();
  }
  bool good = table(cases, argc > 2 ? std::atoi(argv[2]) : 15);
  good = compare_bits(liquid) && good;
  good = overflow(liquid) && good;
  std::printf("\n%s\n", good ? "all variants agree with the plain loop" : "WRONG RESULTS");
  return good ? 0 : 1;
}
