// SPDX-License-Identifier: BSD-3-Clause
// Guards the files of a run against a second run in the same place.
#pragma once

#include <string>

namespace alder {

/// Holds <path> locked while it lives. The operating system drops the lock of a process that died,
/// so a left-over file means nothing.
class RunLock {
 public:
  /// Throws EnvironmentError that names the process that has the lock.
  explicit RunLock(const std::string& path);
  ~RunLock();
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;

 private:
  std::string path_;
  int fd_ = -1;
};

}  // namespace alder
