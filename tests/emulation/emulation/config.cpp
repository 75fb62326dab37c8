// SPDX-License-Identifier: BSD-3-Clause
#include "emulation/config.hpp"

#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>

namespace alder::emulation {
namespace {

void apply(Config& c, const std::string& word) {
  if (word == "order=fifo") {
    c.order = Order::fifo;
  } else if (word == "order=reverse") {
    c.order = Order::reverse;
  } else if (word == "order=random") {
    c.order = Order::random;
  } else if (word.rfind("seed=", 0) == 0) {
    c.seed = std::strtoull(word.c_str() + 5, nullptr, 10);
  } else if (word == "protect") {
    c.protect = true;
  } else if (word == "strict") {
    c.strict_exit = true;
  } else {
    std::fprintf(stderr,
                 "ALDER_EMULATION: unknown word '%s' (known: order=fifo|reverse|random, seed=N, "
                 "protect, strict)\n",
                 word.c_str());
    std::exit(4);
  }
}

Config from_environment() {
  Config c;
  const char* text = std::getenv("ALDER_EMULATION");
  std::istringstream words(text == nullptr ? "" : text);
  for (std::string word; words >> word;) apply(c, word);
  return c;
}

}  // namespace

Config& config() {
  static Config c = from_environment();
  return c;
}

}  // namespace alder::emulation
