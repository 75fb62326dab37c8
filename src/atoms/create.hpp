// SPDX-License-Identifier: BSD-3-Clause
// Atoms added to a box: crystals in regions, and atoms at random places that do not overlap.
#pragma once

#include <vector>

#include "atoms/snapshot.hpp"
#include "deck/deck.hpp"

namespace alder {

/// The empty box of a deck that gives its lengths.
Snapshot empty_box(const BoxDeck& box, const std::vector<Species>& species);

/// Adds the atoms of `blocks` to `s`, one block after the other; ids go on from the highest,
/// charges are those of the species where `s` has any. A lattice has the places whose fraction of
/// the box is in [0, 1) along periodic axes and [0, 1] along others. A random place is a function
/// of the seed, the number of the block and that of the attempt. In flat systems all z are that of
/// the box's origin. Throws KeyError where atoms find no place, or a distance does not fit the
/// box.
void create_atoms(Snapshot& s, const std::vector<CreateDeck>& blocks);

}  // namespace alder
