// SPDX-License-Identifier: BSD-3-Clause
// Restart files: everything that later steps depend on.
#pragma once

#include <cstddef>
#include <functional>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "atoms/atoms.hpp"
#include "domain/communicator.hpp"

namespace alder {

/// What a checkpoint holds: numbers and texts as JSON, and the atoms' saved fields.
struct Checkpoint {
  struct Field {
    std::string name;
    std::size_t item_bytes = 0;
    std::vector<std::byte> rows;  ///< storage order
  };
  nlohmann::ordered_json state;
  std::vector<Field> fields;
};

/// "melt.ckpt.h5" -> "melt.ckpt.previous.h5".
std::string previous_checkpoint(const std::string& path);

/// Writes a checkpoint of all ranks' atoms beside `path`, waits until it is on the disk and puts it
/// in place; the one that was there becomes the previous one. Every part has a checksum. The rows
/// are those of rank 0, rank 1, ...; `state` gets "rank_rows", how many each has. Collective.
/// Throws EnvironmentError; what was there is untouched then.
void write_checkpoint(const std::string& path, nlohmann::ordered_json state,
                      Communicator& communicator, const Atoms& atoms);

/// Gives every rank the state and its rows of a checkpoint that the first rank has read: the same
/// number of ranks gets what each wrote, another number leaves all rows on the first rank.
void share_checkpoint(Communicator& communicator, Checkpoint& checkpoint);

/// Reads one checkpoint. Throws EnvironmentError that says what is damaged.
Checkpoint read_checkpoint(const std::string& path);

}  // namespace alder
