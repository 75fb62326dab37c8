// SPDX-License-Identifier: BSD-3-Clause
// Where something of a deck stands.
#pragma once

#include <string>

namespace alder {

/// A place in a deck; line and column count from 1, 0 where there is none.
struct SourcePlace {
  std::string source;  ///< file name or "--set path=value"
  int line = 0;
  int column = 0;
};

}  // namespace alder
