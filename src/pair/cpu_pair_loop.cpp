// SPDX-License-Identifier: BSD-3-Clause
#include "pair/cpu_pair_loop.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "atoms/bodies.hpp"
#include "backend/for_each.hpp"
#include "base/error.hpp"
#include "domain/fixed_sum.hpp"

namespace alder {
namespace {

constexpr std::uint32_t widest_vector = 16;

// Bits of a fixed sum below the largest power of two that is not above the typical strong force. A
// mixed row fits into 32 bits up to 2,048 times that power of two, and its rounding adds less than
// 1e-6 to the error of the forces in a liquid. A contribution to 64-bit sums may be 2^15 times
// (double) or 2^31 times (mixed) as large.
constexpr int mixed_bits = 20;
constexpr int double_bits = 36;
// The same for energies and virials, below the work of that force over the cutoff.
constexpr int mixed_energy_bits = 30;
constexpr int double_energy_bits = 38;

// The row of each atom: its half of the energy and virial of its pairs.
struct RowTermsBody {
  static constexpr int count = 7;
  using Value = Numbers<count>;
  using HostOnly = void;
  const double* terms;
  Value operator()(std::int64_t i) const {
    Value value;
    for (int k = 0; k < count; ++k) value.at[k] = 0.5 * terms[count * i + k];
    return value;
  }
};

std::vector<double> padded(const CpuPairTable& table, std::size_t stride) {
  const std::size_t rows = table.n_types * table.n_rows;
  std::vector<double> result(rows * stride, 0);
  for (std::size_t r = 0; r < rows; ++r) {
    std::copy_n(&table.values[r * table.n_types], table.n_types, &result[r * stride]);
  }
  return result;
}

}  // namespace

CpuPairLoop::CpuPairLoop(const Device& device, const PairKernels& kernels,
                         const CpuPairTable& table, const Settings& settings)
    : kernels_(kernels),
      settings_(settings),
      grid_(std::ldexp(
          1.0, std::ilogb(settings.force_scale) - (settings.mixed ? mixed_bits : double_bits))),
      energy_grid_(
          std::ldexp(1.0, std::ilogb(settings.force_scale * std::max(settings.cutoff, 1e-9)) -
                              (settings.mixed ? mixed_energy_bits : double_energy_bits))),
      n_types_(static_cast<std::uint32_t>(table.n_types)),
      stride_((n_types_ + widest_vector - 1) / widest_vector * widest_vector),
      table_(device),
      short_table_(device),
      short_position_(device),
      row_terms_(device) {
  const std::vector<double> values = padded(table, stride_);
  table_.copy_from(values);
  short_table_.copy_from(std::vector<float>(values.begin(), values.end()));
}

void CpuPairLoop::copy_positions(const ForceContext& context) {
  if (!settings_.mixed) return;
  const std::int64_t n = context.atoms.n_local() + context.atoms.n_ghost();
  short_position_.resize(static_cast<std::size_t>(n));
  for_each(context.device, n,
           ShortenPositionBody{context.atoms.view().position, short_position_.data()});
}

PairKernelInput CpuPairLoop::input(const ForceContext& context) {
  const AtomsView atoms = context.atoms.view();
  const void* const table = settings_.mixed ? static_cast<const void*>(short_table_.data())
                                            : static_cast<const void*>(table_.data());
  return {.position = atoms.position,
          .short_position = short_position_.data(),
          .neighbors = context.neighbors,
          .force = atoms.force,
          .table = {table, n_types_, stride_},
          .scale = context.frame.scale(),
          .orthogonal = context.frame.orthogonal(),
          .shifts_force = settings_.shifts_force,
          .overwrites = context.stores,
          .sums = settings_.sums,
          .grid = grid_,
          .cutoff = settings_.cutoff,
          .energy_grid = energy_grid_,
          .row_terms = row_terms_.data()};
}

// Blocks of atoms whose number depends on the number of atoms alone, so that energies have the same
// bits on any number of threads.
EnergyVirial CpuPairLoop::run(const ForceContext& context, bool want) {
  copy_positions(context);
  const PairKernel kernel = settings_.mixed ? (want ? kernels_.mixed_want : kernels_.mixed)
                                            : (want ? kernels_.full_want : kernels_.full);
  const std::int64_t n = context.atoms.n_local();
  const bool fixed = settings_.sums == PairSums::fixed;
  if (fixed && want) row_terms_.resize(RowTermsBody::count * static_cast<std::size_t>(n));
  const PairKernelInput in = input(context);
  constexpr std::int64_t max_blocks = 256, min_block = 128;
  const std::int64_t blocks =
      std::clamp((n + min_block - 1) / min_block, std::int64_t{1}, max_blocks);
  std::array<PairKernelResult, max_blocks> partial;
#pragma omp parallel for schedule(static) num_threads(context.device.threads()) if (blocks > 1)
  for (std::int64_t b = 0; b < blocks; ++b) {
    partial[static_cast<std::size_t>(b)] = kernel(in, n * b / blocks, n * (b + 1) / blocks);
  }
  EnergyVirial sum;
  PairKernelResult largest;
  for (std::int64_t b = 0; b < blocks; ++b) {
    const PairKernelResult& part = partial[static_cast<std::size_t>(b)];
    sum.energy += part.energy;
    sum.virial += part.virial;
    largest.largest = std::max(largest.largest, part.largest);
    largest.largest_term = std::max(largest.largest_term, part.largest_term);
  }
  // The sum is collective: a rank with a pair out of range takes part before it throws.
  if (fixed && want) sum = sum_rows(context);
  if (fixed) check_range(largest);
  return sum;
}

void CpuPairLoop::check_range(const PairKernelResult& r) const {
  if (r.largest * settings_.cutoff < max_fixed_contribution * grid_ &&
      r.largest_term < max_fixed_contribution) {
    return;
  }
  throw PhysicsError(
      "a pair force is too large for reproducible sums: two atoms have come very close; relax "
      "the start configuration, use a shorter timestep, or run without execution.reproducible");
}

EnergyVirial CpuPairLoop::sum_rows(const ForceContext& context) const {
  Communicator& communicator = context.domain.communicator();
  const auto [v] = fixed_sum(context.device, communicator, context.atoms.n_local(),
                             context.atoms.n_global(), RowTermsBody{row_terms_.data()});
  if (!communicator.is_first()) return {};
  return {v[0], {v[1], v[2], v[3], v[4], v[5], v[6]}};
}

}  // namespace alder
