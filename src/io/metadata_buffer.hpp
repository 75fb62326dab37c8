// SPDX-License-Identifier: BSD-3-Clause
// Blocks of HDF5 metadata on their way to the file, and the order in which they may go.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <vector>

namespace alder::hdf5 {

/// What a block is, as far as its place in the order matters.
enum class BlockKind { superblock, tree, other };

/// Blocks by address, whole.
class MetadataBuffer {
 public:
  struct Block {
    BlockKind kind = BlockKind::other;
    std::vector<std::byte> bytes;
  };

  void put(std::uint64_t address, BlockKind kind, std::span<const std::byte> bytes);
  /// Lays the waiting blocks over what was read from the file.
  void overlay(std::uint64_t address, std::span<std::byte> bytes) const;
  /// Notes that the file has a block at this address.
  void note_in_file(std::uint64_t address) { in_file_.insert(address); }

  /// The addresses of all waiting blocks in the order to write them: first blocks that are new,
  /// which nothing in the file points to yet; then those that change in place: the superblock (a
  /// larger end of the file), trees from the root down (a full node that was split keeps its
  /// entries until its parent knows the new one), then the rest by address. A new superblock is
  /// last: it makes the file one.
  [[nodiscard]] std::vector<std::uint64_t> order() const;
  [[nodiscard]] const Block& at(std::uint64_t address) const { return blocks_.at(address); }
  /// All waiting blocks are in the file now.
  void clear();

 private:
  [[nodiscard]] int stage_of(std::uint64_t address, const Block& block) const;

  std::map<std::uint64_t, Block> blocks_;
  std::set<std::uint64_t> in_file_;
};

}  // namespace alder::hdf5
