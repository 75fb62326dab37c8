// SPDX-License-Identifier: BSD-3-Clause
// The atoms a deck asks for.
#pragma once

#include "atoms/snapshot.hpp"
#include "deck/deck.hpp"

namespace alder {

/// Makes or reads the atoms of `deck.system`, replicates them and draws velocities. Internal units.
/// Throws InputError for files that cannot be used.
Snapshot make_system(const Deck& deck);

}  // namespace alder
