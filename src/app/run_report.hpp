// SPDX-License-Identifier: BSD-3-Clause
// What a run says when it is over.
#pragma once

#include "alder.hpp"

namespace alder::app {

void print_report(const Report& report, const Units& units);

}  // namespace alder::app
