// SPDX-License-Identifier: BSD-3-Clause
// Errors that all ranks end with alike.
#pragma once

#include <exception>
#include <utility>

#include "domain/communicator.hpp"

namespace alder {

/// Every rank calls this with its own error or null. Where any rank has one, all throw the error of
/// the lowest such rank, as the same class and marked as collective.
void agree(Communicator& communicator, const std::exception_ptr& error);

/// Calls `work()` on every rank and agrees on the outcome.
template <class Work>
void collectively(Communicator& communicator, Work work) {
  std::exception_ptr error;
  try {
    work();
  } catch (...) {
    error = std::current_exception();
  }
  agree(communicator, error);
}

}  // namespace alder
