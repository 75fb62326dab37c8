// SPDX-License-Identifier: BSD-3-Clause
// A dispersion and a Coulomb potential as one, evaluated in one pass over the pairs.
#pragma once

#include "pair/pair_table.hpp"
#include "pair/potential.hpp"
#include "pair/truncation.hpp"

namespace alder {

/// U = A (below the cutoff, ended as the deck says) + B (below the Coulomb cutoff, as it is). Its
/// parameters are those of both; a style of this kind derives from it and adds a name, a
/// description and samples.
template <PairPotential A, PairPotential B>
struct Sum {
  using Dispersion = A;
  using Coulomb = B;
  static constexpr std::string_view formula = A::formula;

  struct Params : A::Params, B::Params {};
  static constexpr std::array parameters = [] {
    std::array<ParameterOf<Params>, A::parameters.size() + B::parameters.size()> all{};
    std::size_t k = 0;
    const auto add = [&](const auto& p) {
      all[k++] = {p.name, p.member, p.dimension, p.range, p.mixing, p.doc, p.scope};
    };
    for (const auto& p : A::parameters) add(p);
    for (const auto& p : B::parameters) add(p);
    return all;
  }();

  static constexpr std::size_t n_a = A::n_coefficients, n_b = B::n_coefficients;
  /// Those of A, those of B, both squared cutoffs.
  static constexpr std::size_t n_coefficients = n_a + n_b + 2;

  /// Without the cutoffs, which `pair_coefficients` fills in.
  static std::array<double, n_coefficients> coefficients(const Params& p, const PairContext& a,
                                                         const PairContext& b) {
    std::array<double, n_coefficients> c{};
    const auto of_a = coefficients_in<A>(p, a);
    const auto of_b = coefficients_in<B>(p, b);
    std::size_t k = 0;
    for (const double v : of_a) c[k++] = v;
    for (const double v : of_b) c[k++] = v;
    c[n_a + n_b] = a.cutoff * a.cutoff;
    c[n_a + n_b + 1] = b.cutoff * b.cutoff;
    return c;
  }

  template <class V>
  ALDER_HD static ALDER_INLINE PairTerm<V> sum(const V& r2, const V& charges,
                                               const std::array<V, n_coefficients>& c,
                                               const Truncation<V>& t, Ending ending) {
    Truncation<V> end = t;
    end.cutoff2 = c[n_a + n_b];
    const PairTerm<V> a = truncated<A>(r2, part<0, n_a>(c), end, ending);
    const PairTerm<V> b = B::template evaluate<V>(r2, part<n_a, n_b>(c));
    const V& coulomb_cutoff2 = c[n_a + n_b + 1];
    const V coul = select_below(r2, coulomb_cutoff2, charges * b.energy, V(0));
    return {select_below(r2, end.cutoff2, a.energy, V(0)) + coul,
            select_below(r2, end.cutoff2, a.force_over_r, V(0)) +
                select_below(r2, coulomb_cutoff2, charges * b.force_over_r, V(0)),
            coul};
  }

  template <std::size_t First, std::size_t N, class V>
  ALDER_HD static ALDER_INLINE std::array<V, N> part(const std::array<V, n_coefficients>& c) {
    std::array<V, N> result;
    std::size_t k = First;
    for (V& v : result) v = c[k++];
    return result;
  }
};

}  // namespace alder
