// SPDX-License-Identifier: BSD-3-Clause
#include "support/executions.hpp"

#include <algorithm>

#include "backend/device.hpp"
#include "base/error.hpp"
#include "support/ranks.hpp"

namespace alder::test {

Deck Execution::applied_to(Deck deck) const {
  deck.execution.backend = backend;
  deck.execution.precision = precision;
  deck.execution.threads = threads;
  return deck;
}

double Execution::tolerance(double in_double) const {
  return precision == Precision::mixed ? std::max(in_double, 1e-5) : in_double;
}

std::string Execution::reason_to_skip() const {
  if (ranks().size() > 1 && threads > 1 && precision == Precision::full) {
    return "a thread a rank is enough";
  }
  try {
    static_cast<void>(Device::open(backend, threads));
    return "";
  } catch (const EnvironmentError& e) {
    return e.what();
  }
}

std::string name_of(const Execution& e) {
  return std::string(to_string(e.backend)) +
         (e.precision == Precision::mixed ? "_mixed_" : "_double_") + std::to_string(e.threads);
}

void PrintTo(const Execution& execution, std::ostream* out) {
  *out << name_of(execution);
}

std::vector<Simd> instruction_sets() {
#if defined(__x86_64__)
  return {Simd::v2, Simd::v3, Simd::v4};
#else
  return {Simd::portable};
#endif
}

std::vector<Simd> usable_instruction_sets() {
  std::vector<Simd> usable;
  for (const Simd simd : instruction_sets()) {
    try {
      usable.push_back(choose_simd(simd));
    } catch (const EnvironmentError&) {
    }
  }
  return usable;
}

std::vector<Execution> all_executions() {
  std::vector<Execution> all{{Backend::reference, Precision::full, 1}};
  for (const Execution& e : list_executions()) all.push_back(e);
  return all;
}

std::vector<Execution> list_executions() {
  return {{Backend::cpu, Precision::full, 1},
          {Backend::cpu, Precision::full, 2},
          {Backend::cpu, Precision::mixed, 2},
          {Backend::cuda, Precision::full, 1},
          {Backend::cuda, Precision::mixed, 1}};
}

void OnEveryBackend::SetUp() {
  if (const std::string reason = GetParam().reason_to_skip(); !reason.empty()) {
    GTEST_SKIP() << reason;
  }
}

}  // namespace alder::test
