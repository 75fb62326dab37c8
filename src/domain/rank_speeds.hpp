// SPDX-License-Identifier: BSD-3-Clause
// How fast ranks work, from the time their work took.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "domain/balance.hpp"
#include "domain/communicator.hpp"

namespace alder {

/// Work per second of each rank, over a few looks: a rank that was disturbed during one of them is
/// not taken for a slow one.
class RankSpeeds {
 public:
  explicit RankSpeeds(int ranks) : speeds_(static_cast<std::size_t>(ranks), 1) {}

  /// Takes in the work that this rank did since the last look and the seconds it took. Returns the
  /// seconds of all. Collective.
  Load look(Communicator& communicator, std::int64_t work, double seconds);

  /// Of every rank, the same on all; ones before the first look. A rank's is that of the middle one
  /// of its last three looks (the mean of two, or the only one), and within a factor of 8 of the
  /// mean of all; a rank that had nothing to do yet is taken to be like that mean.
  [[nodiscard]] const std::vector<double>& speeds() const { return speeds_; }

 private:
  [[nodiscard]] double middle() const;

  static constexpr std::size_t n_kept = 3;
  std::array<double, n_kept> seconds_per_work_{};  ///< of this rank's last looks
  std::size_t looks_ = 0;                          ///< of them, without those that had no work
  std::vector<double> speeds_;
};

}  // namespace alder
