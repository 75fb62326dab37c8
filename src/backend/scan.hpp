// SPDX-License-Identifier: BSD-3-Clause
// Running sums, and what follows from them: rows chosen by a test, in their order.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

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

/// The rows of [0, n) for which test(i) is not 0, in their order, on a host.
template <class Test>
std::vector<std::uint32_t> rows_where(const Device& device, std::int64_t n, const Test& test) {
  const int threads = n > 512 ? device.threads() : 1;
  std::vector<std::vector<std::uint32_t>> found(static_cast<std::size_t>(threads));
#pragma omp parallel for schedule(static, 1) num_threads(threads)
  for (int t = 0; t < threads; ++t) {
    const Test here = test;  // what the loop stores cannot change it
    std::vector<std::uint32_t> mine;
    const std::int64_t end = n * (t + 1) / threads;
    for (std::int64_t i = n * t / threads; i < end; ++i) {
      ask_for_memory(here, i, end);
      if (here(i) != 0) mine.push_back(static_cast<std::uint32_t>(i));
    }
    found[static_cast<std::size_t>(t)] = std::move(mine);
  }
  std::vector<std::uint32_t> rows = std::move(found.front());
  for (std::size_t t = 1; t < found.size(); ++t) {
    rows.insert(rows.end(), found[t].begin(), found[t].end());
  }
  return rows;
}

/// The rows of [0, n) for which test(i) is not 0 become `chosen`, the rest `others` where that is
/// not null. `sums` is scratch. Returns how many are chosen; waits for a GPU.
template <class Test>
std::int64_t part_rows(const Device& device, std::int64_t n, const Test& test,
                       Buffer<std::int64_t>& sums, Buffer<std::uint32_t>& chosen,
                       Buffer<std::uint32_t>* others = nullptr) {
  if (!device.is_cuda() && others == nullptr) {
    chosen.copy_from(rows_where(device, n, test));
    return static_cast<std::int64_t>(chosen.size());
  }
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
