// SPDX-License-Identifier: BSD-3-Clause
// What the files that call the HDF5 library share; not for others.
#pragma once

#include <hdf5.h>

#include <string>

#include "io/hdf5_file.hpp"

namespace alder::hdf5 {

static_assert(sizeof(hid_t) == sizeof(std::int64_t));

/// Throws EnvironmentError with the reason that HDF5 gives.
[[noreturn]] void fail(const std::string& file, const std::string& what);
/// The path of the file an object is in.
std::string file_of(hid_t object);

/// Result of an HDF5 call on `object`, checked.
template <class T>
T checked(T result, hid_t object, const std::string& what) {
  if (result < 0) fail(file_of(object), what);
  return result;
}

inline Handle own(hid_t result, hid_t object, const std::string& what) {
  return Handle(checked(result, object, what));
}

}  // namespace alder::hdf5
