// SPDX-License-Identifier: BSD-3-Clause
#include "pair/catalogue.hpp"

#include <string>

#include "base/error.hpp"

namespace alder {

const PairStyle& pair_style(std::string_view name) {
  std::string known;
  for (const PairStyle& style : pair_styles()) {
    if (style.name == name) return style;
    known += known.empty() ? "" : ", ";
    known += style.name;
  }
  throw InputError("there is no pair style '" + std::string(name) + "' (known: " + known + ")");
}

}  // namespace alder
