// SPDX-License-Identifier: BSD-3-Clause
// Data sets.
#include <algorithm>
#include <cstddef>

#include "base/error.hpp"
#include "io/hdf5_detail.hpp"
#include "io/hdf5_file.hpp"
#include "io/hdf5_ordered_driver.hpp"

namespace alder::hdf5 {
namespace {

hid_t memory_type(Type type) {
  switch (type) {
    case Type::f32: return H5T_NATIVE_FLOAT;
    case Type::f64: return H5T_NATIVE_DOUBLE;
    case Type::i32: return H5T_NATIVE_INT32;
    case Type::i64: return H5T_NATIVE_INT64;
    case Type::u8: return H5T_NATIVE_UINT8;
  }
  throw InternalError("unknown HDF5 type");
}

Handle simple_space(const Extent& extent) {
  return Handle(H5Screate_simple(static_cast<int>(extent.size()),
                                 reinterpret_cast<const hsize_t*>(extent.data()), nullptr));
}

// Rows selected in the file, and the memory they are read from or written to.
struct RowSelection {
  Handle file, memory;
};

RowSelection select(const Handle& data, const Extent& start, const Extent& extent) {
  RowSelection selection{Handle(H5Dget_space(data.id())), simple_space(extent)};
  H5Sselect_hyperslab(selection.file.id(), H5S_SELECT_SET,
                      reinterpret_cast<const hsize_t*>(start.data()), nullptr,
                      reinterpret_cast<const hsize_t*>(extent.data()), nullptr);
  return selection;
}

RowSelection select_rows(const Handle& data, std::uint64_t first, std::uint64_t count) {
  Extent extent = extent_of(data);
  Extent start(extent.size(), 0);
  start[0] = first;
  extent[0] = count;
  return select(data, start, extent);
}

void write_selection(const Handle& data, const RowSelection& selection, Type type,
                     const void* values) {
  checked(H5Dwrite(data.id(), memory_type(type), selection.memory.id(), selection.file.id(),
                   H5P_DEFAULT, values),
          data.id(), "writing rows");
}

Extent chunk_of(const Handle& data) {
  const Handle storage(H5Dget_create_plist(data.id()));
  Extent chunk(extent_of(data).size());
  checked(H5Pget_chunk(storage.id(), static_cast<int>(chunk.size()),
                       reinterpret_cast<hsize_t*>(chunk.data())),
          data.id(), "finding the size of chunks");
  return chunk;
}

Handle row_storage(const RowLayout& layout) {
  Handle storage(H5Pcreate(H5P_DATASET_CREATE));
  std::vector<hsize_t> chunk{layout.rows_per_chunk};
  for (const std::uint64_t n : layout.row) chunk.push_back(std::max<hsize_t>(n, 1));
  if (layout.items_per_chunk > 0 && chunk.size() > 1) {
    chunk[1] = std::min<hsize_t>(chunk[1], layout.items_per_chunk);
  }
  H5Pset_chunk(storage.id(), static_cast<int>(chunk.size()), chunk.data());
  H5Pset_fill_time(storage.id(), H5D_FILL_TIME_NEVER);
  if (layout.gzip > 0) {
    if (layout.shuffle) H5Pset_shuffle(storage.id());
    H5Pset_deflate(storage.id(), static_cast<unsigned>(layout.gzip));
  }
  return storage;
}

}  // namespace

Handle create_data(const Handle& parent, const std::string& name, Type type, const Extent& extent) {
  const Session session;
  return own(H5Dcreate2(parent.id(), name.c_str(), memory_type(type), simple_space(extent).id(),
                        H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
             parent.id(), "creating " + name);
}

Handle write_data(const Handle& parent, const std::string& name, Type type, const Extent& extent,
                  const void* values) {
  const Session session;
  Handle data = create_data(parent, name, type, extent);
  checked(H5Dwrite(data.id(), memory_type(type), H5S_ALL, H5S_ALL, H5P_DEFAULT, values),
          parent.id(), "writing " + name);
  return data;
}

void write_part(const Handle& data, std::uint64_t first, std::uint64_t count, Type type,
                const void* values) {
  const Session session;
  write_selection(data, select_rows(data, first, count), type, values);
}

Handle write_enum(const Handle& parent, const std::string& name,
                  const std::vector<std::string>& names, const std::vector<std::int32_t>& values) {
  const Session session;
  const Handle type(H5Tenum_create(H5T_NATIVE_INT32));
  for (std::int32_t k = 0; k < static_cast<std::int32_t>(names.size()); ++k) {
    checked(H5Tenum_insert(type.id(), names[static_cast<std::size_t>(k)].c_str(), &k), parent.id(),
            "naming the values of " + name);
  }
  const hsize_t size = values.size();
  const Handle space(H5Screate_simple(1, &size, nullptr));
  Handle data = own(H5Dcreate2(parent.id(), name.c_str(), type.id(), space.id(), H5P_DEFAULT,
                               H5P_DEFAULT, H5P_DEFAULT),
                    parent.id(), "creating " + name);
  checked(H5Dwrite(data.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), parent.id(),
          "writing " + name);
  return data;
}

std::vector<std::string> read_enum_names(const Handle& data) {
  const Session session;
  const Handle type(H5Dget_type(data.id()));
  if (H5Tget_class(type.id()) != H5T_ENUM) return {};
  std::vector<std::string> names(static_cast<std::size_t>(H5Tget_nmembers(type.id())));
  for (std::int32_t k = 0; k < static_cast<std::int32_t>(names.size()); ++k) {
    char name[256] = "";
    H5Tenum_nameof(type.id(), &k, name, sizeof name);
    names[static_cast<std::size_t>(k)] = name;
  }
  return names;
}

Handle open_data(const Handle& parent, const std::string& path) {
  const Session session;
  return own(H5Dopen2(parent.id(), path.c_str(), H5P_DEFAULT), parent.id(), "opening " + path);
}

bool is_single(const Handle& data) {
  const Session session;
  const Handle type(H5Dget_type(data.id()));
  return H5Tget_class(type.id()) == H5T_FLOAT && H5Tget_size(type.id()) == 4;
}

Extent extent_of(const Handle& data) {
  const Session session;
  const Handle space(H5Dget_space(data.id()));
  Extent extent(static_cast<std::size_t>(std::max(H5Sget_simple_extent_ndims(space.id()), 0)));
  H5Sget_simple_extent_dims(space.id(), reinterpret_cast<hsize_t*>(extent.data()), nullptr);
  return extent;
}

void read_data(const Handle& data, Type type, void* values) {
  const Session session;
  checked(H5Dread(data.id(), memory_type(type), H5S_ALL, H5S_ALL, H5P_DEFAULT, values), data.id(),
          "reading a data set");
}

Handle create_rows(const Handle& parent, const std::string& name, Type type,
                   const RowLayout& layout) {
  const Session session;
  std::vector<hsize_t> now{0};
  std::vector<hsize_t> most{H5S_UNLIMITED};
  for (const std::uint64_t n : layout.row) {
    now.push_back(n);
    most.push_back(n);
  }
  const Handle space(H5Screate_simple(static_cast<int>(now.size()), now.data(), most.data()));
  return own(H5Dcreate2(parent.id(), name.c_str(), memory_type(type), space.id(), H5P_DEFAULT,
                        row_storage(layout).id(), H5P_DEFAULT),
             parent.id(), "creating " + name);
}

void add_row(const Handle& data) {
  const Session session;
  Extent extent = extent_of(data);
  ++extent[0];
  checked(H5Dset_extent(data.id(), reinterpret_cast<const hsize_t*>(extent.data())), data.id(),
          "making room for a frame");
}

void append_row(const Handle& data, Type type, const void* values) {
  const Session session;
  add_row(data);
  write_part(data, extent_of(data)[0] - 1, 1, type, values);
}

void write_items(const Handle& data, std::uint64_t row, std::uint64_t first, std::uint64_t count,
                 Type type, const void* values) {
  const Session session;
  Extent extent = extent_of(data);
  Extent start(extent.size(), 0);
  start[0] = row;
  start[1] = first;
  extent[0] = 1;
  extent[1] = count;
  write_selection(data, select(data, start, extent), type, values);
}

std::vector<std::uint64_t> add_row_for_others(const Handle& data) {
  const Session session;
  add_row(data);
  const Extent extent = extent_of(data);
  const Extent chunk = chunk_of(data);
  std::uint64_t bytes = H5Tget_size(Handle(H5Dget_type(data.id())).id());
  for (const std::uint64_t n : chunk) bytes *= n;
  Extent corner(extent.size(), 0);
  corner[0] = extent[0] - 1;
  const std::byte nothing{};  // never looked at
  const NotedWrites notes;
  for (; corner[1] < extent[1]; corner[1] += chunk[1]) {
    checked(H5Dwrite_chunk(data.id(), H5P_DEFAULT, 0,
                           reinterpret_cast<const hsize_t*>(corner.data()), bytes, &nothing),
            data.id(), "finding room for a frame");
  }
  return notes.addresses();
}

std::uint64_t items_per_chunk(const Handle& data) {
  const Session session;
  return chunk_of(data)[1];
}

void read_row(const Handle& data, std::uint64_t row, Type type, void* values) {
  const Session session;
  const RowSelection selection = select_rows(data, row, 1);
  checked(H5Dread(data.id(), memory_type(type), selection.memory.id(), selection.file.id(),
                  H5P_DEFAULT, values),
          data.id(), "reading a frame");
}

void keep_rows(const Handle& data, std::uint64_t rows) {
  const Session session;
  Extent extent = extent_of(data);
  if (extent[0] <= rows) return;
  extent[0] = rows;
  checked(H5Dset_extent(data.id(), reinterpret_cast<const hsize_t*>(extent.data())), data.id(),
          "cutting a data set");
}

}  // namespace alder::hdf5
