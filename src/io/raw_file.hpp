// SPDX-License-Identifier: BSD-3-Clause
// Bytes written at given places of a file. POSIX systems.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace alder {

/// Writes all of `bytes` at `address`; false with errno where that fails.
bool write_all(int descriptor, std::span<const std::byte> bytes, std::uint64_t address);

/// The EnvironmentError of a failed system call, with advice. `error` is its errno.
[[noreturn]] void fail_at_file(const std::string& path, const std::string& what, int error);

/// A file that is there already, open for writing.
class RawFile {
 public:
  /// Throws EnvironmentError, as the others do.
  explicit RawFile(const std::string& path);
  ~RawFile();
  RawFile(const RawFile&) = delete;
  RawFile& operator=(const RawFile&) = delete;

  void write(std::uint64_t address, std::span<const std::byte> bytes) const;
  /// Waits until what this process wrote is on the disk.
  void sync() const;

 private:
  std::string path_;
  int descriptor_;
};

}  // namespace alder
