// SPDX-License-Identifier: BSD-3-Clause
// The text of the error a call throws.
#pragma once

#include <string>

#include "base/error.hpp"

namespace alder::test {

/// What `call` says in an error of class E; "(no error)" where it throws none.
template <class E, class Call>
std::string error_of(Call&& call) {
  try {
    call();
  } catch (const E& e) {
    return e.what();
  }
  return "(no error)";
}

}  // namespace alder::test
