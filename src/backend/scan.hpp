// SPDX-License-Identifier: BSD-3-Clause
// Running sums, and what follows from them: rows chosen by a test, in their order.
#pragma once

#include <cstdint>

#include "backend/buffer.hpp"
#include "backend/for_each.hpp"
#include "base/platform.hpp"

namespace alder {

/// values[i] becomes the sum of values[0, i).
void exclusive_scan(const Device& device, Buffer<std::int64_t>& values);

/// The last of `values`, on the host; waits for a GPU.
[[nodiscard]] std::int64_t last_of(const Buffer<std::int64_t>& values);

/// flag[i] = 1 where test(i) is not 0; flag[n] = 0.
template <class Test>
struct FlagBody {
  Test test;
  std::int64_t n;
  std::int64_t* flag;
  ALDER_HD void operator()(std::int64_t i) const { flag[i] = i < n && test(i) != 0 ? 1 : 0; }
};

/// Parts rows by the running sums of their flags: those that have one go to `chosen`, the others to
/// `others` where that is not null, both in their order.
struct PartRowsBody {
  const std::int64_t* before;
  std::uint32_t* chosen;
  std::uint32_t* others;
  ALDER_HD void operator()(std::int64_t i) const {
    const std::int64_t k = before[i];
    const auto row = static_cast<std::uint32_t>(i);
    if (before[i + 1] != k) {
      chosen[k] = row;
    } else if (others != nullptr) {
      others[i - k] = row;
    }
  }
};

/// The rows of [0, n) for which test(i) is not 0 become `chosen`, the rest `others` where that is
/// not null. `sums` is scratch. Returns how many are chosen; waits for a GPU.
template <class Test>
std::int64_t part_rows(const Device& device, std::int64_t n, const Test& test,
                       Buffer<std::int64_t>& sums, Buffer<std::uint32_t>& chosen,
                       Buffer<std::uint32_t>* others = nullptr) {
  sums.resize(static_cast<std::size_t>(n) + 1);
  for_each(device, n + 1, FlagBody<Test>{test, n, sums.data()});
  exclusive_scan(device, sums);
  const std::int64_t n_chosen = last_of(sums);
  chosen.resize(static_cast<std::size_t>(n_chosen));
  if (others != nullptr) others->resize(static_cast<std::size_t>(n - n_chosen));
  for_each(device, n,
           PartRowsBody{sums.data(), chosen.data(), others == nullptr ? nullptr : others->data()});
  return n_chosen;
}

}  // namespace alder
