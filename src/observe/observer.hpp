// SPDX-License-Identifier: BSD-3-Clause
// What watches a run: when it is due, what it needs of the step, what it does.
#pragma once

#include <cstdint>
#include <span>

#include "atoms/snapshot.hpp"
#include "domain/communicator.hpp"
#include "domain/global_rows.hpp"
#include "force/force.hpp"
#include "observe/results.hpp"

namespace alder {

/// The steps at which an observer is due: the multiples of `every`, and the first and the last step
/// of the run where asked.
struct Trigger {
  std::int64_t every = 1;
  bool at_start = true;
  bool at_end = false;

  [[nodiscard]] bool due(std::int64_t step, std::int64_t first, std::int64_t last) const {
    return step % every == 0 || (at_start && step == first) || (at_end && step == last);
  }
};

/// The system as an observer sees it after a step; what is costly is computed when first asked for.
/// Every rank's observers are called alike, so what is collective may be used.
class ObservedSystem {
 public:
  virtual ~ObservedSystem() = default;
  [[nodiscard]] virtual std::int64_t step() const = 0;
  /// Atoms of the whole system.
  [[nodiscard]] virtual std::int64_t n_atoms() const = 0;
  /// The row of this step, deck units; valid where the observer wanted energy and virial.
  virtual const ThermoRow& thermo() = 0;
  /// Positions, velocities and forces of this step, internal units; the whole system on the first
  /// rank, the rank's part elsewhere.
  virtual const Snapshot& snapshot() = 0;
  virtual Communicator& communicator() = 0;
  /// Simulated time, internal units.
  [[nodiscard]] virtual double time() const = 0;
  [[nodiscard]] virtual const Box& box() const = 0;
  /// One quantity of this step for this rank's block of the rows in id order, times `scale`; see
  /// GlobalRows. Collective.
  virtual void copy(AtomQuantity what, double scale, const RowBlocks& blocks,
                    std::span<float> rows) = 0;
  virtual void copy(AtomQuantity what, double scale, const RowBlocks& blocks,
                    std::span<double> rows) = 0;
  virtual void copy_images(const RowBlocks& blocks, std::span<std::int32_t> xyz) = 0;
};

class Observer {
 public:
  virtual ~Observer() = default;
  [[nodiscard]] virtual Trigger trigger() const = 0;
  /// What the force computation of a step must deliver when this observer is due.
  [[nodiscard]] virtual Want wants() const { return {}; }
  virtual void observe(ObservedSystem& system) = 0;
};

}  // namespace alder
