// SPDX-License-Identifier: BSD-3-Clause
// An HDF5 file driver whose files can be read whenever their writer is killed.
#pragma once

#include <cstdint>
#include <vector>

namespace alder::hdf5 {

/// Makes a file access property list use the driver: raw data goes to the file at once, metadata
/// when the file is flushed, what points to something after what it points to. So at any moment the
/// file on the disk describes only what is there. The files are plain HDF5; every other driver
/// reads and writes them. POSIX systems.
void use_ordered_driver(std::int64_t access_properties);

/// While one lives, raw data that HDF5 writes by this driver goes nowhere; only the addresses are
/// noted, so that others can write there. One at a time.
class NotedWrites {
 public:
  NotedWrites();
  ~NotedWrites();
  NotedWrites(const NotedWrites&) = delete;
  NotedWrites& operator=(const NotedWrites&) = delete;
  [[nodiscard]] const std::vector<std::uint64_t>& addresses() const { return addresses_; }

 private:
  std::vector<std::uint64_t> addresses_;
};

}  // namespace alder::hdf5
