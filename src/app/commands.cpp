// SPDX-License-Identifier: BSD-3-Clause
#include "commands.hpp"

#include <fmt/core.h>

namespace alder::app {

void DeckOptions::add_to(CLI::App& command) {
  command.add_option("deck", deck, "The deck (YAML)")->required();
  command.add_option("--set", overrides, "Override a deck value: path=value (repeatable)")
      ->type_name("PATH=VALUE")
      ->expected(1)
      ->take_all();
  command.add_option("--backend", backend, "auto, cpu, reference or cuda")
      ->check(CLI::IsMember({"auto", "cpu", "reference", "cuda"}));
  command.add_option("--precision", precision, "double or mixed")
      ->check(CLI::IsMember({"double", "mixed"}));
  command
      .add_option("--simd", simd, "Instruction set of the CPU loops: auto, portable, v2, v3 or v4")
      ->check(CLI::IsMember({"auto", "portable", "v2", "v3", "v4"}));
  command.add_option("--threads", threads, "CPU threads; 0: all")->check(CLI::Range(0, 4096));
  command.add_option("--device", device, "Number of the GPU to use, for one process")
      ->check(CLI::Range(0, 1 << 20));
  command.add_flag("--oversubscribe-gpu", oversubscribe_gpu, "MPI ranks may share a GPU");
  command.add_option("--json", json, "Write the results to this file")->type_name("FILE");
  command.add_flag("-q,--quiet", quiet, "Print errors only");
}

Deck DeckOptions::read(Ranks& ranks) const {
  std::vector<std::string> all = overrides;
  if (!backend.empty()) all.push_back("execution.backend=" + backend);
  if (!precision.empty()) all.push_back("execution.precision=" + precision);
  if (!simd.empty()) all.push_back("execution.simd=" + simd);
  if (threads > 0) all.push_back("execution.threads=" + std::to_string(threads));
  if (device >= 0) all.push_back("execution.device=" + std::to_string(device));
  if (oversubscribe_gpu) all.emplace_back("execution.oversubscribe_gpu=true");
  Deck deck_read = read_deck(ranks, deck, all);
  if (!quiet && ranks.is_first()) {
    for (const std::string& warning : deck_read.warnings) fmt::print(stderr, "{}\n", warning);
  }
  return deck_read;
}

}  // namespace alder::app
