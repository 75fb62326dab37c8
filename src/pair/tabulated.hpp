// SPDX-License-Identifier: BSD-3-Clause
// A pair potential given as a table.
#pragma once

#include <limits>

#include "pair/functions.hpp"
#include "pair/potential.hpp"
#include "pair/radial_table.hpp"

namespace alder {

struct Tabulated {
  static constexpr std::string_view name = "table";
  static constexpr std::string_view doc =
      "Rows of energy and force in a file of LAMMPS' format; a distance below the first row ends "
      "the run";
  static constexpr std::string_view source =
      "LAMMPS' pair style table, linear and spline: energy and F/r are interpolated each by "
      "itself.";
  static constexpr std::string_view formula = "what the table says at r^2";
  static constexpr bool is_tabulated = true;
  static constexpr bool has_tail = false;

  struct Params {};
  static constexpr std::array<ParameterOf<Params>, 0> parameters{};
  static constexpr std::array samples{Sample<Params>{{}, 0.8, 2.5}};

  /// First squared distance, intervals per r^2, last interval, first interval among all pairs'.
  static constexpr std::size_t n_coefficients = 4;
  static std::array<double, n_coefficients> coefficients(const Params&,
                                                         const PairContext& context) {
    const double inner2 = context.table_inner * context.table_inner;
    const double intervals = static_cast<double>(context.table_intervals);
    return {inner2, intervals / (context.cutoff * context.cutoff - inner2), intervals - 1,
            static_cast<double>(context.table_first)};
  }

  template <class V>
  ALDER_HD static ALDER_INLINE PairTerm<V> evaluate(const V& r2,
                                                    const CoefficientsOf<Tabulated, V>& c) {
    const V x = (r2 - c[0]) * c[1];
    const V at = floor_of(positive_part(x));
    const V interval = select_below(at, c[2], at, c[2]);
    const V t = x - interval;
    const auto polynomial = [&](int k) {
      const auto node = [&](int m) { return table_node(c.nodes, c[3] + interval, k + m); };
      return node(0) + t * (node(1) + t * (node(2) + t * node(3)));
    };
    // A thousandth of an interval is rounding.
    const V unknown(std::numeric_limits<double>::quiet_NaN()), first(-1.0 / 1024);
    return {select_below(x, first, unknown, polynomial(0)),
            select_below(x, first, unknown, polynomial(4))};
  }
};

static_assert(PairPotential<Tabulated>);

}  // namespace alder
