// SPDX-License-Identifier: BSD-3-Clause
// The ways of computing that one test body runs on.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "deck/deck.hpp"

namespace alder::test {

/// A backend and what goes with it.
struct Execution {
  Backend backend = Backend::cpu;
  Precision precision = Precision::full;
  int threads = 1;

  /// The deck, to be run this way.
  [[nodiscard]] Deck applied_to(Deck deck) const;
  /// The relative tolerance of a quantity that double precision meets to `in_double`: mixed
  /// precision computes pair terms in float (2^-24 = 6e-8) of distances good to 2^-32 of the frame.
  [[nodiscard]] double tolerance(double in_double) const;
  /// Why this cannot run here (no CUDA in the binary, no GPU in the machine); empty where it can.
  [[nodiscard]] std::string reason_to_skip() const;
};

/// "cpu_double_2".
std::string name_of(const Execution& execution);
void PrintTo(const Execution& execution, std::ostream* out);

/// Everything this project can name; what is absent is skipped with its reason.
std::vector<Execution> all_executions();
/// Those that compute with neighbor lists.
std::vector<Execution> list_executions();

/// The instruction sets that code for this kind of processor knows.
std::vector<Simd> instruction_sets();
/// Those of them that this binary has and this processor can run.
std::vector<Simd> usable_instruction_sets();

/// A test body with a parameter `Execution`; skips what cannot run here.
class OnEveryBackend : public testing::TestWithParam<Execution> {
 protected:
  void SetUp() override;
};

inline std::string execution_name(const testing::TestParamInfo<Execution>& info) {
  return name_of(info.param);
}

}  // namespace alder::test
