// SPDX-License-Identifier: BSD-3-Clause
// Which atoms live in this process, and which it sees of others and of periodic images.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "atoms/atoms.hpp"
#include "domain/communicator.hpp"
#include "domain/process_grid.hpp"
#include "neighbor/cell_grid.hpp"

namespace alder {

/// A ghost as its owner knows it: the image frame.shifted(position[owner], boxes).
struct GhostSource {
  std::uint32_t owner = 0;
  Image boxes{};
};

/// The fractions of a position on the wire.
struct PackedPosition {
  std::uint64_t x = 0, y = 0, z = 0;
};

/// Rows sent to or received from one rank: [begin, end) of a packed buffer.
struct HaloPart {
  int rank = 0;
  std::size_t begin = 0, end = 0;
};

/// The decomposition of the box over ranks. After `migrate` every atom lives on the rank whose
/// brick it is in; after `borders` every image of an atom within `range` of a rank's brick is a
/// local atom there, or a ghost, or the shortest image of one of them: at most one copy per frame
/// image. A rank exchanges messages directly with every rank it shares ghosts with, also beyond its
/// next neighbor when bricks are thin, and with itself for periodic images; one rank is no special
/// case.
class Domain {
 public:
  Domain(const Device& device, Communicator& communicator, const ProcessGrid& grid);

  /// Sends atoms that left the brick to their new owners. Local rows are in no order afterwards.
  void migrate(Atoms& atoms, const Frame& frame);
  /// Chooses the ghosts for a list of the given range from the atoms' present positions and puts
  /// them behind the local atoms in order of (cell, tag, image), positions included.
  void borders(Atoms& atoms, const Frame& frame, const CellGrid& cells, double range);
  /// Brings the ghosts' positions up to date with their owners': one message per sharing rank.
  void refresh_ghosts(Atoms& atoms, const Frame& frame);

  /// `header` with the atoms of `whole` (which only rank 0 need have) that live on this rank.
  [[nodiscard]] Snapshot distribute(const Snapshot& whole, const Snapshot& header,
                                    const Frame& frame) const;
  /// The whole system in id order on rank 0, this rank's part elsewhere.
  [[nodiscard]] Snapshot collect(Snapshot part) const;

  [[nodiscard]] Communicator& communicator() const { return communicator_; }
  [[nodiscard]] const ProcessGrid& grid() const { return grid_; }
  /// Ghosts this rank sends at each refresh, itself included.
  [[nodiscard]] std::size_t n_sent() const { return sources_.size(); }

 private:
  struct NearBrick {
    int brick;  ///< coordinate along the axis
    int boxes;  ///< shift of the image
  };
  [[nodiscard]] std::vector<NearBrick> near_bricks(int axis, const Frame& frame,
                                                   double range) const;
  [[nodiscard]] std::map<int, std::vector<std::uint32_t>> find_leaving(
      Atoms& atoms, const Frame& frame, std::vector<std::uint32_t>& staying) const;
  void choose_ghosts(const Atoms& atoms, const Frame& frame, double range);
  void receive_ghosts(Atoms& atoms, const CellGrid& cells, const std::vector<Message>& messages);
  void pack_positions(Atoms& atoms, const Frame& frame);

  Device device_;
  Communicator& communicator_;
  ProcessGrid grid_;
  Buffer<GhostSource> sources_;  ///< ghosts to send, by receiving rank
  std::vector<HaloPart> sent_;
  std::vector<HaloPart> received_;
  Buffer<std::uint32_t> slot_;  ///< ghost number of each received row
  Buffer<PackedPosition> out_, in_;
};

/// Box, species, step and time of the first rank's snapshot, without atoms. Collective.
[[nodiscard]] Snapshot share_header(Communicator& communicator, const Snapshot& snapshot);

}  // namespace alder
