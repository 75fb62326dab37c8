// SPDX-License-Identifier: BSD-3-Clause
// Which atoms live in this process, and which it sees of others and of periodic images.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "atoms/atoms.hpp"
#include "atoms/bodies.hpp"
#include "backend/for_each.hpp"
#include "backend/gpu.hpp"
#include "backend/pinned_bytes.hpp"
#include "domain/communicator.hpp"
#include "domain/ghost_finder.hpp"
#include "domain/halo_parts.hpp"
#include "domain/process_grid.hpp"
#include "domain/row_parts.hpp"
#include "neighbor/cell_grid.hpp"

namespace alder {

/// Refreshes of ghosts' positions so far, and what this rank sent to others in them.
struct HaloCount {
  std::int64_t refreshes = 0, messages = 0, bytes = 0;
};

/// to[row[k]] += from[entry[j]] for j in [start[k], start[k + 1]).
template <class T>
struct FoldBody {
  const T* from;
  T* to;
  const std::uint32_t* row;
  const std::uint32_t* start;
  const std::uint32_t* entry;
  ALDER_HD void operator()(std::int64_t k) const {
    for (std::uint32_t j = start[k]; j < start[k + 1]; ++j) to[row[k]] += from[entry[j]];
  }
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
  /// them behind the local atoms in order of (cell, owning rank, row there), positions included.
  void borders(Atoms& atoms, const Frame& frame, const CellGrid& cells, double range);
  /// Brings the ghosts' positions, or only their ShortPositions, up to date with their owners':
  /// one message per sharing rank.
  void refresh_ghosts(Atoms& atoms, const Frame& frame, GhostForm form = GhostForm::whole) {
    begin_refresh(atoms, frame, form);
    finish_refresh(atoms);
  }
  /// The same in two halves: what is computed between them is computed while messages travel. It
  /// may not touch positions of ghosts, nor may anything else of this class be called.
  void begin_refresh(Atoms& atoms, const Frame& frame, GhostForm form = GhostForm::whole);
  void finish_refresh(Atoms& atoms);
  /// Which local atoms, on a host, had no ghost within the range when ghosts were last chosen, and
  /// the others, some more among them; none at all where there was no ghost.
  [[nodiscard]] const RowParts& row_parts() const { return row_parts_; }
  /// The first ghost of each cell of the last `borders`, counted from the first ghost, and the end;
  /// null where there is none. In the device's memory.
  [[nodiscard]] const std::int64_t* ghost_start() const {
    return slot_.size() == 0 ? nullptr : cell_start_.data();
  }

  /// Copies a ghosted field from owners to ghosts, in the middle of a force computation.
  template <class T>
  void refresh(Atoms& atoms, FieldId<T> field) {
    pack_owners();
    out_.resize(sources_.size() * sizeof(T));
    in_.resize(slot_.size() * sizeof(T));
    T* out = reinterpret_cast<T*>(out_.data());
    T* in = reinterpret_cast<T*>(in_.data());
    for_each(device_, n_sources(), GatherBody<T>{atoms.data(field), out, owners_.data()});
    transfer({bytes_of(out_), sent_, bytes_of(in_), received_, sizeof(T)});
    for_each(device_, n_received(),
             ScatterBody<T>{in, atoms.data(field) + atoms.n_local(), slot_.data()});
  }
  /// Adds what forces wrote to ghosts of a field to the owners' rows, in the same order on any
  /// backend; ghosts keep their values. T has operator+=.
  template <class T>
  void fold(Atoms& atoms, FieldId<T> field) {
    group_by_owner();
    out_.resize(slot_.size() * sizeof(T));
    in_.resize(sources_.size() * sizeof(T));
    T* out = reinterpret_cast<T*>(out_.data());
    T* in = reinterpret_cast<T*>(in_.data());
    for_each(device_, n_received(),
             GatherBody<T>{atoms.data(field) + atoms.n_local(), out, slot_.data()});
    transfer({bytes_of(out_), received_, bytes_of(in_), sent_, sizeof(T)});
    for_each(device_, static_cast<std::int64_t>(fold_row_.size()),
             FoldBody<T>{in, atoms.data(field), fold_row_.data(), fold_start_.data(),
                         fold_entry_.data()});
  }

  /// `header` with the atoms of the first rank's `whole` that live on this rank.
  [[nodiscard]] Snapshot distribute(const Snapshot& whole, const Snapshot& header,
                                    const Frame& frame) const;
  /// The whole system in id order on rank 0, this rank's part elsewhere.
  [[nodiscard]] Snapshot collect(Snapshot part) const;
  /// The whole system in id order on every rank.
  [[nodiscard]] Snapshot collect_everywhere(Snapshot part) const;

  [[nodiscard]] Communicator& communicator() const { return communicator_; }
  [[nodiscard]] const ProcessGrid& grid() const { return grid_; }
  /// Other cuts for the same ranks; the atoms move at the next `migrate`.
  void set_grid(const ProcessGrid& grid) { grid_ = grid; }
  /// Whether a GPU's messages go to MPI from its own memory (sends_gpu_memory); else they pass
  /// through the host.
  void set_gpu_aware(bool aware) { gpu_aware_ = aware; }
  [[nodiscard]] bool is_gpu_aware() const { return gpu_aware_; }
  /// One rank without ghosts: nothing crosses between ranks, nor from one side of the box to
  /// another.
  [[nodiscard]] bool is_alone() const { return communicator_.size() == 1 && sources_.size() == 0; }
  /// Whether this rank has ghosts of other ranks, or they of its atoms.
  [[nodiscard]] bool shares_ghosts() const;
  /// Ghosts this rank sends at each refresh, itself included.
  [[nodiscard]] std::size_t n_sent() const { return sources_.size(); }
  [[nodiscard]] const HaloCount& halo() const { return halo_; }

