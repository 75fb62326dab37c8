// SPDX-License-Identifier: BSD-3-Clause
// Reads tabulated pair potentials in the format of LAMMPS' pair style table.
#pragma once

#include <string>

#include "base/units.hpp"
#include "pair/radial_table.hpp"

namespace alder {

/// The section `keyword` of `file`: a line with the keyword, a line `N count [R|RSQ lo hi] [FPRIME
/// lo hi]`, and `count` rows `number r energy force` in `units`. With R or RSQ the distances are
/// made equidistant in r or r^2 from lo to hi, whatever the rows say. `#` begins a comment. Throws
/// InputError with file:line:column.
RadialTable read_table_file(const std::string& file, const std::string& keyword,
                            const Units& units);

}  // namespace alder
