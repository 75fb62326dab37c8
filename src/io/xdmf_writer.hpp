// SPDX-License-Identifier: BSD-3-Clause
// An XDMF file beside a trajectory, by which ParaView and VisIt read it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "deck/deck.hpp"

namespace alder {

/// "melt.h5md" gets "melt.xdmf": one grid per frame that points into the H5MD file. The file is
/// complete after every frame.
class XdmfWriter {
 public:
  /// Describes the frames that `trajectory` has now, at these times, and then those added.
  XdmfWriter(const std::string& trajectory, const TrajectoryDeck& deck, std::int64_t n_atoms,
             const std::vector<double>& times);
  void add_frame(double time);

 private:
  [[nodiscard]] std::string grid(double time) const;
  void put(const std::string& grids);

  std::string path_, source_;
  TrajectoryDeck deck_;
  std::int64_t n_atoms_;
  std::int64_t frames_ = 0;
  std::int64_t end_ = 0;  ///< where the next grid goes
};

/// Path of the XDMF file of a trajectory.
std::string xdmf_path(const std::string& trajectory);

}  // namespace alder
