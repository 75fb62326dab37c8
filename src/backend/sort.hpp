// SPDX-License-Identifier: BSD-3-Clause
// Sorting by small numbers.
#pragma once

#include <cstdint>

#include "backend/buffer.hpp"

namespace alder {

/// Puts `keys`, all below `n_keys`, in ascending order and `values`, one of each, along with them;
/// those of equal keys stay in the order they are in. Does not wait for a GPU.
void sort_by_key(std::uint32_t n_keys, Buffer<std::uint32_t>& keys, Buffer<std::uint32_t>& values);

}  // namespace alder
