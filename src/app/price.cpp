// SPDX-License-Identifier: BSD-3-Clause
#include "price.hpp"

#include <fmt/core.h>

#include <cmath>
#include <cstdlib>

namespace alder::app {
namespace {

double count_of(Price::Per per, const Report& r) {
  switch (per) {
    case Price::Per::gpu: return r.gpus;
    case Price::Per::core: return static_cast<double>(r.ranks) * r.threads;
    case Price::Per::run: return 1;
  }
  return 1;
}

std::string counted(Price::Per per, const Report& r) {
  const auto n = static_cast<std::int64_t>(count_of(per, r));
  switch (per) {
    case Price::Per::gpu: return fmt::format("{} GPU{}", n, n == 1 ? "" : "s");
    case Price::Per::core: return fmt::format("{} core{}", n, n == 1 ? "" : "s");
    case Price::Per::run: break;
  }
  return "all";
}

}  // namespace

Price Price::parse(const std::string& text) {
  char* end = nullptr;
  Price price;
  price.amount = std::strtod(text.c_str(), &end);
  const std::string unit = end;
  const bool number = end != text.c_str() && std::isfinite(price.amount) && price.amount >= 0;
  if (number && unit == "/gpu-h") {
    price.per = Per::gpu;
  } else if (number && unit == "/core-h") {
    price.per = Per::core;
  } else if (!number || unit != "/h") {
    throw InputError("'" + text +
                     "' is no price; write an amount per gpu-h, core-h or h (the whole run), "
                     "e.g. --price 2.5/gpu-h");
  }
  return price;
}

double Price::of(const Report& report) const {
  return amount * count_of(per, report) * report.wall_seconds / 3600;
}

std::string cost_line(const Price& price, const Report& r, const std::string& time_name) {
  const double cost = price.of(r);
  std::string line = fmt::format("cost {:.4g} ({} for {:.4g} h)", cost, counted(price.per, r),
                                 r.wall_seconds / 3600);
  const double time = r.time_per_day * r.wall_seconds / 86400;
  if (time > 0) line += fmt::format(", {:.4g} per {}", cost / time, time_name);
  return line;
}

}  // namespace alder::app
