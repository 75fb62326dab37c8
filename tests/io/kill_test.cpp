// SPDX-License-Identifier: BSD-3-Clause
// A trajectory whose writer is killed at any of its writes to the file.
#include <gtest/gtest.h>
#include <hdf5.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "io/h5md_writer.hpp"
#include "support/temporary_folder.hpp"

namespace {

// How many writes this process may still make, and how the one after those ends.
std::int64_t writes_left = -1;  // negative: any number
bool tear_last_write = false;

}  // namespace

// Takes the place of the C library's, for this program and everything it links.
extern "C" ssize_t pwrite(int fd, const void* data, size_t size, off_t offset) {
  if (writes_left == 0) {
    // A kill can end a write between two pages of the file.
    const auto to_page = static_cast<size_t>(4096 - offset % 4096);
    if (tear_last_write && to_page < size) syscall(SYS_pwrite64, fd, data, to_page, offset);
    _exit(0);
  }
  if (writes_left > 0) --writes_left;
  return syscall(SYS_pwrite64, fd, data, size, offset);
}

namespace alder::test {
namespace {

constexpr std::int64_t n_atoms = 3;
// A tree of chunks gets a second node and a root at 64 chunks, a second level at about 64 * 32.
constexpr std::int64_t n_frames = 67;

Snapshot three_atoms() {
  Snapshot s;
  s.box = {.origin = {}, .lx = 10, .ly = 10, .lz = 10};
  s.species = {{"A", 1, 0}};
  s.id = {1, 2, 3};
  s.type = {0, 0, 0};
  s.position.resize(n_atoms);
  return s;
}

float number_of(std::int64_t frame, std::size_t k) {
  return static_cast<float>(100 * frame) + static_cast<float>(k);
}

TrajectoryDeck deck() {
  TrajectoryDeck deck;
  deck.fields = {"position", "velocity", "image"};
  return deck;
}

// Writes frames first, first + 1, ..., telling `pipe` of each one that is done.
void write_frames(H5mdWriter& writer, std::int64_t first, std::int64_t last, int pipe) {
  TrajectoryFrame frame = empty_frame(deck(), units_named("lj"));
  for (std::int64_t f = first; f < last; ++f) {
    frame.step = 10 * f;
    frame.time = static_cast<double>(f);
    frame.box = three_atoms().box;
    for (QuantityRows& rows : frame.quantities) {
      rows.single.resize(3 * n_atoms);
      for (std::size_t k = 0; k < rows.single.size(); ++k) rows.single[k] = number_of(f, k);
    }
    frame.images.assign(3 * n_atoms, static_cast<std::int32_t>(f));
    writer.write(frame);
    const char done = 1;
    if (::write(pipe, &done, 1) != 1) _exit(1);
  }
}

// What is left after a kill: how many frames were done, and whether the writer got to its end.
struct Outcome {
  std::int64_t frames = 0;
  bool finished = false;
};

template <class Work>
Outcome run_and_kill(std::int64_t after_writes, bool torn, const Work& work) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    writes_left = after_writes;
    tear_last_write = torn;
    work(ends[1]);
    _exit(7);
  }
  close(ends[1]);
  Outcome outcome;
  char done = 0;
  while (::read(ends[0], &done, 1) == 1) ++outcome.frames;
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  outcome.finished = WIFEXITED(status) && WEXITSTATUS(status) == 7;
  EXPECT_TRUE(WIFEXITED(status));
  return outcome;
}

