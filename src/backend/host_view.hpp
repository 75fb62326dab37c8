// SPDX-License-Identifier: BSD-3-Clause
// Reads an array of a Device from the host.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "backend/buffer.hpp"

namespace alder {

/// `n` items of device memory as the host sees them: the memory itself where the host can read it,
/// else a copy made now.
template <class T>
class HostView {
 public:
  HostView(const Device& device, const T* data, std::int64_t n) : data_(data) {
    if (!device.is_cuda()) return;
    copy_.resize(static_cast<std::size_t>(n));
    copy_bytes_to_host(device, copy_.data(), data, copy_.size() * sizeof(T));
    data_ = copy_.data();
  }
  [[nodiscard]] const T* data() const { return data_; }
  [[nodiscard]] const T& operator[](std::int64_t i) const { return data_[i]; }

 private:
  std::vector<T> copy_;
  const T* data_;
};

}  // namespace alder
