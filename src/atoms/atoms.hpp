// SPDX-License-Identifier: BSD-3-Clause
// The registry of per-atom fields and the view that kernels get of it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "atoms/frame.hpp"
#include "atoms/packed_rows.hpp"
#include "atoms/short_position.hpp"
#include "atoms/snapshot.hpp"
#include "backend/buffer.hpp"
#include "base/vec3.hpp"

namespace alder {

/// What the engine does with a field by itself. Declared once, in Atoms' constructor or by the
/// component that adds the field; sorting, ghosts, migration and checkpoints loop over these.
struct FieldInfo {
  std::string name;
  std::size_t item_bytes = 0;  ///< 4, 8, 12 or 32
  bool sorted = true;          ///< follows its atom when storage is reordered
  bool migrates = true;        ///< follows its atom to another rank
  bool ghosted = false;        ///< copied from owner to ghost at every list build
  bool saved = true;           ///< part of a checkpoint
};

/// Identifies a field of item type T in one Atoms.
template <class T>
struct FieldId {
  int index = -1;
};

/// Pointers to the standard fields: what a kernel gets. Rows [0, n_local) are this process' atoms
/// in storage order, rows [n_local, n_local + n_ghost) copies of atoms seen through a boundary.
/// Internal units; trivially copyable.
struct AtomsView {
  std::int64_t n_local = 0;
  std::int64_t n_ghost = 0;
  Position* position = nullptr;
  Position* built_position = nullptr;  ///< where the atoms were when the list was built
  Image* image = nullptr;
  PaddedVec3* velocity = nullptr;
  PaddedVec3* force = nullptr;
  std::int64_t* tag = nullptr;
  double* charge = nullptr;      ///< null where no atom carries a charge
  const double* mass = nullptr;  ///< by type
  /// Of the local atoms: what moves them keeps these up to date. Null where nobody asked for them.
  ShortPosition* short_position = nullptr;
};

/// All per-atom state, in the Device's memory.
class Atoms {
 public:
  /// Takes the atoms of `snapshot` (internal units); positions are stored as fractions of `frame`.
  /// `charged`: atoms carry charges, also where this rank has no atom at first.
  Atoms(const Device& device, const Frame& frame, const Snapshot& snapshot, bool charged);
  Atoms(const Device& device, const Frame& frame, const Snapshot& snapshot)
      : Atoms(device, frame, snapshot, !snapshot.charge.empty()) {}

  /// Adds a zero-filled field; call before the first step.
  template <class T>
  FieldId<T> add_field(FieldInfo info) {
    info.item_bytes = sizeof(T);
    return {add_raw_field(std::move(info))};
  }
  template <class T>
  [[nodiscard]] T* data(FieldId<T> field) {
    return reinterpret_cast<T*>(fields_[static_cast<std::size_t>(field.index)].bytes.data());
  }

  [[nodiscard]] AtomsView view();
  [[nodiscard]] const Device& device() const { return device_; }
  [[nodiscard]] const std::vector<Species>& species() const { return species_; }
  [[nodiscard]] std::int64_t n_local() const { return n_local_; }
  [[nodiscard]] std::int64_t n_ghost() const { return n_ghost_; }
  /// Number of atoms of each species in the whole system, all ranks; those given at first, until
  /// set_species_counts says otherwise.
  [[nodiscard]] const std::vector<std::int64_t>& species_counts() const { return species_counts_; }
  void set_species_counts(std::vector<std::int64_t> counts) { species_counts_ = std::move(counts); }
  /// Atoms of the whole system, all ranks.
  [[nodiscard]] std::int64_t n_global() const;
  [[nodiscard]] bool charged() const { return charge_.index >= 0; }
  /// Bytes held for per-atom fields.
  [[nodiscard]] std::size_t bytes() const;

  /// Makes room for so many local atoms.
  void reserve(std::int64_t n_local);
  /// Makes room for ghosts after the local atoms; local rows are kept.
  void set_ghosts(std::int64_t n_ghost);
  /// New row i of every sorted field is the old row order[i]; rows that `order` leaves out are
  /// gone, and so are all forces, whose memory serves to sort other fields.
  void reorder(const Buffer<std::uint32_t>& order);
  /// Drops these local rows; the last of the others take their places. On a host.
  void drop(std::vector<std::uint32_t> rows);

  /// Bytes of one row of the fields that migrate, or that ghosts have.
  [[nodiscard]] std::size_t migrating_bytes() const;
  [[nodiscard]] std::size_t ghosted_bytes() const;
  /// The migrating fields of these rows, for `append` on another rank.
  void pack_migrating(const Buffer<std::uint32_t>& rows, const PackedRows& packed) const;
  /// Adds `n` local rows packed by `pack_migrating`; fields that do not migrate get no defined
  /// value. Ghosts are dropped.
  void append(const PackedRows& packed, std::int64_t n);
  /// The ghosted fields of these rows, for `unpack_ghosted` on another rank.
  void pack_ghosted(const Buffer<std::uint32_t>& rows, const PackedRows& packed) const;
  /// What is packed of atom k < n becomes the ghost number slot[k].
  void unpack_ghosted(const PackedRows& packed, const std::uint32_t* slot, std::int64_t n);
  void clear_forces();

