// SPDX-License-Identifier: BSD-3-Clause
// The command line of Alder.
#include <fmt/core.h>

#include <utility>

#include "commands.hpp"

namespace alder::app {
namespace {

int run_program(int argc, char** argv, Ranks& ranks) {
  CLI::App app{"Alder: molecular dynamics on CPUs and GPUs", "alder"};
  const BuildInfo build = build_info();
  app.set_version_flag("--version", fmt::format("alder {} ({})", build.version, build.commit));
  app.require_subcommand(1);

  std::vector<std::pair<CLI::App*, Command>> commands;
  for (const auto add :
       {add_run, add_evaluate, add_check, add_convert, add_explain, add_info, add_bench}) {
    CLI::App* subcommand = nullptr;
    const Command command = add(app, subcommand);
    commands.emplace_back(subcommand, command);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (!ranks.is_first()) return e.get_exit_code() == 0 ? done : bad_input;
    return app.exit(e) == 0 ? done : bad_input;
  }
  for (const auto& [subcommand, command] : commands) {
    if (subcommand->parsed()) return command(ranks);
  }
  return internal;
}

// An error of all ranks is printed once; one of a single rank ends the others.
int fail(Ranks& ranks, const std::string& message, int exit_code, bool collective) {
  if (ranks.size() == 1 || (collective && ranks.is_first())) fmt::print(stderr, "{}\n", message);
  if (ranks.size() == 1 || collective) return exit_code;
  fmt::print(stderr, "rank {}: {}\n", ranks.rank(), message);
  ranks.abort(exit_code);
}

int guarded_main(int argc, char** argv) {
  Ranks ranks = Ranks::world();
  try {
    return run_program(argc, argv, ranks);
  } catch (const Error& e) {
    return fail(ranks, e.what(), e.exit_code(), e.collective());
  } catch (const std::bad_alloc&) {
    return fail(ranks, "alder: out of memory; use fewer atoms or a machine with more memory",
                environment, false);
  } catch (const std::exception& e) {
    return fail(ranks,
                fmt::format("alder: internal error: {}; please report it with the deck", e.what()),
                internal, false);
  }
}

}  // namespace
}  // namespace alder::app

int main(int argc, char** argv) {
  try {
    return alder::app::guarded_main(argc, argv);
  } catch (const alder::Error& e) {  // no MPI where a launcher expects it
    fmt::print(stderr, "{}\n", e.what());
    return e.exit_code();
  }
}
