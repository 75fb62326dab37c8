// SPDX-License-Identifier: BSD-3-Clause
#include "io/hdf5_file.hpp"

#include <algorithm>
#include <utility>

#include "base/error.hpp"
#include "io/hdf5_detail.hpp"
#include "io/hdf5_ordered_driver.hpp"

namespace alder::hdf5 {
namespace {

std::recursive_mutex& library_lock() {
  static std::recursive_mutex lock;
  return lock;
}

// The reason at the bottom of HDF5's error stack; of a failed system call its errno text.
std::string reason() {
  std::string text;
  const auto note = [](unsigned n, const H5E_error2_t* error, void* data) -> herr_t {
    if (n == 0 && error->desc != nullptr) *static_cast<std::string*>(data) = error->desc;
    return 0;
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, note, &text);
  const auto begin = text.find("error message = '");
  if (begin != std::string::npos) {
    const auto from = begin + 17;
    text = text.substr(from, text.find('\'', from) - from);
  }
  return text.empty() ? "unknown reason" : text;
}

Handle text_type() {
  Handle type(H5Tcopy(H5T_C_S1));
  H5Tset_size(type.id(), H5T_VARIABLE);
  H5Tset_cset(type.id(), H5T_CSET_ASCII);
  return type;
}

Handle file_access() {
  Handle access(H5Pcreate(H5P_FILE_ACCESS));
  use_ordered_driver(access.id());
  // Files of this format can be read and appended to after their writer was killed.
  H5Pset_libver_bounds(access.id(), H5F_LIBVER_EARLIEST, H5F_LIBVER_V18);
  return access;
}

// An existing attribute is replaced.
void write_attribute(const Handle& object, const std::string& name, hid_t type, const Handle& space,
                     const void* value) {
  if (has_attribute(object, name)) H5Adelete(object.id(), name.c_str());
  const Handle attribute =
      own(H5Acreate2(object.id(), name.c_str(), type, space.id(), H5P_DEFAULT, H5P_DEFAULT),
          object.id(), "creating attribute " + name);
  checked(H5Awrite(attribute.id(), type, value), object.id(), "writing attribute " + name);
}

Handle open_attribute(const Handle& object, const std::string& name) {
  return own(H5Aopen(object.id(), name.c_str(), H5P_DEFAULT), object.id(),
             "reading attribute " + name);
}

std::size_t points_of(const Handle& attribute) {
  const Handle space(H5Aget_space(attribute.id()));
  return static_cast<std::size_t>(std::max<hssize_t>(H5Sget_simple_extent_npoints(space.id()), 0));
}

}  // namespace

std::string file_of(hid_t object) {
  const ssize_t size = H5Fget_name(object, nullptr, 0);
  if (size <= 0) return "HDF5 file";
  std::string name(static_cast<std::size_t>(size), '\0');
  H5Fget_name(object, name.data(), name.size() + 1);
  // A file that is being put together is known by the name it will have.
  if (name.ends_with(".part")) name.resize(name.size() - 5);
  return name;
}

[[noreturn]] void fail(const std::string& file, const std::string& what) {
  const std::string why = reason();
  std::string advice = "check the disk and the file's permissions";
  if (why.find("No space") != std::string::npos || why.find("quota") != std::string::npos) {
    advice = "free space on the disk and run the same command again";
  }
  throw EnvironmentError(file + ": error: " + what + " failed (" + why + "); " + advice);
}

Session::Session() : lock_(library_lock()) {
  H5E_auto2_t print = nullptr;
  H5Eget_auto2(H5E_DEFAULT, &print, &print_data_);
  print_ = reinterpret_cast<void*>(print);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Session::~Session() {
  H5Eset_auto2(H5E_DEFAULT, reinterpret_cast<H5E_auto2_t>(print_), print_data_);
}

Handle::Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)) {}

Handle& Handle::operator=(Handle&& other) noexcept {
  std::swap(id_, other.id_);
  return *this;
}

void Handle::close() noexcept {
  if (id_ < 0) return;
  const Session session;
  const hid_t id = std::exchange(id_, -1);
  switch (H5Iget_type(id)) {
    case H5I_FILE: H5Fclose(id); break;
    case H5I_GROUP: H5Gclose(id); break;
    case H5I_DATASET: H5Dclose(id); break;
    case H5I_DATASPACE: H5Sclose(id); break;
    case H5I_DATATYPE: H5Tclose(id); break;
    case H5I_ATTR: H5Aclose(id); break;
    default: H5Pclose(id); break;
  }
}

Handle create_file(const std::string& path) {
  const Session session;
  const Handle access = file_access();
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access.id());
  if (file < 0) fail(path, "creating the file");
  return Handle(file);
}

Handle open_file(const std::string& path, bool for_writing) {
  const Session session;
  const Handle access = file_access();
  const hid_t file =
      H5Fopen(path.c_str(), for_writing ? H5F_ACC_RDWR : H5F_ACC_RDONLY, access.id());
  if (file < 0) fail(path, "opening the file");
  return Handle(file);
}

void flush(const Handle& file) {
  const Session session;
  checked(H5Fflush(file.id(), H5F_SCOPE_GLOBAL), file.id(), "writing to the file");
}

