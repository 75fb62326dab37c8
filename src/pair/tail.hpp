// SPDX-License-Identifier: BSD-3-Clause
// Long-range (tail) corrections to energy and pressure of a truncated pair potential.
#pragma once

#include <functional>
#include <vector>

#include "force/force.hpp"
#include "pair/pair_table.hpp"

namespace alder {

/// Integral of U(r) r^2 from `cutoff` to infinity, for a U that decays faster than r^-3.
/// Substitutes r = cutoff / t and uses Gauss-Legendre quadrature, which is exact for sums of
/// inverse powers.
double tail_integral(const std::function<double(double r)>& energy, double cutoff);

/// Factors of 1 / volume: the energy correction is `energy` / V and every diagonal element of the
/// virial gains `virial` / V, with g(r) = 1 beyond the cutoff (Allen and Tildesley, Computer
/// Simulation of Liquids, 2.8; species as in LAMMPS' pair_modify tail).
struct TailFactors {
  double energy = 0;
  double virial = 0;
};

/// `count` is the number of atoms of each species in the whole system; `energy(a, b, r)` the
/// untruncated energy of a pair.
TailFactors tail_factors(
    const PairSpec& spec, const std::vector<double>& count,
    const std::function<double(std::size_t a, std::size_t b, double r)>& energy);

/// Adds the corrections in a box of the given volume.
void add_tail(const TailFactors& tail, double volume, Energies& energies);

}  // namespace alder
