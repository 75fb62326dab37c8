// SPDX-License-Identifier: BSD-3-Clause
// Decks and systems for any potential of the catalogue.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "atoms/snapshot.hpp"
#include "deck/deck.hpp"
#include "pair/catalogue.hpp"

namespace alder::test {

/// A table of the Lennard-Jones potential with epsilon = sigma = 1.
std::vector<TableRow> lennard_jones_rows(double first, double last, std::size_t count);

/// The coefficients of a sample, of a tabulated style those of such a table; of two parts the
/// second reaches 0.9 of the first, and a switch that the style always has begins at 0.8.
PairCoefficients coefficients_of(const PairStyle& style, const PairStyle::Example& sample);

/// A deck without a system in which all pairs of so many species have these coefficients, the pairs
/// of unlike ones a somewhat shorter cutoff.
Deck pair_deck(const PairStyle& style, const PairStyle::Example& sample, std::size_t species);

/// Names of all potentials, and one as part of a test's name.
std::vector<std::string> all_styles();
std::string printable(std::string_view style);

/// Alternating charges of several sizes that nearly add up to zero.
void set_charges(Snapshot& atoms);

}  // namespace alder::test