  /// The 16-byte copies of all positions, ghosts too. From the first call on integrators write
  /// those of the atoms they move; other rows are made when they are asked for.
  [[nodiscard]] const ShortPosition* short_positions();
  /// The same where the ghosts' places are not up to date yet, but for whoever refreshes these in
  /// place and then calls note_short_ghosts(). The ghosts' types are there.
  [[nodiscard]] ShortPosition* short_positions_of_local();
  void note_short_ghosts() { short_rows_ = n_local_ + n_ghost_; }
  /// Says that an integrator has moved the local atoms, and nothing else has happened to them.
  void note_moved() { short_rows_ = keeps_short_positions() ? n_local_ : 0; }

  /// Host copy of the local atoms in id order: positions wrapped into the frame's box.
  [[nodiscard]] Snapshot snapshot(const Frame& frame) const;
  /// Host copy of one field's local rows in storage order.
  template <class T>
  [[nodiscard]] std::vector<T> rows(FieldId<T> field) const {
    std::vector<T> host(static_cast<std::size_t>(n_local_));
    copy_bytes_to_host(device_, host.data(),
                       fields_[static_cast<std::size_t>(field.index)].bytes.data(),
                       host.size() * sizeof(T));
    return host;
  }
  /// Overwrites one field's local rows from the host, storage order.
  template <class T>
  void set_rows(FieldId<T> field, std::span<const T> host) {
    forget_short_positions();
    copy_bytes_from_host(device_, data(field), host.data(), host.size_bytes());
  }

  /// Calls `visit` with every saved field's local rows in storage order, as bytes on the host.
  using FieldVisitor = std::function<void(const FieldInfo&, std::span<const std::byte>)>;
  void visit_saved(const FieldVisitor& visit) const;
  /// Bytes per atom of the saved fields.
  [[nodiscard]] std::size_t saved_bytes() const;
  /// Makes room for `n` local atoms and drops all ghosts; rows get no defined value.
  void set_local(std::int64_t n);
  /// Overwrites the local rows of a saved field. Throws InputError where there is no such field or
  /// its rows have another size.
  void restore_field(const std::string& name, std::span<const std::byte> rows);

  [[nodiscard]] FieldId<Position> position() const { return position_; }
  [[nodiscard]] FieldId<Position> built_position() const { return built_position_; }
  [[nodiscard]] FieldId<Image> image() const { return image_; }
  [[nodiscard]] FieldId<PaddedVec3> velocity() const { return velocity_; }
  [[nodiscard]] FieldId<PaddedVec3> force() const { return force_; }
  [[nodiscard]] FieldId<std::int64_t> tag() const { return tag_; }
  [[nodiscard]] FieldId<double> charge() const { return charge_; }

 private:
  struct Field {
    FieldInfo info;
    Buffer<std::byte> bytes;
  };
  int add_raw_field(FieldInfo info);
  [[nodiscard]] Buffer<std::byte>& spare_of(std::size_t item_bytes);
  [[nodiscard]] std::size_t room_for(std::size_t item_bytes) const;
  void make_room();
  void shorten_positions(std::int64_t end);
  void forget_short_positions() {
    short_rows_ = 0;
    short_types_ = false;
  }
  [[nodiscard]] bool keeps_short_positions() const {
    return short_position_.size() > 0 &&
           short_position_.size() >= static_cast<std::size_t>(n_local_);
  }
  [[nodiscard]] std::size_t row_bytes(bool FieldInfo::*flag) const;
  void pack(bool FieldInfo::*flag, const Buffer<std::uint32_t>& rows, PackedRows packed) const;
  void unpack(bool FieldInfo::*flag, PackedRows packed, std::int64_t n, const std::uint32_t* row);

  Device device_;
  std::vector<Species> species_;
  std::vector<std::int64_t> species_counts_;
  std::int64_t n_local_ = 0;
  std::int64_t n_ghost_ = 0;
  std::vector<Field> fields_;
  std::map<std::size_t, Buffer<std::byte>> spares_;  ///< rows to sort into, by item size
  std::int64_t local_room_ = 0;                      ///< rows to have room for: local ones
  std::int64_t room_ = 0;                            ///< and all, where there are ghosts
  Buffer<double> mass_;
  Buffer<ShortPosition> short_position_;
  std::int64_t short_rows_ = 0;  ///< how many of these, from the first on, are up to date
  bool short_types_ = false;     ///< of all these, ghosts too, the types are
  FieldId<Position> position_, built_position_;
  FieldId<Image> image_;
  FieldId<PaddedVec3> velocity_, force_;
  FieldId<std::int64_t> tag_;
  FieldId<double> charge_;
};

}  // namespace alder
