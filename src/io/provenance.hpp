// SPDX-License-Identifier: BSD-3-Clause
// Where a file comes from.
#pragma once

#include <string>

namespace alder {

/// Stored in every trajectory and checkpoint.
struct Provenance {
  std::string version, commit;    ///< of Alder
  std::string deck;               ///< the complete deck, as YAML
  std::string units;              ///< the deck's unit system
  std::string device, precision;  ///< what computed
  std::string seeds;              ///< of everything random
};

}  // namespace alder
