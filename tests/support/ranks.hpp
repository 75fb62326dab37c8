// SPDX-License-Identifier: BSD-3-Clause
// The ranks a test program runs on: one alone, or those of mpirun.
#pragma once

#include "alder.hpp"

namespace alder::test {

/// The ranks of this program. A test body that makes its Simulation with them runs on any number.
Ranks& ranks();

}  // namespace alder::test
