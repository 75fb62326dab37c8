// SPDX-License-Identifier: BSD-3-Clause
// The atoms a deck asks for.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "atoms/snapshot.hpp"
#include "deck/deck.hpp"

namespace alder {

/// Reads a frame of an H5MD file for a deck with these species (io/h5md_reader.hpp has it; the
/// rooms above hand it down).
using H5mdFrameReader = std::function<Snapshot(const std::string& file, std::int64_t frame,
                                               const std::vector<Species>&, const Units&)>;

/// Makes or reads the atoms of `deck.system`, adds those of `create`, replicates them and draws
/// velocities. Internal units.
/// Throws InputError for files that cannot be used, and for keys that do not go together, with
/// their places in the deck.
Snapshot make_system(const Deck& deck, const H5mdFrameReader& read_h5md = {});

/// The same for every frame of the extxyz file that `deck.system` reads, in one pass.
void for_each_frame(const Deck& deck, const std::function<void(const Snapshot&)>& visit);

}  // namespace alder
