// SPDX-License-Identifier: BSD-3-Clause
#include "io/shared_trajectory.hpp"

#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <utility>

#include "base/error.hpp"
#include "domain/agree.hpp"
#include "io/atomic_file.hpp"

namespace alder {
namespace {

std::vector<std::byte> bytes_of(std::span<const std::uint64_t> numbers) {
  const auto bytes = std::as_bytes(numbers);
  return {bytes.begin(), bytes.end()};
}

// What the first rank has, on every rank.
std::vector<std::uint64_t> shared(Communicator& communicator,
                                  const std::vector<std::uint64_t>& numbers) {
  std::vector<std::byte> bytes = bytes_of(numbers);
  communicator.broadcast(bytes, 0);
  std::vector<std::uint64_t> all(bytes.size() / sizeof(std::uint64_t));
  if (!all.empty()) std::memcpy(all.data(), bytes.data(), bytes.size());
  return all;
}

}  // namespace

SharedTrajectory::SharedTrajectory(Communicator& communicator, std::string path,
                                   std::unique_ptr<H5mdWriter> file, std::int64_t n_atoms)
    : communicator_(communicator), path_(std::move(path)), file_(std::move(file)) {
  chunk_atoms_ = communicator_.max(file_ ? file_->chunk_atoms() : 0);
  blocks_ = deal_rows(n_atoms, communicator_.size(), chunk_atoms_);
  const bool compressed = communicator_.max(std::int64_t{file_ && file_->is_compressed()}) != 0;
  direct_ = !compressed && all_see_the_file();
  collectively(communicator_, [&] {
    const bool writes = blocks_.size(communicator_.rank()) > 0 && !communicator_.is_first();
    if (direct_ && writes) raw_.emplace(path_);
  });
}

// The first rank makes a file of a name that nobody has used; the others look for it.
bool SharedTrajectory::all_see_the_file() {
  std::vector<std::uint64_t> number;
  if (communicator_.is_first()) number.push_back(std::random_device{}());
  number = shared(communicator_, number);
  const std::string mark = part_of(path_ + "." + std::to_string(number.front()));
  if (communicator_.is_first()) std::ofstream(mark) << "?";
  communicator_.barrier();
  std::error_code error;
  const bool missing = !std::filesystem::exists(mark, error);
  const bool anywhere = communicator_.max(std::int64_t{missing}) != 0;
  if (communicator_.is_first()) std::filesystem::remove(mark, error);
  return !anywhere;
}

void SharedTrajectory::write(const TrajectoryFrame& frame) {
  std::vector<std::uint64_t> places;
  collectively(communicator_, [&] {
    if (file_) places = file_->begin_frame(frame);
  });
  try {
    if (direct_) {
      places = shared(communicator_, places);
      collectively(communicator_, [&] { put_own(frame, places); });
    } else {
      put_through_first(frame);
    }
    collectively(communicator_, [&] {
      if (file_) file_->end_frame();
    });
  } catch (const Error&) {
    if (file_) file_->drop_frame();
    throw;
  }
}

void SharedTrajectory::put_own(const TrajectoryFrame& frame,
                               const std::vector<std::uint64_t>& places) {
  const std::int64_t first = blocks_.begin(communicator_.rank()) / chunk_atoms_;
  const auto chunks = static_cast<std::size_t>((blocks_.rows + chunk_atoms_ - 1) / chunk_atoms_);
  for_each_chunk(frame, first, chunk_atoms_,
                 [&](std::size_t k, std::int64_t chunk, std::span<const std::byte> bytes) {
                   const std::uint64_t at = places[k * chunks + static_cast<std::size_t>(chunk)];
                   if (file_) return file_->put(k, chunk, bytes);
                   raw_->write(at, bytes);
                 });
}

// One chunk after the other. After an error the first rank keeps on taking messages, for the others
// know nothing of it yet.
void SharedTrajectory::put_through_first(const TrajectoryFrame& frame) {
  std::exception_ptr error;
  const auto put = [&](std::size_t k, std::int64_t chunk, std::span<const std::byte> bytes) {
    if (error) return;
    try {
      file_->put(k, chunk, bytes);
    } catch (...) {
      error = std::current_exception();
    }
  };
  const std::vector<FrameArray> arrays = frame.arrays();
  const int me = communicator_.rank();
  for (std::size_t k = 0; k < arrays.size(); ++k) {
    for (std::int64_t begin = 0; begin < blocks_.rows; begin += chunk_atoms_) {
      const std::int64_t end = std::min(begin + chunk_atoms_, blocks_.rows);
      const int owner = blocks_.owner(begin);
      std::vector<Message> messages;
      std::span<const std::byte> bytes;
      if (owner == me) {
        const auto from = static_cast<std::size_t>(begin - blocks_.begin(me));
        bytes =
            arrays[k].bytes.subspan(from * arrays[k].row_bytes,
                                    static_cast<std::size_t>(end - begin) * arrays[k].row_bytes);
        if (!file_) messages.push_back({0, {bytes.begin(), bytes.end()}});
      }
      if (owner != 0) messages = communicator_.exchange(std::move(messages));
      if (!file_) continue;
      put(k, begin / chunk_atoms_, owner == 0 ? bytes : messages.front().bytes);
    }
  }
  agree(communicator_, error);
}

void SharedTrajectory::sync() {
  if (raw_) raw_->sync();
  if (file_) file_->sync();
}

}  // namespace alder
