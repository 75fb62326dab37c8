// SPDX-License-Identifier: BSD-3-Clause
#include "support/h5_contents.hpp"

#include <hdf5.h>

#include <stdexcept>

namespace alder::test {
namespace {

herr_t add_data(hid_t object, const char* name, const H5O_info_t* info, void* target) {
  if (info->type != H5O_TYPE_DATASET) return 0;
  const hid_t data = H5Dopen2(object, name, H5P_DEFAULT);
  const hid_t type = H5Dget_type(data);
  const hid_t space = H5Dget_space(data);
  std::vector<std::byte> bytes(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)) *
                               H5Tget_size(type));
  const bool read =
      bytes.empty() || H5Dread(data, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) >= 0;
  H5Sclose(space);
  H5Tclose(type);
  H5Dclose(data);
  if (!read) return -1;
  (*static_cast<std::map<std::string, std::vector<std::byte>>*>(target))[name] = std::move(bytes);
  return 0;
}

}  // namespace

std::map<std::string, std::vector<std::byte>> h5_contents(const std::string& file) {
  const hid_t id = H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  if (id < 0) throw std::runtime_error(file + " cannot be opened");
  std::map<std::string, std::vector<std::byte>> contents;
  const herr_t result = H5Ovisit(id, H5_INDEX_NAME, H5_ITER_NATIVE, add_data, &contents);
  H5Fclose(id);
  if (result < 0) throw std::runtime_error(file + " cannot be read");
  return contents;
}

}  // namespace alder::test
