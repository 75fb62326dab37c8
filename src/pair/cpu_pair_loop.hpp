// SPDX-License-Identifier: BSD-3-Clause
// Runs the SIMD kernels of a pair potential over all atoms, with threads.
#pragma once

#include <cstddef>
#include <vector>

#include "force/force.hpp"
#include "pair/fixed_sums.hpp"
#include "pair/pair_table.hpp"
#include "pair/simd/kernel.hpp"

namespace alder {

/// The tables of a potential as the kernels read them: see PairKernelTable. Rows of the table come
/// in the order coefficients, those of Truncation.
struct CpuPairTable {
  std::size_t n_types = 1;
  std::size_t n_rows = 0;
  std::vector<double> values;   ///< (a * n_rows + row) * n_types + b
  std::vector<double> nodes{};  ///< of tabulated potentials
};

template <class P>
CpuPairTable make_cpu_pair_table(const std::vector<PairRow<P, double>>& pairs, std::size_t n_types,
                                 const std::vector<double>& nodes) {
  CpuPairTable table{n_types, P::n_coefficients + Truncation<double>::size, {}, nodes};
  table.values.resize(n_types * n_types * table.n_rows);
  for (std::size_t a = 0; a < n_types; ++a) {
    for (std::size_t b = 0; b < n_types; ++b) {
      PairRow<P, double> pair = pairs[a * n_types + b];
      std::size_t at = a * table.n_rows * n_types + b;
      for (const double c : pair.coefficients) {
        table.values[at] = c;
        at += n_types;
      }
      for (std::size_t k = 0; k < pair.truncation.size; ++k) {
        table.values[at] = pair.truncation.at(k);
        at += n_types;
      }
    }
  }
  return table;
}

/// One term's pair loop on the CPU.
class CpuPairLoop {
 public:
  struct Settings {
    bool mixed = false;  ///< single precision in the loop, 32-bit fractions
    PairSums sums = PairSums::plain;
    Ending ending = Ending::plain;
    bool between_charges = false;  ///< pairs need the charges of their atoms
    double coulomb = 1;            ///< see PairSpec
    double cutoff = 0;             ///< the largest
    double force_scale = 1;  ///< a typical strong force, from which the grid of fixed sums follows
  };
  CpuPairLoop(const Device& device, const PairKernels& kernels, const CpuPairTable& table,
              const Settings& settings);

  /// Adds the forces on all local atoms; returns this rank's share of the energy and virial where
  /// wanted. With fixed sums the first rank has all of it. Throws PhysicsError when a fixed sum was
  /// exceeded.
  EnergyVirial run(const ForceContext& context, bool want);

  [[nodiscard]] GhostForm reads_of_ghosts() const {
    return settings_.mixed ? GhostForm::shortened : GhostForm::whole;
  }

 private:
  void run_parts(const ForceContext& context, PairKernel kernel);
  void shorten_charges(const ForceContext& context);
  [[nodiscard]] const ShortPosition* short_positions(const ForceContext& context) const;
  [[nodiscard]] PairKernelInput input(const ForceContext& context);
  void check_range(double largest, double largest_term) const;

  PairKernels kernels_;
  Settings settings_;
  FixedGrids grids_;
  std::uint32_t n_types_, stride_;
  Buffer<double> table_, nodes_;
  Buffer<float> short_table_, short_nodes_;
  Buffer<float> short_charge_;
  Buffer<double> row_terms_;  ///< energy and virial of each row, for fixed sums
};

}  // namespace alder
