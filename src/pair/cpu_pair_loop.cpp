// SPDX-License-Identifier: BSD-3-Clause
#include "pair/cpu_pair_loop.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "backend/for_each.hpp"

namespace alder {
namespace {

constexpr std::uint32_t widest_vector = 16;

// Charges as floats.
struct ShortenChargeBody {
  using HostOnly = void;
  const double* from;
  float* to;
  void operator()(std::int64_t i) const { to[i] = static_cast<float>(from[i]); }
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
      grids_(fixed_grids(settings.force_scale, settings.cutoff, settings.mixed)),
      n_types_(static_cast<std::uint32_t>(table.n_types)),
      stride_((n_types_ + widest_vector - 1) / widest_vector * widest_vector),
      table_(device),
      nodes_(device),
      short_table_(device),
      short_nodes_(device),
      short_charge_(device),
      row_terms_(device) {
  const std::vector<double> values = padded(table, stride_);
  table_.copy_from(values);
  short_table_.copy_from(std::vector<float>(values.begin(), values.end()));
  nodes_.copy_from(table.nodes);
  short_nodes_.copy_from(std::vector<float>(table.nodes.begin(), table.nodes.end()));
}

void CpuPairLoop::shorten_charges(const ForceContext& context) {
  if (!settings_.mixed || !settings_.between_charges) return;
  const std::int64_t n = context.atoms.n_local() + context.atoms.n_ghost();
  short_charge_.resize(static_cast<std::size_t>(n));
  for_each(context.device, n, ShortenChargeBody{context.atoms.view().charge, short_charge_.data()});
}

// Null in double precision. Those of ghosts come with the border.
const ShortPosition* CpuPairLoop::short_positions(const ForceContext& context) const {
  if (!settings_.mixed) return nullptr;
  return context.rows == Rows::interior ? context.atoms.short_positions_of_local()
                                        : context.atoms.short_positions();
}

PairKernelInput CpuPairLoop::input(const ForceContext& context) {
  const AtomsView atoms = context.atoms.view();
  const void* const table = settings_.mixed ? static_cast<const void*>(short_table_.data())
                                            : static_cast<const void*>(table_.data());
  const void* const nodes = settings_.mixed ? static_cast<const void*>(short_nodes_.data())
                                            : static_cast<const void*>(nodes_.data());
  const void* const charge = settings_.mixed ? static_cast<const void*>(short_charge_.data())
                                             : static_cast<const void*>(atoms.charge);
  return {.position = atoms.position,
          .short_position = short_positions(context),
          .charge = settings_.between_charges ? charge : nullptr,
          .coulomb = settings_.coulomb,
          .neighbors = context.neighbors,
          .force = atoms.force,
          .table = {table, n_types_, stride_, nodes},
          .scale = context.frame.scale(),
          .orthogonal = context.frame.orthogonal(),
          .ending = settings_.ending,
          .overwrites = context.stores,
          .sums = settings_.sums,
          .grid = grids_.force,
          .cutoff = settings_.cutoff,
          .energy_grid = grids_.energy,
          .row_terms = row_terms_.data()};
}

// Blocks of atoms whose number depends on the number of atoms alone, so that energies have the same
// bits on any number of threads.
EnergyVirial CpuPairLoop::run(const ForceContext& context, bool want) {
  if (context.rows != Rows::border) shorten_charges(context);
  const PairKernel kernel = settings_.mixed ? (want ? kernels_.mixed_want : kernels_.mixed)
                                            : (want ? kernels_.full_want : kernels_.full);
  if (context.rows != Rows::all) {
    run_parts(context, kernel);
    return {};
  }
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
  double largest = 0, largest_term = 0;
  for (std::int64_t b = 0; b < blocks; ++b) {
    const PairKernelResult& part = partial[static_cast<std::size_t>(b)];
    sum.energy += part.energy;
    sum.coul += part.coul;
    sum.virial += part.virial;
    largest = std::max(largest, part.largest);
    largest_term = std::max(largest_term, part.largest_term);
  }
  // The sum is collective: a rank with a pair out of range takes part before it throws.
  if (fixed && want) {
    sum = sum_rows(context.device, context.domain, context.atoms, row_terms_.data());
  }
  if (fixed) check_range(largest, largest_term);
  return sum;
}

// Forces alone, of some of the rows.
void CpuPairLoop::run_parts(const ForceContext& context, PairKernel kernel) {
  const RowParts& parts = context.domain.row_parts();
  const std::vector<RowRange>& ranges =
      context.rows == Rows::interior ? parts.interior() : parts.border();
  const PairKernelInput in = input(context);
  double largest = 0;
#pragma omp parallel for schedule(static) num_threads(context.device.threads()) \
    reduction(max                                                               \
              : largest) if (ranges.size() > 1)
  for (const RowRange& range : ranges) {
    largest = std::max(largest, kernel(in, range.begin, range.end).largest);
  }
  if (settings_.sums == PairSums::fixed) check_range(largest, 0);
}

void CpuPairLoop::check_range(double largest, double largest_term) const {
  if (largest * settings_.cutoff < max_fixed_contribution * grids_.force &&
      largest_term < max_fixed_contribution) {
    return;
  }
  throw_out_of_range();
}

}  // namespace alder