std::uint64_t file_size(const Handle& file) {
  const Session session;
  hsize_t size = 0;
  checked(H5Fget_filesize(file.id(), &size), file.id(), "finding the file's size");
  return size;
}

Handle create_group(const Handle& parent, const std::string& name) {
  const Session session;
  const Handle links(H5Pcreate(H5P_LINK_CREATE));
  H5Pset_create_intermediate_group(links.id(), 1);
  return own(H5Gcreate2(parent.id(), name.c_str(), links.id(), H5P_DEFAULT, H5P_DEFAULT),
             parent.id(), "creating group " + name);
}

Handle open_group(const Handle& parent, const std::string& name) {
  const Session session;
  return own(H5Gopen2(parent.id(), name.c_str(), H5P_DEFAULT), parent.id(),
             "opening group " + name);
}

bool exists(const Handle& parent, const std::string& path) {
  const Session session;
  for (std::size_t end = path.find('/'); end != std::string::npos; end = path.find('/', end + 1)) {
    if (end > 0 && H5Lexists(parent.id(), path.substr(0, end).c_str(), H5P_DEFAULT) <= 0) {
      return false;
    }
  }
  return H5Lexists(parent.id(), path.c_str(), H5P_DEFAULT) > 0 &&
         H5Oexists_by_name(parent.id(), path.c_str(), H5P_DEFAULT) > 0;
}

std::vector<std::string> names_in(const Handle& group) {
  const Session session;
  std::vector<std::string> names;
  const auto add = [](hid_t, const char* name, const H5L_info_t*, void* data) -> herr_t {
    static_cast<std::vector<std::string>*>(data)->emplace_back(name);
    return 0;
  };
  checked(H5Literate(group.id(), H5_INDEX_NAME, H5_ITER_INC, nullptr, add, &names), group.id(),
          "listing a group");
  return names;
}

void soft_link(const Handle& parent, const std::string& target, const std::string& name) {
  const Session session;
  checked(H5Lcreate_soft(target.c_str(), parent.id(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT),
          parent.id(), "linking " + name);
}

void hard_link(const Handle& from, const std::string& name, const Handle& to,
               const std::string& new_name) {
  const Session session;
  checked(
      H5Lcreate_hard(from.id(), name.c_str(), to.id(), new_name.c_str(), H5P_DEFAULT, H5P_DEFAULT),
      from.id(), "linking " + new_name);
}

void write_text(const Handle& object, const std::string& name, const std::string& text) {
  const Session session;
  const char* value = text.c_str();
  write_attribute(object, name, text_type().id(), Handle(H5Screate(H5S_SCALAR)), &value);
}

std::string read_text(const Handle& object, const std::string& name) {
  const std::vector<std::string> texts = read_texts(object, name);
  return texts.empty() ? std::string() : texts.front();
}

bool has_attribute(const Handle& object, const std::string& name) {
  const Session session;
  return H5Aexists(object.id(), name.c_str()) > 0;
}

void write_numbers(const Handle& object, const std::string& name, std::span<const int> values) {
  const Session session;
  const hsize_t size = values.size();
  write_attribute(object, name, H5T_NATIVE_INT, Handle(H5Screate_simple(1, &size, nullptr)),
                  values.data());
}

void write_number(const Handle& object, const std::string& name, std::int64_t value) {
  const Session session;
  write_attribute(object, name, H5T_NATIVE_INT64, Handle(H5Screate(H5S_SCALAR)), &value);
}

std::vector<std::int64_t> read_numbers(const Handle& object, const std::string& name) {
  const Session session;
  const Handle attribute = open_attribute(object, name);
  std::vector<std::int64_t> values(points_of(attribute));
  checked(H5Aread(attribute.id(), H5T_NATIVE_INT64, values.data()), object.id(),
          "reading attribute " + name);
  return values;
}

void write_texts(const Handle& object, const std::string& name,
                 const std::vector<std::string>& texts) {
  const Session session;
  std::vector<const char*> values;
  for (const std::string& text : texts) values.push_back(text.c_str());
  const hsize_t size = texts.size();
  write_attribute(object, name, text_type().id(), Handle(H5Screate_simple(1, &size, nullptr)),
                  values.data());
}

std::vector<std::string> read_texts(const Handle& object, const std::string& name) {
  const Session session;
  const Handle attribute = open_attribute(object, name);
  const Handle type(H5Aget_type(attribute.id()));
  const std::size_t count = points_of(attribute);
  if (H5Tis_variable_str(type.id()) > 0) {
    std::vector<char*> values(count, nullptr);
    checked(H5Aread(attribute.id(), type.id(), values.data()), object.id(),
            "reading attribute " + name);
    std::vector<std::string> texts;
    for (char* value : values) {
      texts.emplace_back(value == nullptr ? "" : value);
      H5free_memory(value);
    }
    return texts;
  }
  const std::size_t width = H5Tget_size(type.id());
  std::string all(count * width, '\0');
  checked(H5Aread(attribute.id(), type.id(), all.data()), object.id(), "reading attribute " + name);
  std::vector<std::string> texts;
  for (std::size_t k = 0; k < count; ++k) {
    const std::string padded = all.substr(k * width, width);
    texts.push_back(padded.substr(0, padded.find('\0')));
  }
  return texts;
}

}  // namespace alder::hdf5
