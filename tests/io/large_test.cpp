// SPDX-License-Identifier: BSD-3-Clause
// Trajectories beyond 4 GB and 2^31 values in a data set; only where asked for (scripts/stress).
#include <gtest/gtest.h>
#include <hdf5.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

#include "io/h5md_writer.hpp"
#include "support/temporary_folder.hpp"

namespace alder::test {
namespace {

constexpr std::int64_t n_atoms = 12'000'000;
constexpr std::int64_t n_frames = 61;  // 61 * 36e6 = 2.196e9 values of 4 bytes: 8.8 GB

Snapshot many_atoms() {
  Snapshot s;
  s.box = {.origin = {}, .lx = 100, .ly = 100, .lz = 100};
  s.species = {{"A", 1, 0}};
  for (std::int64_t i = 1; i <= n_atoms; ++i) s.id.push_back(i);
  s.type.assign(static_cast<std::size_t>(n_atoms), 0);
  return s;
}

float value_of(std::int64_t frame, std::int64_t k) {
  return static_cast<float>(frame) + static_cast<float>(k % 1000) * 0x1p-10F;
}

float read_one(const std::string& path, std::int64_t frame, std::int64_t k) {
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t data = H5Dopen2(file, "/particles/trajectory/position/value", H5P_DEFAULT);
  const hid_t space = H5Dget_space(data);
  const hsize_t start[3] = {static_cast<hsize_t>(frame), static_cast<hsize_t>(k / 3),
                            static_cast<hsize_t>(k % 3)};
  const hsize_t count[3] = {1, 1, 1};
  H5Sselect_hyperslab(space, H5S_SELECT_SET, start, nullptr, count, nullptr);
  const hid_t memory = H5Screate(H5S_SCALAR);
  float value = -1;
  H5Dread(data, H5T_NATIVE_FLOAT, memory, space, H5P_DEFAULT, &value);
  H5Sclose(memory);
  H5Sclose(space);
  H5Dclose(data);
  H5Fclose(file);
  return value;
}

TEST(Large, MoreThanTwoToThe31ValuesAndFourGigabytes) {
  if (std::getenv("ALDER_TEST_LARGE") == nullptr) {
    GTEST_SKIP() << "set ALDER_TEST_LARGE=1 (scripts/stress does) to write a file of 9 GB";
  }
  const TemporaryFolder folder;
  const std::string path = folder.path("large.h5md");
  if (std::filesystem::space(folder.path(".")).available < 12'000'000'000) {
    GTEST_SKIP() << "needs 12 GB on the disk of " << folder.path(".");
  }
  TrajectoryDeck deck;
  deck.fields = {"position"};
  {
    H5mdWriter writer(path, deck, units_named("lj"), many_atoms(), {});
    TrajectoryFrame frame = empty_frame(deck, units_named("lj"));
    frame.quantities[0].single.resize(static_cast<std::size_t>(3 * n_atoms));
    for (std::int64_t f = 0; f < n_frames; ++f) {
      frame.step = f;
      frame.box = {.origin = {}, .lx = 100, .ly = 100, .lz = 100};
      for (std::int64_t k = 0; k < 3 * n_atoms; ++k) {
        frame.quantities[0].single[static_cast<std::size_t>(k)] = value_of(f, k);
      }
      writer.write(frame);
    }
  }
  EXPECT_GT(std::filesystem::file_size(path), 8'700'000'000U);
  ASSERT_GT(n_frames * 3 * n_atoms, std::int64_t{1} << 31);
  for (const std::int64_t f : {std::int64_t{0}, std::int64_t{29}, n_frames - 1}) {
    for (const std::int64_t k : {std::int64_t{0}, std::int64_t{262142}, 3 * n_atoms - 1}) {
      EXPECT_EQ(read_one(path, f, k), value_of(f, k)) << f << " " << k;
    }
  }
}

}  // namespace
}  // namespace alder::test
