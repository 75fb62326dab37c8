// SPDX-License-Identifier: BSD-3-Clause
#include "io/atomic_file.hpp"

#include <filesystem>
#include <fstream>

#include "base/error.hpp"
#include "io/space.hpp"

namespace alder {
namespace {

namespace fs = std::filesystem;

std::string folder_of(const std::string& path) {
  const fs::path folder = fs::path(path).parent_path();
  return folder.empty() ? "." : folder.string();
}

void rename_or_fail(const std::string& from, const std::string& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) {
    throw EnvironmentError(to + ": error: the file cannot be put in place (" + error.message() +
                           "); check the folder and its permissions");
  }
}

}  // namespace

std::string part_of(const std::string& path) {
  return path + ".part";
}

void publish(const std::string& path, bool durable) {
  if (durable) sync_to_disk(part_of(path));
  rename_or_fail(part_of(path), path);
  if (durable) sync_to_disk(folder_of(path));
}

void publish_keeping(const std::string& path, const std::string& previous) {
  sync_to_disk(part_of(path));
  std::error_code error;
  if (fs::exists(path, error)) {
    // A second name first, so that `path` is never missing; not every file system has them.
    fs::remove(part_of(previous), error);
    fs::create_hard_link(path, part_of(previous), error);
    rename_or_fail(error ? path : part_of(previous), previous);
  }
  rename_or_fail(part_of(path), path);
  sync_to_disk(folder_of(path));
}

void write_text_file(const std::string& path, const std::string& text) {
  std::ofstream stream(part_of(path), std::ios::binary);
  stream << text;
  stream.close();
  if (!stream) {
    std::error_code ignored;
    fs::remove(part_of(path), ignored);
    throw EnvironmentError(path +
                           ": error: the file cannot be written; check the folder, its "
                           "permissions and the space left on the disk");
  }
  publish(path, false);
}

}  // namespace alder
