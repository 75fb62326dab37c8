// SPDX-License-Identifier: BSD-3-Clause
#include "backend/sort.hpp"

#include <algorithm>
#include <bit>
#include <tuple>
#include <utility>
#include <vector>

#include "alder_config.hpp"
#include "backend/gpu.hpp"

namespace alder {

void sort_by_key(std::uint32_t n_keys, Buffer<std::uint32_t>& keys, Buffer<std::uint32_t>& values) {
  const auto n = static_cast<std::int64_t>(keys.size());
  if (n < 2 || n_keys < 2) return;
  if constexpr (config::have_cuda) {
    if (keys.device().is_cuda()) {
      return cuda::sort_by_key(keys.device(), keys.data(), values.data(), n,
                               static_cast<int>(std::bit_width(n_keys - 1)));
    }
  }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> items;
  for (std::int64_t k = 0; k < n; ++k) items.emplace_back(keys.data()[k], values.data()[k]);
  std::stable_sort(items.begin(), items.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::int64_t k = 0; k < n; ++k) {
    std::tie(keys.data()[k], values.data()[k]) = items[static_cast<std::size_t>(k)];
  }
}

}  // namespace alder