std::vector<float> read_all(hid_t file, const char* name) {
  const hid_t data = H5Dopen2(file, name, H5P_DEFAULT);
  if (data < 0) return {};
  const hid_t space = H5Dget_space(data);
  std::vector<float> values(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
  const herr_t result =
      H5Dread(data, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
  H5Sclose(space);
  H5Dclose(data);
  return result < 0 ? std::vector<float>{} : values;
}

// Opens the file with HDF5's own driver and compares every frame that was done.
void expect_whole(const std::string& path, std::int64_t frames) {
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  ASSERT_GE(file, 0) << "the file cannot be opened";
  for (const char* name : {"velocity", "position"}) {
    const std::string data = std::string("/particles/trajectory/") + name + "/value";
    const std::vector<float> values = read_all(file, data.c_str());
    const auto n = static_cast<std::int64_t>(values.size()) / (3 * n_atoms);
    ASSERT_GE(n, frames) << name;
    ASSERT_LE(n, frames + 1) << name;
    for (std::int64_t f = 0; f < n; ++f) {
      for (std::size_t k = 0; k < 3 * n_atoms; ++k) {
        ASSERT_EQ(values[static_cast<std::size_t>(3 * n_atoms * f) + k], number_of(f, k))
            << name << " of frame " << f << " of " << n;
      }
    }
  }
  const auto steps =
      static_cast<std::int64_t>(read_all(file, "/particles/trajectory/position/step").size());
  EXPECT_GE(steps, frames);
  EXPECT_LE(steps, frames + 1);
  H5Fclose(file);
}

class Kill : public testing::TestWithParam<bool> {};

TEST_P(Kill, AtAnyWriteLeavesWholeFrames) {
  const TemporaryFolder folder;
  const std::string path = folder.path("killed.h5md");
  bool finished = false;
  std::int64_t kills = 0;
  // Every write where the tree is split and at the start, else every seventh: frames take another
  // number of writes, so that each of theirs has its turn.
  std::int64_t step = 1;
  for (std::int64_t k = 0; !finished && !HasFailure(); k += step) {
    std::filesystem::remove(path);
    const Outcome outcome = run_and_kill(k, GetParam(), [&](int pipe) {
      H5mdWriter writer(path, deck(), units_named("lj"), three_atoms(), {});
      write_frames(writer, 0, n_frames, pipe);
    });
    finished = outcome.finished;
    SCOPED_TRACE("killed at write " + std::to_string(k));
    if (std::filesystem::exists(path)) expect_whole(path, outcome.frames);
    step = outcome.frames > 2 && outcome.frames < 62 ? 7 : 1;
    if (!finished) ++kills;
  }
  EXPECT_GT(kills, 3 * n_frames);
}

// A file of `old_frames` is cut back to `kept` ones and continued to `last`.
void kill_while_continuing(std::int64_t old_frames, std::int64_t kept, std::int64_t last,
                           bool torn) {
  const TemporaryFolder folder;
  const std::string path = folder.path("killed.h5md");
  const std::string original = folder.path("original.h5md");
  run_and_kill(-1, false, [&](int pipe) {
    H5mdWriter writer(original, deck(), units_named("lj"), three_atoms(), {});
    write_frames(writer, 0, old_frames, pipe);
  });
  bool finished = false;
  for (std::int64_t k = 0; !finished && !testing::Test::HasFailure(); ++k) {
    std::filesystem::copy_file(original, path, std::filesystem::copy_options::overwrite_existing);
    const Outcome outcome = run_and_kill(k, torn, [&](int pipe) {
      H5mdWriter writer(path, deck(), units_named("lj"), n_atoms, kept);
      write_frames(writer, kept, last, pipe);
    });
    finished = outcome.finished;
    SCOPED_TRACE("killed at write " + std::to_string(k));
    // Before the cut reaches the file it has its old frames.
    const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    ASSERT_GE(file, 0);
    const std::vector<float> values = read_all(file, "/particles/trajectory/position/value");
    H5Fclose(file);
    ASSERT_GE(static_cast<std::int64_t>(values.size()), 3 * n_atoms * (kept + outcome.frames));
    for (std::int64_t f = 0; f < kept + outcome.frames; ++f) {
      ASSERT_EQ(values[static_cast<std::size_t>(3 * n_atoms * f)], number_of(f, 0)) << f;
    }
  }
}

TEST_P(Kill, WhileContinuingLeavesWholeFrames) {
  kill_while_continuing(70, 60, 66, GetParam());
}

TEST_P(Kill, WhereTheTreeGetsItsSecondLevel) {
  kill_while_continuing(2075, 2075, 2083, GetParam());
}

INSTANTIATE_TEST_SUITE_P(Writes, Kill, testing::Values(false, true),
                         [](const auto& each) { return each.param ? "torn" : "whole"; });

}  // namespace
}  // namespace alder::test
