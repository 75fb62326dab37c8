// SPDX-License-Identifier: BSD-3-Clause
// Observers that hand what they see to a caller's function.
#pragma once

#include <functional>
#include <utility>

#include "observe/observer.hpp"

namespace alder {

/// Every row of the thermodynamic table, on the first rank.
class ThermoCallback final : public Observer {
 public:
  ThermoCallback(std::int64_t every, std::function<void(const ThermoRow&)> callback)
      : every_(every), callback_(std::move(callback)) {}
  [[nodiscard]] Trigger trigger() const override {
    return {.every = every_, .at_start = true, .at_end = true};
  }
  [[nodiscard]] Want wants() const override { return {.energy = true, .virial = true}; }
  void observe(ObservedSystem& system) override {
    const ThermoRow& row = system.thermo();
    if (system.communicator().is_first()) callback_(row);
  }

 private:
  std::int64_t every_;
  std::function<void(const ThermoRow&)> callback_;
};

/// The whole system in deck units, on the first rank.
class SnapshotCallback final : public Observer {
 public:
  SnapshotCallback(std::int64_t every, const Units& units,
                   std::function<void(const Snapshot&)> callback)
      : every_(every), units_(units), callback_(std::move(callback)) {}
  [[nodiscard]] Trigger trigger() const override { return {.every = every_}; }
  void observe(ObservedSystem& system) override {
    const Snapshot& whole = system.snapshot();
    if (system.communicator().is_first()) callback_(in_deck_units(whole, units_));
  }

 private:
  std::int64_t every_;
  Units units_;
  std::function<void(const Snapshot&)> callback_;
};

}  // namespace alder