 private:
  [[nodiscard]] std::vector<HaloPart> choose_leaving(Atoms& atoms, const Frame& frame);
  [[nodiscard]] GridCuts cuts_on_device();
  void choose_ghosts(Atoms& atoms, const Frame& frame, double range);
  [[nodiscard]] std::vector<HaloPart> choose_on_host(const AtomsView& atoms, const GhostRule& rule,
                                                     const NearBricks& near);
  void find_slots(const CellGrid& cells, std::size_t stride, std::size_t n);
  void sort_ghosts(const CellGrid& cells, std::size_t stride);
  void sort_ghosts_on_host(const CellGrid& cells, std::size_t stride);
  [[nodiscard]] std::vector<HaloPart> announce(const std::vector<HaloPart>& to);
  [[nodiscard]] std::span<std::byte> packing_room(std::size_t bytes);
  template <class Packed, class Stored>
  void pack_ghosts(const Stored* position, const Frame& frame);
  template <class Packed, class Stored>
  void unpack_ghosts(Stored* ghosts);
  void pack_owners();
  void group_by_owner();
  // Packed rows on their way: those of `out` to the ranks of `to`, those of `in` from others.
  struct Exchange {
    std::span<const std::byte> out;
    const std::vector<HaloPart>& to;
    std::span<std::byte> in;
    const std::vector<HaloPart>& from;
    std::size_t item_bytes;
    bool from_outbox = false;
  };
  // Where a GPU's messages pass through the host.
  struct Staging {
    explicit Staging(const Device& device) : out(device), in(device) {}
    PinnedBytes out, in;
  };
  void begin(const Exchange& rows);
  void finish(const Exchange& rows);
  void transfer(const Exchange& rows) {
    begin(rows);
    finish(rows);
  }
  [[nodiscard]] static std::span<std::byte> bytes_of(Buffer<std::byte>& buffer) {
    return {buffer.data(), buffer.size()};
  }
  [[nodiscard]] Exchange positions() {
    return {positions_, sent_, bytes_of(in_), received_, packed_bytes(form_), !device_.is_cuda()};
  }
  // Calls unpack(packed rows, their slots, how many) for the ghosts' rows that came: those of a GPU
  // lie side by side, those of a host where their senders packed them.
  template <class Unpack>
  void for_each_arrived(const Unpack& unpack) {
    if (device_.is_cuda()) return unpack(in_.data(), slot_.data(), n_received());
    for (std::size_t k = 0; k < received_.size(); ++k) {
      const HaloPart& part = received_[k];
      unpack(incoming_[k].bytes.data(), slot_.data() + part.begin,
             static_cast<std::int64_t>(part.end - part.begin));
    }
  }
  [[nodiscard]] cuda::CopyQueue& copies();
  [[nodiscard]] std::int64_t n_sources() const {
    return static_cast<std::int64_t>(sources_.size());
  }
  [[nodiscard]] std::int64_t n_received() const { return static_cast<std::int64_t>(slot_.size()); }

  Device device_;
  Communicator& communicator_;
  ProcessGrid grid_;
  Buffer<GhostSource> sources_;  ///< ghosts to send, by receiving rank
  std::vector<HaloPart> sent_;
  std::vector<HaloPart> received_;
  GhostFinder finder_;                       ///< for a GPU
  Buffer<std::int64_t> cell_start_;          ///< see ghost_start
  Buffer<std::int64_t> sums_;                ///< scratch of the choice of leaving atoms
  Buffer<std::uint32_t> leaving_, staying_;  ///< rows of the last migration
  Buffer<std::uint32_t> owners_of_leaving_;  ///< their new ones
  Buffer<std::uint64_t> cuts_;               ///< of the grid, for a kernel
  Buffer<std::uint32_t> order_;              ///< received row of each ghost
  Buffer<std::uint32_t> slot_;               ///< ghost number of each received row
  Buffer<std::byte> out_, in_;               ///< packed rows on their way
  std::array<Staging, 2> staging_;  ///< take turns: copies of the last rows may not be over
  std::size_t turn_ = 0;            ///< which of them
  std::unique_ptr<cuda::CopyQueue> copies_;  ///< of a GPU; made when needed
  bool gpu_aware_ = false;
  std::span<std::byte> positions_;  ///< those that go to others: in `out_` or the outbox
  std::vector<Outgoing> outgoing_;
  std::vector<Incoming> incoming_;
  HaloCount halo_;
  Traffic before_refresh_;
  GhostForm form_ = GhostForm::whole;  ///< of the refresh that was begun
  RowParts row_parts_;
  bool owners_packed_ = false, grouped_ = false;
  Buffer<std::uint32_t> owners_;                              ///< of the sources; made when needed
  Buffer<std::uint32_t> fold_row_, fold_start_, fold_entry_;  ///< sources by owner; likewise
};

/// Box (box_around), species, step and time of the first rank's snapshot, without atoms. Throws
/// InputError where atoms are not in a box with fixed faces. Collective.
[[nodiscard]] Snapshot share_header(Communicator& communicator, const Snapshot& snapshot);

}  // namespace alder
