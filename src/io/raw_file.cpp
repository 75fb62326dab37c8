// SPDX-License-Identifier: BSD-3-Clause
#include "io/raw_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.hpp"

namespace alder {

bool write_all(int descriptor, std::span<const std::byte> bytes, std::uint64_t address) {
  while (!bytes.empty()) {
    const ssize_t done =
        ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(address));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(done));
    address += static_cast<std::uint64_t>(done);
  }
  return true;
}

[[noreturn]] void fail_at_file(const std::string& path, const std::string& what, int error) {
  const bool full = error == ENOSPC || error == EDQUOT;
  throw EnvironmentError(path + ": error: " + what + " (" + std::strerror(error) + "); " +
                         (full ? "free space on the disk and run the same command again"
                               : "check the path, its permissions and the disk"));
}

RawFile::RawFile(const std::string& path)
    : path_(path), descriptor_(::open(path.c_str(), O_WRONLY | O_CLOEXEC)) {
  if (descriptor_ < 0) fail_at_file(path_, "the file cannot be opened", errno);
}

RawFile::~RawFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void RawFile::write(std::uint64_t address, std::span<const std::byte> bytes) const {
  if (!write_all(descriptor_, bytes, address)) {
    fail_at_file(path_, "a frame cannot be written; those before it are safe", errno);
  }
}

void RawFile::sync() const {
  if (::fsync(descriptor_) != 0 && errno != EINVAL) {
    fail_at_file(path_, "the file cannot be brought to the disk", errno);
  }
}

}  // namespace alder
