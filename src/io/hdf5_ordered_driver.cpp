// SPDX-License-Identifier: BSD-3-Clause
#include "io/hdf5_ordered_driver.hpp"

#include <fcntl.h>
#include <hdf5.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <span>

#include "io/metadata_buffer.hpp"
#include "io/raw_file.hpp"

#if H5_VERSION_GE(1, 13, 0)
#include <H5FDdevelop.h>
#endif

namespace alder::hdf5 {
namespace {

/// HDF5 knows the first member and hands us pointers to it.
struct OrderedFile {
  H5FD_t base{};
  int fd = -1;
  haddr_t eoa = 0;  ///< end of what HDF5 has allocated
  haddr_t eof = 0;  ///< end of what was ever written
  dev_t device = 0;
  ino_t inode = 0;
  MetadataBuffer metadata;
};

OrderedFile& ours(H5FD_t* file) {
  return *reinterpret_cast<OrderedFile*>(file);
}
const OrderedFile& ours(const H5FD_t* file) {
  return *reinterpret_cast<const OrderedFile*>(file);
}

// Puts the reason of a failed system call on HDF5's error stack, in the words of its own drivers.
herr_t failed(const char* what) {
  H5Epush2(H5E_DEFAULT, __FILE__, __func__, __LINE__, H5E_ERR_CLS, H5E_IO, H5E_WRITEERROR,
           "%s failed: errno = %d, error message = '%s'", what, errno, std::strerror(errno));
  return -1;
}

// Where noted writes would have gone; null: nothing is noted.
std::vector<std::uint64_t>* noted = nullptr;

H5FD_t* open_file(const char* name, unsigned flags, hid_t, haddr_t) {
  int mode = (flags & H5F_ACC_RDWR) != 0 ? O_RDWR : O_RDONLY;
  if ((flags & H5F_ACC_TRUNC) != 0) mode |= O_TRUNC;
  if ((flags & H5F_ACC_CREAT) != 0) mode |= O_CREAT;
  if ((flags & H5F_ACC_EXCL) != 0) mode |= O_EXCL;
  auto file = std::make_unique<OrderedFile>();
  file->fd = ::open(name, mode | O_CLOEXEC, 0666);
  struct stat status {};
  if (file->fd < 0 || ::fstat(file->fd, &status) != 0) {
    failed("open");
    if (file->fd >= 0) ::close(file->fd);
    return nullptr;
  }
  file->eof = static_cast<haddr_t>(status.st_size);
  file->device = status.st_dev;
  file->inode = status.st_ino;
  return &file.release()->base;
}

herr_t close_file(H5FD_t* file) {
  const std::unique_ptr<OrderedFile> owned(&ours(file));
  return ::close(owned->fd) == 0 ? 0 : failed("close");
}

int compare(const H5FD_t* a, const H5FD_t* b) {
  const OrderedFile& x = ours(a);
  const OrderedFile& y = ours(b);
  if (x.device != y.device) return x.device < y.device ? -1 : 1;
  if (x.inode != y.inode) return x.inode < y.inode ? -1 : 1;
  return 0;
}

// Metadata is not accumulated by the library, so that it comes block by block.
herr_t query(const H5FD_t*, unsigned long* flags) {
  if (flags != nullptr) {
    *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_DATA_SIEVE | H5FD_FEAT_AGGREGATE_SMALLDATA |
             H5FD_FEAT_POSIX_COMPAT_HANDLE | H5FD_FEAT_DEFAULT_VFD_COMPATIBLE;
  }
  return 0;
}

haddr_t get_eoa(const H5FD_t* file, H5FD_mem_t) {
  return ours(file).eoa;
}
herr_t set_eoa(H5FD_t* file, H5FD_mem_t, haddr_t address) {
  ours(file).eoa = address;
  return 0;
}
haddr_t get_eof(const H5FD_t* file, H5FD_mem_t) {
  return ours(file).eof;
}
herr_t get_handle(H5FD_t* file, hid_t, void** handle) {
  *handle = &ours(file).fd;
  return 0;
}

herr_t read(H5FD_t* file, H5FD_mem_t type, hid_t, haddr_t address, size_t size, void* buffer) {
  OrderedFile& f = ours(file);
  auto* bytes = static_cast<std::byte*>(buffer);
  std::size_t have = 0;
  while (have < size) {
    const ssize_t done =
        ::pread(f.fd, bytes + have, size - have, static_cast<off_t>(address + have));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return failed("read");
    if (done == 0) break;  // beyond the end there are zeros
    have += static_cast<std::size_t>(done);
  }
  std::memset(bytes + have, 0, size - have);
  if (type == H5FD_MEM_DRAW) return 0;
  f.metadata.note_in_file(address);
  f.metadata.overlay(address, {bytes, size});
  return 0;
}

BlockKind kind_of(H5FD_mem_t type) {
  if (type == H5FD_MEM_SUPER) return BlockKind::superblock;
  return type == H5FD_MEM_BTREE ? BlockKind::tree : BlockKind::other;
}

herr_t write(H5FD_t* file, H5FD_mem_t type, hid_t, haddr_t address, size_t size,
             const void* buffer) {
  OrderedFile& f = ours(file);
  f.eof = std::max(f.eof, address + size);
  const auto* bytes = static_cast<const std::byte*>(buffer);
  if (type != H5FD_MEM_DRAW) {
    f.metadata.put(address, kind_of(type), {bytes, size});
    return 0;
  }
  if (noted != nullptr) {
    noted->push_back(address);
    return 0;
  }
  return write_all(f.fd, {bytes, size}, address) ? 0 : failed("write");
}

// Level and number of entries of a tree node: the bytes 5 to 7 of its head.
struct NodeHead {
  int level = -1;
  int entries = 0;
};

NodeHead head_of(const std::byte* bytes) {
  return {static_cast<int>(bytes[5]),
          static_cast<int>(bytes[6]) + 256 * static_cast<int>(bytes[7])};
}

// A kill can end a write between two pages of the file. So a tree node that only gets more entries
// goes from the last page to the first: its head counts no entry that is not there.
bool write_grown_node(int fd, const std::vector<std::byte>& bytes, haddr_t address) {
  constexpr haddr_t page = 4096;
  haddr_t end = address + bytes.size();
  while (end > address) {
    const haddr_t begin = std::max(address, (end - 1) / page * page);
    if (!write_all(fd, std::span(bytes).subspan(begin - address, end - begin), begin)) return false;
    end = begin;
  }
  return true;
}

bool write_block(int fd, const MetadataBuffer::Block& block, haddr_t address) {
  std::byte old[8]{};
  const bool is_node = block.kind == BlockKind::tree && block.bytes.size() >= sizeof old &&
                       ::pread(fd, old, sizeof old, static_cast<off_t>(address)) == sizeof old;
  if (is_node) {
    const NodeHead before = head_of(old);
    const NodeHead now = head_of(block.bytes.data());
    if (before.level == now.level && before.entries <= now.entries) {
      return write_grown_node(fd, block.bytes, address);
    }
  }
  return write_all(fd, block.bytes, address);
}

herr_t flush_file(H5FD_t* file, hid_t, hbool_t) {
  OrderedFile& f = ours(file);
  for (const std::uint64_t address : f.metadata.order()) {
    if (!write_block(f.fd, f.metadata.at(address), address)) return failed("write");
  }
  f.metadata.clear();
  return 0;
}

// Only at the end: until then the file may be longer, with room reserved for what comes.
herr_t truncate_file(H5FD_t* file, hid_t, hbool_t closing) {
  OrderedFile& f = ours(file);
  if (!closing) return 0;
  if (::ftruncate(f.fd, static_cast<off_t>(f.eoa)) != 0) return failed("truncate");
  f.eof = f.eoa;
  return 0;
}

H5FD_class_t make_driver() {
  H5FD_class_t driver{};
#if H5_VERSION_GE(1, 13, 0)
  driver.version = H5FD_CLASS_VERSION;
  driver.value = static_cast<H5FD_class_value_t>(600);  // of the range for private use
#endif
  driver.name = "alder_ordered";
  driver.maxaddr = (haddr_t{1} << 62) - 1;
  driver.fc_degree = H5F_CLOSE_WEAK;
  driver.open = open_file;
  driver.close = close_file;
  driver.cmp = compare;
  driver.query = query;
  driver.get_eoa = get_eoa;
  driver.set_eoa = set_eoa;
  driver.get_eof = get_eof;
  driver.get_handle = get_handle;
  driver.read = read;
  driver.write = write;
  driver.flush = flush_file;
  driver.truncate = truncate_file;
  const H5FD_mem_t map[] = H5FD_FLMAP_DICHOTOMY;
  std::copy(std::begin(map), std::end(map), std::begin(driver.fl_map));
  return driver;
}

}  // namespace

void use_ordered_driver(std::int64_t access_properties) {
  static const H5FD_class_t driver = make_driver();
  static hid_t id = H5I_INVALID_HID;
  if (H5Iis_valid(id) <= 0) id = H5FDregister(&driver);
  H5Pset_driver(access_properties, id, nullptr);
}

NotedWrites::NotedWrites() {
  noted = &addresses_;
}

NotedWrites::~NotedWrites() {
  noted = nullptr;
}

}  // namespace alder::hdf5
