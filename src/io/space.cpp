// SPDX-License-Identifier: BSD-3-Clause
#include "io/space.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>

#include "base/error.hpp"
#include "io/raw_file.hpp"

namespace alder {
namespace {

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

// Asks for blocks where the file system knows how; 0 or an errno.
int extend(int fd, std::uint64_t from, std::uint64_t to) {
#ifdef __linux__
  const auto length = static_cast<off_t>(to - from);
  if (::fallocate(fd, 0, static_cast<off_t>(from), length) == 0) return 0;
  if (errno != EOPNOTSUPP && errno != ENOSYS) return errno;
#endif
  return ::ftruncate(fd, static_cast<off_t>(to)) == 0 ? 0 : errno;
}

}  // namespace

void SpaceReserve::ensure(std::uint64_t bytes) {
  if (bytes <= size_) return;
  const Descriptor file(path_, O_WRONLY);
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) {
    fail_at_file(path_, "the file cannot be written", errno);
  }
  size_ = static_cast<std::uint64_t>(status.st_size);
  if (bytes <= size_) return;
  if (const int error = extend(file.get(), size_, bytes); error != 0) {
    fail_at_file(path_, "there is no room for the next frame; those before it are safe", error);
  }
  size_ = bytes;
}

void sync_to_disk(const std::string& path) {
  const Descriptor file(path, O_RDONLY);
  if (file.get() < 0) fail_at_file(path, "the file cannot be opened", errno);
  if (::fsync(file.get()) != 0 && errno != EINVAL) {
    fail_at_file(path, "the file cannot be brought to the disk", errno);
  }
}

void check_folder(const std::string& folder, std::uint64_t bytes) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error || ::access(folder.c_str(), W_OK | X_OK) != 0) {
    fail_at_file(folder, "no files can be made in this folder", error ? error.value() : errno);
  }
  const auto space = std::filesystem::space(folder, error);
  if (!error && space.available < bytes) {
    throw EnvironmentError(folder + ": error: " + std::to_string(space.available / 1000000) +
                           " MB are left on this disk and the first output needs " +
                           std::to_string(bytes / 1000000 + 1) +
                           " MB; free space or give another --output-dir");
  }
}

}  // namespace alder
