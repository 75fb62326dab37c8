// SPDX-License-Identifier: BSD-3-Clause
#include "io/metadata_buffer.hpp"

#include <algorithm>
#include <cstring>
#include <tuple>

namespace alder::hdf5 {
namespace {

// Version 1 B-tree nodes: signature "TREE", node type, level (leaves have 0); HDF5 File Format
// Specification 2.0, III.A.1.
int tree_level(const MetadataBuffer::Block& block) {
  return block.bytes.size() > 5 ? static_cast<int>(block.bytes[5]) : 0;
}

}  // namespace

void MetadataBuffer::put(std::uint64_t address, BlockKind kind, std::span<const std::byte> bytes) {
  auto after = blocks_.upper_bound(address);
  if (after != blocks_.begin()) {
    const auto before = std::prev(after);
    std::vector<std::byte>& old = before->second.bytes;
    const std::uint64_t offset = address - before->first;
    if (offset + bytes.size() <= old.size()) {  // a part of a block
      std::copy(bytes.begin(), bytes.end(), old.begin() + static_cast<std::ptrdiff_t>(offset));
      return;
    }
  }
  blocks_[address] = {kind, {bytes.begin(), bytes.end()}};
}

void MetadataBuffer::overlay(std::uint64_t address, std::span<std::byte> bytes) const {
  const std::uint64_t end = address + bytes.size();
  auto it = blocks_.upper_bound(address);
  if (it != blocks_.begin()) --it;
  for (; it != blocks_.end() && it->first < end; ++it) {
    const std::uint64_t from = std::max(address, it->first);
    const std::uint64_t to = std::min(end, it->first + it->second.bytes.size());
    if (from >= to) continue;
    std::memcpy(bytes.data() + (from - address), it->second.bytes.data() + (from - it->first),
                static_cast<std::size_t>(to - from));
  }
}

int MetadataBuffer::stage_of(std::uint64_t address, const Block& block) const {
  const bool is_new = !in_file_.contains(address);
  if (block.kind == BlockKind::superblock) return is_new ? 4 : 1;
  if (is_new) return 0;
  return block.kind == BlockKind::tree ? 2 : 3;
}

std::vector<std::uint64_t> MetadataBuffer::order() const {
  using Key = std::tuple<int, int, std::uint64_t>;
  std::vector<Key> keys;
  for (const auto& [address, block] : blocks_) {
    const int stage = stage_of(address, block);
    keys.emplace_back(stage, stage == 2 ? -tree_level(block) : 0, address);
  }
  std::sort(keys.begin(), keys.end());
  std::vector<std::uint64_t> addresses;
  for (const auto& [stage, level, address] : keys) addresses.push_back(address);
  return addresses;
}

void MetadataBuffer::clear() {
  for (const auto& [address, block] : blocks_) in_file_.insert(address);
  blocks_.clear();
}

}  // namespace alder::hdf5
