// SPDX-License-Identifier: BSD-3-Clause
// A folder that all ranks of a test know, which goes away with the test.
#pragma once

#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "domain/communicator.hpp"
#include "support/ranks.hpp"
#include "support/temporary_folder.hpp"

namespace alder::test {

/// The first rank's; collective.
class SharedFolder {
 public:
  SharedFolder() {
    std::vector<std::byte> bytes;
    if (ranks().is_first()) {
      const std::string path = folder_.emplace().path("run");
      bytes.resize(path.size());
      std::memcpy(bytes.data(), path.data(), path.size());
    }
    ranks().communicator().broadcast(bytes, 0);
    path_.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }
  ~SharedFolder() { ranks().communicator().barrier(); }
  SharedFolder(const SharedFolder&) = delete;
  SharedFolder& operator=(const SharedFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::optional<TemporaryFolder> folder_;
  std::string path_;
};

}  // namespace alder::test
