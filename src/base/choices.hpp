// SPDX-License-Identifier: BSD-3-Clause
// Named alternatives that decks offer and several rooms act on.
#pragma once

namespace alder {

/// Who computes. `automatic`: cuda where this binary has it and a GPU answers, else cpu.
enum class Backend { automatic, reference, cpu, cuda };

/// Arithmetic of the force loops. `automatic` is double on cpu and reference, mixed on cuda.
enum class Precision { automatic, mixed, full };

/// Instruction set of the CPU loops: the levels of x86-64 and what runs on any processor.
enum class Simd { automatic, portable, v2, v3, v4 };

/// Whether MPI is given addresses in GPU memory. `automatic`: where it says it takes them.
enum class GpuAwareMpi { automatic, on, off };

/// What of ranks is made even: the entries of their lists, or the time they take.
enum class BalanceBy { work, time };

/// How a pair potential ends at its cutoff.
enum class Shift {
  none,    ///< U(r) for r < cutoff
  energy,  ///< U(r) - U(rc): continuous energy
  force,   ///< U(r) - U(rc) + (r - rc) F(rc): continuous energy and force
};

/// How a pair potential is led to zero between an inner distance and its cutoff.
enum class Switch {
  none,
  charmm,   ///< U times a polynomial of r^2, as in LAMMPS' lj/charmm
  gromacs,  ///< U plus a polynomial, as in LAMMPS' lj/gromacs and zbl
  smooth,   ///< the force becomes a cubic polynomial, as in LAMMPS' lj/smooth
};

/// How a tabulated potential runs between the points of its table.
enum class Interpolation { linear, spline };

/// Combination rule for unlike species.
enum class Mixing { none, geometric, arithmetic, sixthpower };

}  // namespace alder
