// SPDX-License-Identifier: BSD-3-Clause
// The exceptions Alder throws, one class per exit code of the command-line program.
#pragma once

#include <stdexcept>
#include <string>

#include "base/platform.hpp"

namespace alder {

/// Base of every error Alder throws. `what()` is one or more sentences for the person who can mend
/// it: where, what, why, what to try.
class ALDER_API Error : public std::runtime_error {
 public:
  Error(const std::string& message, int exit_code)
      : std::runtime_error(message), exit_code_(exit_code) {}
  /// The exit code the command-line program ends with.
  [[nodiscard]] int exit_code() const noexcept { return exit_code_; }
  /// True when every rank of the run throws this error, so that no rank waits for another.
  [[nodiscard]] bool collective() const noexcept { return collective_; }
  void set_collective() noexcept { collective_ = true; }

 private:
  int exit_code_;
  bool collective_ = false;
};

/// A bug in Alder itself (exit code 1).
class ALDER_API InternalError : public Error {
 public:
  explicit InternalError(const std::string& message) : Error(message, 1) {}
};

/// A deck or an input file that cannot be used (exit code 2).
class ALDER_API InputError : public Error {
 public:
  explicit InputError(const std::string& message) : Error(message, 2) {}
};

/// The same about what a deck says under `key` ("system.create[0].region"), with which the message
/// begins.
class ALDER_API KeyError : public InputError {
 public:
  KeyError(const std::string& key, const std::string& message)
      : InputError(key + " " + message), key_(key) {}
  [[nodiscard]] const std::string& key() const noexcept { return key_; }

 private:
  std::string key_;
};

/// The physics went wrong: NaN, overlap, runaway velocity, lost atom (exit code 3).
class ALDER_API PhysicsError : public Error {
 public:
  explicit PhysicsError(const std::string& message) : Error(message, 3) {}
};

/// The surroundings do not allow the run: no GPU, MPI failure, disk full (exit code 4).
class ALDER_API EnvironmentError : public Error {
 public:
  explicit EnvironmentError(const std::string& message) : Error(message, 4) {}
};

}  // namespace alder
