// SPDX-License-Identifier: BSD-3-Clause
// Turns trajectories of one format into another.
#pragma once

#include <cstdint>
#include <string>

#include "deck/deck.hpp"

namespace alder {

/// Converts by the names of the files: .h5md to .extxyz, .xyz
/// (plain), .lammpstrj or .dump, .data and .xdmf; .extxyz, .xyz (extended) and .data to .h5md, for
/// which `deck` gives species and units. `frame` picks one frame (negative ones count from the
/// end); without one all are written, or the last to a data file. Returns the number of frames.
/// Throws InputError.
std::int64_t convert_file(const std::string& from, const std::string& to, const Deck* deck,
                          const std::int64_t* frame);

}  // namespace alder
