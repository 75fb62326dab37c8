// SPDX-License-Identifier: BSD-3-Clause
// Writes frames of an H5MD-like file in three ways, for docs/decisions/parallel-output.md.
// Usage: mpirun -np N frames mpio|gather|direct PATH ATOMS FRAMES
//   mpio    every rank writes its rows with H5Dwrite, collectively, by the MPI-IO driver
//   gather  the first rank gets all rows and writes them
//   direct  the first rank makes room and says where; every rank writes its rows there
// All flush after each frame. Prints the time per frame; "done K" on stderr after frame K.
#include <fcntl.h>
#include <hdf5.h>
#include <mpi.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

void require(long long result, int line) {
  if (result >= 0) return;
  std::fprintf(stderr, "a call failed in line %d\n", line);
  MPI_Abort(MPI_COMM_WORLD, 1);
}
#define REQUIRE(call) require(static_cast<long long>(call), __LINE__)

struct Rows {
  hsize_t begin, end;
  [[nodiscard]] hsize_t size() const { return end - begin; }
};

void write_rows(hid_t data, hsize_t frame, const Rows& rows, hid_t transfer, const float* xyz) {
  const hid_t space = H5Dget_space(data);
  const hsize_t start[3] = {frame, rows.begin, 0}, count[3] = {1, rows.size(), 3};
  REQUIRE(H5Sselect_hyperslab(space, H5S_SELECT_SET, start, nullptr, count, nullptr));
  const hid_t memory = H5Screate_simple(3, count, nullptr);
  REQUIRE(H5Dwrite(data, H5T_NATIVE_FLOAT, memory, space, transfer, xyz));
  H5Sclose(memory);
  H5Sclose(space);
}

}  // namespace

int main(int argc, char** argv) {
  MPI_Init(&argc, &argv);
  int rank = 0, size = 1;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  if (argc != 5) return 2;
  const std::string way = argv[1], path = argv[2];
  const bool mpio = way == "mpio", gather = way == "gather";
  const hsize_t chunks = static_cast<hsize_t>(size);
  const hsize_t chunk = (std::strtoull(argv[3], nullptr, 10) + chunks - 1) / chunks;
  const hsize_t atoms = chunk * chunks;
  const long frames = std::strtol(argv[4], nullptr, 10);
  const auto r = static_cast<hsize_t>(rank);
  const Rows mine{r * chunk, (r + 1) * chunk};

  hid_t file = -1, data = -1;
  const hid_t transfer = H5Pcreate(H5P_DATASET_XFER);
  if (mpio || rank == 0) {
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_libver_bounds(access, H5F_LIBVER_EARLIEST, H5F_LIBVER_V18);
    if (mpio) H5Pset_fapl_mpio(access, MPI_COMM_WORLD, MPI_INFO_NULL);
    if (mpio) H5Pset_dxpl_mpio(transfer, H5FD_MPIO_COLLECTIVE);
    file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access);
    REQUIRE(file);
    const hsize_t none[3] = {0, atoms, 3}, most[3] = {H5S_UNLIMITED, atoms, 3};
    const hsize_t shape[3] = {1, chunk, 3};
    const hid_t storage = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(storage, 3, shape);
    H5Pset_fill_time(storage, H5D_FILL_TIME_NEVER);
    H5Pset_alloc_time(storage, gather ? H5D_ALLOC_TIME_INCR : H5D_ALLOC_TIME_EARLY);
    data = H5Dcreate2(file, "position", H5T_NATIVE_FLOAT, H5Screate_simple(3, none, most),
                      H5P_DEFAULT, storage, H5P_DEFAULT);
    REQUIRE(data);
    REQUIRE(H5Fflush(file, H5F_SCOPE_GLOBAL));
  }
  MPI_Barrier(MPI_COMM_WORLD);
  const int raw = open(path.c_str(), O_WRONLY);
  std::vector<float> own(mine.size() * 3, 1.5F), all(gather && rank == 0 ? atoms * 3 : 0);
  std::vector<std::uint64_t> places(chunks);
  const double begin = MPI_Wtime();
  for (long k = 0; k < frames; ++k) {
    const auto frame = static_cast<hsize_t>(k);
    const hsize_t extent[3] = {frame + 1, atoms, 3};
    if (data >= 0) REQUIRE(H5Dset_extent(data, extent));
    if (mpio) {
      write_rows(data, frame, mine, transfer, own.data());
    } else if (gather) {
      MPI_Gather(own.data(), static_cast<int>(own.size()), MPI_FLOAT, all.data(),
                 static_cast<int>(own.size()), MPI_FLOAT, 0, MPI_COMM_WORLD);
      if (rank == 0) write_rows(data, frame, {0, atoms}, transfer, all.data());
    } else {
      for (hsize_t c = 0; data >= 0 && c < chunks; ++c) {
        const hsize_t corner[3] = {frame, c * chunk, 0};
        unsigned mask = 0;
        haddr_t place = 0;
        hsize_t bytes = 0;
        REQUIRE(H5Dget_chunk_info_by_coord(data, corner, &mask, &place, &bytes));
        places[c] = place;
      }
      MPI_Bcast(places.data(), size, MPI_UINT64_T, 0, MPI_COMM_WORLD);
      REQUIRE(pwrite(raw, own.data(), own.size() * sizeof(float), static_cast<off_t>(places[r])));
      MPI_Barrier(MPI_COMM_WORLD);
    }
    if (file >= 0) REQUIRE(H5Fflush(file, H5F_SCOPE_GLOBAL));
    if (rank == 0) std::fprintf(stderr, "done %ld\n", k + 1);
  }
  MPI_Barrier(MPI_COMM_WORLD);
  if (rank == 0)
    std::printf("%.3f ms\n", 1e3 * (MPI_Wtime() - begin) / static_cast<double>(frames));
  close(raw);
  if (data >= 0) H5Dclose(data);
  if (file >= 0) H5Fclose(file);
  MPI_Finalize();
  return 0;
}
