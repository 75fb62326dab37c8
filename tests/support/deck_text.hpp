// SPDX-License-Identifier: BSD-3-Clause
// A small deck as text, for tests of how decks are read.
#pragma once

#include <string>
#include <vector>

#include "alder.hpp"
#include "support/errors.hpp"

namespace alder::test {

/// A deck in order; its lines are counted by tests.
inline const std::string good_deck =
    "schema: 1\n"                                                             // 1
    "units: lj\n"                                                             // 2
    "system:\n"                                                               // 3
    "  lattice: {style: fcc, density: 0.8, repeat: [2, 2, 2], species: A}\n"  // 4
    "  velocities: {temperature: 1.0}\n"                                      // 5
    "species: {A: {mass: 1.0}}\n"                                             // 6
    "forcefield:\n"                                                           // 7
    "  pair:\n"                                                               // 8
    "    - style: lj/cut\n"                                                   // 9
    "      cutoff: 2.5\n"                                                     // 10
    "      pairs: [{between: [A, A], epsilon: 1, sigma: 1}]\n"                // 11
    "stages:\n"                                                               // 12
    "  - {name: only, timestep: 0.005, steps: 10, ensemble: {type: nve}}\n";  // 13

/// `text` with its first `from` replaced.
inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) return "there is no '" + from + "' in the deck";
  return text.replace(at, from.size(), to);
}

/// What reading the good deck with one change says; "(no error)" where it is accepted.
inline std::string said_of(const std::string& from, const std::string& to,
                           const std::vector<std::string>& overrides = {}) {
  return error_of<InputError>(
      [&] { parse_deck(replaced(good_deck, from, to), "deck.yaml", overrides); });
}

}  // namespace alder::test
