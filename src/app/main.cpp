// SPDX-License-Identifier: BSD-3-Clause
// The command line of Alder.
#include <fmt/core.h>

#include <utility>

#include "commands.hpp"

namespace alder::app {
namespace {

int run_program(int argc, char** argv) {
  CLI::App app{"Alder: molecular dynamics on CPUs and GPUs", "alder"};
  const BuildInfo build = build_info();
  app.set_version_flag("--version", fmt::format("alder {} ({})", build.version, build.commit));
  app.require_subcommand(1);

  std::vector<std::pair<CLI::App*, Command>> commands;
  for (const auto add : {add_run, add_evaluate, add_check, add_info}) {
    CLI::App* subcommand = nullptr;
    const Command command = add(app, subcommand);
    commands.emplace_back(subcommand, command);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? done : bad_input;
  }
  for (const auto& [subcommand, command] : commands) {
    if (subcommand->parsed()) return command();
  }
  return internal;
}

}  // namespace
}  // namespace alder::app

int main(int argc, char** argv) {
  try {
    return alder::app::run_program(argc, argv);
  } catch (const alder::Error& e) {
    fmt::print(stderr, "{}\n", e.what());
    return e.exit_code();
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "alder: out of memory; use fewer atoms or a machine with more memory\n");
    return alder::app::environment;
  } catch (const std::exception& e) {
    fmt::print(stderr, "alder: internal error: {}; please report it with the deck\n", e.what());
    return alder::app::internal;
  }
}
