// SPDX-License-Identifier: BSD-3-Clause
#include "io/thermo_csv.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/error.hpp"
#include "io/space.hpp"

namespace alder {
namespace {

std::string header(const std::vector<std::string>& columns) {
  return fmt::format("{}\n", fmt::join(columns, ","));
}

[[noreturn]] void fail(const std::string& path) {
  throw EnvironmentError(path + ": error: the file cannot be written (" + std::strerror(errno) +
                         "); check the folder, its permissions and the space left on the disk");
}

void check_same_columns(const std::string& path, const std::string& expected, std::int64_t bytes) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  std::ifstream stream(path, std::ios::binary);
  std::string line;
  std::getline(stream, line);
  if (error || static_cast<std::int64_t>(size) < bytes) {
    throw InputError(path +
                     ": error: the file is shorter than the checkpoint says; put the file "
                     "back, or start over with --fresh");
  }
  if (line + "\n" != expected) {
    throw InputError(path +
                     ": error: the file has other columns than the deck asks for now; move "
                     "it away or restore output.thermo.columns");
  }
}

}  // namespace

ThermoCsv::ThermoCsv(const std::string& path, const ThermoDeck& deck)
    : path_(path), columns_(deck.columns), file_(std::fopen(path.c_str(), "wb")) {
  if (file_ == nullptr) fail(path);
  put(header(columns_));
}

ThermoCsv::ThermoCsv(const std::string& path, const ThermoDeck& deck, std::int64_t bytes)
    : path_(path), columns_(deck.columns), bytes_(bytes) {
  check_same_columns(path, header(columns_), bytes);
  std::error_code error;
  std::filesystem::resize_file(path, static_cast<std::uintmax_t>(bytes), error);
  if (!error) file_ = std::fopen(path.c_str(), "ab");
  if (file_ == nullptr) fail(path);
}

ThermoCsv::~ThermoCsv() {
  if (file_ != nullptr) std::fclose(file_);
}

void ThermoCsv::write(const ThermoRow& row) {
  std::string line;
  for (const std::string& name : columns_) {
    if (!line.empty()) line += ',';
    line += name == "step" ? fmt::format("{}", row.step) : fmt::format("{}", row.column(name));
  }
  put(line + '\n');
}

void ThermoCsv::put(const std::string& line) {
  if (std::fwrite(line.data(), 1, line.size(), file_) != line.size() || std::fflush(file_) != 0) {
    fail(path_);
  }
  bytes_ += static_cast<std::int64_t>(line.size());
}

void ThermoCsv::sync() {
  sync_to_disk(path_);
}

}  // namespace alder
