// SPDX-License-Identifier: BSD-3-Clause
// HDF5 behind handles that close themselves; the only file that talks to the HDF5 library.
#pragma once

#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace alder::hdf5 {

/// Held around every group of HDF5 calls: the library as packaged is not thread-safe. Also keeps it
/// from printing its error stack, which Error::what() quotes instead. May be nested.
class Session {
 public:
  Session();
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

 private:
  std::unique_lock<std::recursive_mutex> lock_;
  void* print_ = nullptr;  ///< how errors were printed before
  void* print_data_ = nullptr;
};

enum class Type { f32, f64, i32, i64, u8 };

template <class T>
constexpr Type type_of();
template <>
constexpr Type type_of<float>() {
  return Type::f32;
}
template <>
constexpr Type type_of<double>() {
  return Type::f64;
}
template <>
constexpr Type type_of<std::int32_t>() {
  return Type::i32;
}
template <>
constexpr Type type_of<std::int64_t>() {
  return Type::i64;
}
template <>
constexpr Type type_of<std::uint8_t>() {
  return Type::u8;
}

/// An open HDF5 object of any kind.
class Handle {
 public:
  Handle() = default;
  explicit Handle(std::int64_t id) : id_(id) {}
  Handle(Handle&& other) noexcept;
  Handle& operator=(Handle&& other) noexcept;
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { close(); }

  void close() noexcept;
  [[nodiscard]] std::int64_t id() const { return id_; }
  [[nodiscard]] bool is_open() const { return id_ >= 0; }

 private:
  std::int64_t id_ = -1;
};

using Extent = std::vector<std::uint64_t>;

/// How a data set that grows by whole rows (frames) is stored.
struct RowLayout {
  Extent row;                         ///< shape of one row; empty for a number
  std::uint64_t rows_per_chunk = 1;   ///< 1 where rows are large
  std::uint64_t items_per_chunk = 0;  ///< of the first dimension of a row; 0: all
  int gzip = 0;
  bool shuffle = true;
};

// All functions throw EnvironmentError that names the file, what was tried and why it failed.

/// A new file that every HDF5 since 1.8 reads, also after the writer was killed.
Handle create_file(const std::string& path);
Handle open_file(const std::string& path, bool for_writing);
/// Hands everything written so far to the operating system.
void flush(const Handle& file);
/// Bytes that the file takes at most when everything is flushed.
std::uint64_t file_size(const Handle& file);

/// Creates a group; missing ones on the way are made.
Handle create_group(const Handle& parent, const std::string& name);
Handle open_group(const Handle& parent, const std::string& name);
bool exists(const Handle& parent, const std::string& path);
/// Names of a group's links, in alphabetical order.
std::vector<std::string> names_in(const Handle& group);
void soft_link(const Handle& parent, const std::string& target, const std::string& name);
void hard_link(const Handle& from, const std::string& name, const Handle& to,
               const std::string& new_name);

// Attributes. Texts are scalars of variable length, as H5MD readers expect.
void write_text(const Handle& object, const std::string& name, const std::string& text);
std::string read_text(const Handle& object, const std::string& name);
bool has_attribute(const Handle& object, const std::string& name);
void write_numbers(const Handle& object, const std::string& name, std::span<const int> values);
void write_number(const Handle& object, const std::string& name, std::int64_t value);
std::vector<std::int64_t> read_numbers(const Handle& object, const std::string& name);
/// A list of variable-length texts.
void write_texts(const Handle& object, const std::string& name,
                 const std::vector<std::string>& texts);
std::vector<std::string> read_texts(const Handle& object, const std::string& name);

// Data sets of fixed size.
Handle write_data(const Handle& parent, const std::string& name, Type type, const Extent& extent,
                  const void* values);
template <class T>
Handle write_data(const Handle& parent, const std::string& name, const std::vector<T>& values) {
  return write_data(parent, name, type_of<T>(), {values.size()}, values.data());
}
/// int32 values with names (an HDF5 enumeration): names[k] stands for k.
Handle write_enum(const Handle& parent, const std::string& name,
                  const std::vector<std::string>& names, const std::vector<std::int32_t>& values);
/// The names of an enumeration's values 0, 1, ...; empty where the data set has none.
std::vector<std::string> read_enum_names(const Handle& data);

/// Creates a data set to be filled by `write_part`.
Handle create_data(const Handle& parent, const std::string& name, Type type, const Extent& extent);
/// Writes `count` rows (along the first dimension) from row `first` on.
void write_part(const Handle& data, std::uint64_t first, std::uint64_t count, Type type,
                const void* values);

Handle open_data(const Handle& parent, const std::string& path);
Extent extent_of(const Handle& data);
/// True for 32-bit floating-point numbers.
bool is_single(const Handle& data);
/// Reads everything, converted to `type`.
void read_data(const Handle& data, Type type, void* values);
template <class T>
std::vector<T> read_data(const Handle& data) {
  std::size_t size = 1;
  for (const std::uint64_t n : extent_of(data)) size *= static_cast<std::size_t>(n);
  std::vector<T> values(size);
  read_data(data, type_of<T>(), values.data());
  return values;
}

// Data sets that grow along their first dimension.
Handle create_rows(const Handle& parent, const std::string& name, Type type,
                   const RowLayout& layout);
void append_row(const Handle& data, Type type, const void* values);
/// Makes room for one more row.
void add_row(const Handle& data);
/// Writes `count` items of a row, from item `first` of the row's first dimension on.
void write_items(const Handle& data, std::uint64_t row, std::uint64_t first, std::uint64_t count,
                 Type type, const void* values);
/// Makes room for one more row of a data set without compression, for others to write: returns the
/// addresses in the file of the row's chunks, which must be filled before the file is flushed.
std::vector<std::uint64_t> add_row_for_others(const Handle& data);
/// Items of a row's first dimension in a chunk.
std::uint64_t items_per_chunk(const Handle& data);
void read_row(const Handle& data, std::uint64_t row, Type type, void* values);
/// Cuts the data set to its first rows.
void keep_rows(const Handle& data, std::uint64_t rows);

}  // namespace alder::hdf5
