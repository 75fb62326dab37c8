// SPDX-License-Identifier: BSD-3-Clause
#include "io/run_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.hpp"

namespace alder {
namespace {

std::string host_name() {
  char name[256] = "";
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "unknown host";
}

std::string read_all(int fd) {
  char text[256] = "";
  const ssize_t size = ::pread(fd, text, sizeof text - 1, 0);
  return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : "another process";
}

// Whether `path` still names the file that is open.
bool is_current(int fd, const std::string& path) {
  struct stat open {};
  struct stat named {};
  return ::fstat(fd, &open) == 0 && ::stat(path.c_str(), &named) == 0 &&
         open.st_ino == named.st_ino && open.st_dev == named.st_dev;
}

}  // namespace

RunLock::RunLock(const std::string& path) : path_(path) {
  while (true) {
    fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd_ < 0) {
      throw EnvironmentError(path + ": error: the lock file cannot be made (" +
                             std::strerror(errno) + "); check the folder and its permissions");
    }
    if (::flock(fd_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
      const std::string holder = read_all(fd_);
      ::close(fd_);
      throw EnvironmentError(path + ": error: another run is writing here (" + holder +
                             "); wait for it, or give this one another --output-dir or name");
    }
    // A file system without locks leaves the run unguarded.
    if (is_current(fd_, path)) break;
    ::close(fd_);  // its holder has just removed it
  }
  const std::string text = "process " + std::to_string(::getpid()) + " on " + host_name();
  if (::ftruncate(fd_, 0) != 0 || ::pwrite(fd_, text.data(), text.size(), 0) < 0) {
    return;  // the text is for people; the lock holds without it
  }
}

RunLock::~RunLock() {
  ::unlink(path_.c_str());
  ::close(fd_);
}

}  // namespace alder
