// SPDX-License-Identifier: BSD-3-Clause
// What is in an HDF5 file, to the bit.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace alder::test {

/// The bytes of every data set (as the file stores them) by path, links followed once.
std::map<std::string, std::vector<std::byte>> h5_contents(const std::string& file);

}  // namespace alder::test
