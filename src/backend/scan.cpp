// SPDX-License-Identifier: BSD-3-Clause
#include "backend/scan.hpp"

#include <numeric>

#include "alder_config.hpp"
#include "backend/gpu.hpp"

namespace alder {

void exclusive_scan(const Device& device, Buffer<std::int64_t>& values) {
  const auto n = static_cast<std::int64_t>(values.size());
  if constexpr (config::have_cuda) {
    if (device.is_cuda()) return cuda::scan_in_place(device, values.data(), n);
  }
  std::exclusive_scan(values.data(), values.data() + n, values.data(), std::int64_t{0});
}

std::int64_t last_of(const Buffer<std::int64_t>& values) {
  std::int64_t last = 0;
  copy_bytes_to_host(values.device(), &last, values.data() + values.size() - 1, sizeof last);
  return last;
}

}  // namespace alder
