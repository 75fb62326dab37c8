// SPDX-License-Identifier: BSD-3-Clause
// Which instruction sets this processor has.
#include "alder_config.hpp"
#include "backend/device.hpp"
#include "base/error.hpp"

namespace alder {
namespace {

// The levels of the x86-64 ABI by their vector instructions; every processor that has these has the
// other instructions of its level too.
bool has(Simd simd) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const auto v3 = [] {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
           __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
  };
  switch (simd) {
    case Simd::v4:
      return v3() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
             __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
             __builtin_cpu_supports("avx512vl");
    case Simd::v3: return v3();
    case Simd::v2: return true;  // the whole binary is compiled for it
    default: return false;
  }
#else
  return simd == Simd::portable;
#endif
}

bool compiled(Simd simd) {
  return config::simd_sets.find(to_string(simd)) != std::string_view::npos;
}

}  // namespace

Simd choose_simd(Simd wanted) {
  if (wanted == Simd::automatic) {
    for (const Simd simd : {Simd::v4, Simd::v3, Simd::v2, Simd::portable}) {
      if (has(simd) && compiled(simd)) return simd;
    }
    throw EnvironmentError("this binary has loops for the instruction sets " +
                           std::string(config::simd_sets) +
                           ", none of which this processor has; build it with others in "
                           "ALDER_SIMD_SETS");
  }
  if (has(wanted) && !compiled(wanted)) {
    throw EnvironmentError("instruction set " + std::string(to_string(wanted)) +
                           " was asked for, but this binary was built for " +
                           std::string(config::simd_sets) + " only (ALDER_SIMD_SETS)");
  }
  if (!has(wanted)) {
    throw EnvironmentError("instruction set " + std::string(to_string(wanted)) +
                           " was asked for, but this processor does not have it (the best it has "
                           "is " +
                           std::string(to_string(choose_simd(Simd::automatic))) +
                           "); leave out --simd or execution.simd");
  }
  return wanted;
}

}  // namespace alder
