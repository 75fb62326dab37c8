// SPDX-License-Identifier: BSD-3-Clause
// alder info: what this build and this machine offer.
#include <fmt/core.h>
#include <fmt/ranges.h>

#include "commands.hpp"

namespace alder::app {
namespace {

std::string cuda_text(const BuildInfo& build) {
  if (!build.has_cuda) return "not compiled in";
  if (build.cuda_is_emulated) return "emulated GPU (kernels run on the CPU, for tests)";
  if (build.gpus.empty()) return "compiled in, but " + build.gpu_problem;
  return fmt::format("compiled in; GPUs: {}", fmt::join(build.gpus, ", "));
}

int info() {
  const BuildInfo build = build_info();
  fmt::print("alder {} ({})\n", build.version, build.commit);
  fmt::print("compiler      {}, {}\n", build.compiler, build.build_type);
  fmt::print("CPU threads   {}\n", build.threads);
  fmt::print("CUDA          {}\n", cuda_text(build));
  fmt::print("MPI           {}\n", build.has_mpi ? "compiled in" : "not compiled in");
  fmt::print("pair styles   {}\n", fmt::join(build.pair_styles, ", "));
  return done;
}

}  // namespace

Command add_info(CLI::App& app, CLI::App*& command) {
  command = app.add_subcommand("info", "Show what this build and this machine offer");
  return [](Ranks& ranks) { return ranks.is_first() ? info() : done; };
}

}  // namespace alder::app
